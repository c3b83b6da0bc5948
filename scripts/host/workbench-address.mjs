// @ts-check
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * @typedef {object} WorkbenchOptions
 * @property {string} folder the one to open, absolute
 * @property {string} [place] a file to open in it, absolute, with :line:column
 * @property {string[]} [developmentPaths] extensions to run from their sources; needs the smoke test driver
 * @property {string} [testsPath] the module whose `run` is to be called in the extension host; needs that driver too
 */

/**
 * What --extensionDevelopmentPath and the like are to desktop VS Code, as the address of a code-server window.
 *
 * @param {string} server http://127.0.0.1:<port>
 * @param {WorkbenchOptions} options
 */
export function workbenchAddress(server, { folder, place, developmentPaths = [], testsPath }) {
  const remote = (/** @type {string} */ file) =>
    `vscode-remote://${new URL(server).host}${pathToFileURL(path.resolve(file)).pathname}`;
  const payload = [
    ...developmentPaths.map((file) => ['extensionDevelopmentPath', remote(file)]),
    ...(testsPath === undefined ? [] : [['extensionTestsPath', remote(testsPath)]]),
    ...(place === undefined
      ? []
      : [
          ['openFile', remote(place)],
          ['gotoLineMode', 'true'],
        ]),
    ['skipWelcome', 'true'],
  ];
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `${server}/?${query.toString()}`;
}
