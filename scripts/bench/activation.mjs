import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { spread } from './measure.mjs';

/** Everything that is loaded before a command or a document needs it, each time by a new process. */
const PROGRAM = `
  const Module = require('node:module');
  const load = Module._load;
  const loaded = new Set();
  // The bundle copies a module's properties to an object with the module's prototype: what is not copied is found there.
  const standIn = new Proxy(function () {}, {
    apply: () => standIn,
    get: (target, name) => (name === 'prototype' ? target.prototype : standIn),
    getPrototypeOf: () => standIn,
  });
  Module._load = function (name, ...rest) {
    loaded.add(name);
    return name === 'vscode' ? standIn : load.call(this, name, ...rest);
  };
  const started = performance.now();
  require(process.argv[1]);
  const milliseconds = performance.now() - started;
  loaded.delete(process.argv[1]);
  console.log(JSON.stringify({ milliseconds, modules: [...loaded].sort() }));
`;

/**
 * @param {string} root
 * @param {number} runs
 */
export function measureActivation(root, runs) {
  const results = Array.from({ length: runs }, () => {
    const output = execFileSync(process.execPath, ['-e', PROGRAM, join(root, 'dist', 'extension.js')], {
      encoding: 'utf8',
    });
    const result = /** @type {unknown} */ (JSON.parse(output));
    return /** @type {{ milliseconds: number, modules: string[] }} */ (result);
  });
  return {
    milliseconds: spread(results.map(({ milliseconds }) => milliseconds)),
    modules: results[0]?.modules ?? [],
  };
}
