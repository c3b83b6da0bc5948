// @ts-check
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { installCodeServer } from '../host/install-code-server.mjs';
import { startCodeServer } from '../host/start-code-server.mjs';
import { openTemporaryFolder } from '../host/start-guard.mjs';
import { writeWindowSettings } from '../host/window-settings.mjs';
import { workbenchAddress } from '../host/workbench-address.mjs';
import { choosePort } from '../servers/choose-port.mjs';
import { step } from './step.mjs';

// The same address after every start, for bookmarks and for ports that somebody has forwarded.
const PREFERRED_PORT = 54330;

/**
 * Serves VS Code to the browsers of this machine, with the folder open and the extension installed.
 *
 * @param {string} root folder of the extension
 * @param {string} folder
 * @param {string} place in it, where there is something to see: file:line:column
 * @param {import('./lifetime.mjs').Lifetime} lifetime
 * @returns {Promise<{ closed: Promise<never> }>} closed: rejected when it has ended by itself
 */
export async function serveEditor(root, folder, place, lifetime) {
  const { signal } = lifetime;
  const onInstall = () => console.log('Installing VS Code for the browser (code-server, 800 MB), once');
  const programs = await step(
    'VS Code for the browser',
    () => installCodeServer(root, { signal, onInstall }),
    ({ installed }) => (installed ? 'installed' : 'up to date'),
  );
  const home = openTemporaryFolder();
  lifetime.onEnd(home.remove);
  const vsix = path.join(home.path, 'indexwright.vsix');
  await step(
    'Extension',
    () => promisify(execFile)(process.execPath, ['scripts/package.mjs', vsix], { cwd: root, signal }),
    () => 'packaged',
  );
  const userData = path.join(home.path, 'user');
  writeWindowSettings(userData);
  const server = await step(
    'VS Code',
    async () =>
      startCodeServer(programs, {
        home: home.path,
        userData,
        packages: [vsix],
        port: await choosePort(PREFERRED_PORT),
        // The folder of an address that names none.
        args: ['--disable-workspace-trust', folder],
      }),
    () => 'started, with the extension',
  );
  lifetime.onEnd(server.stop);
  console.log(`
VS Code with the sample is here, for browsers on this machine (no password):
  ${server.address}
At a query that is underlined:
  ${workbenchAddress(server.address, { folder, place })}
Ctrl+C ends VS Code and the database.`);
  return { closed: server.ended.then(fail) };
}

/**
 * @param {string} words
 * @returns {never}
 */
function fail(words) {
  throw new Error(`VS Code for the browser has ended: ${words}`);
}
