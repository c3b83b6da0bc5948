'use strict';
// Lets mocha run TypeScript directly: each .ts file is transpiled on require. Types are checked apart (`npm test`, step types).
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { transformSync } = require('esbuild');

/** @typedef {{ _compile: (code: string, filename: string) => void }} CompilingModule */
/** @typedef {Record<string, (module: CompilingModule, filename: string) => void>} Loaders */

// Node's types leave out what is there for programs like this one.
const { _extensions: loaders } = /** @type {{ _extensions: Loaders }} */ (/** @type {unknown} */ (Module));

process.setSourceMapsEnabled(true);
loaders['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    loader: 'ts',
    format: 'cjs',
    target: 'node20',
    platform: 'node',
    sourcemap: 'inline',
    sourcefile: filename,
  });
  module._compile(code, filename);
};
