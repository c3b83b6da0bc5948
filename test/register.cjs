'use strict';
// Lets mocha run TypeScript directly: each .ts file is transpiled on require. Types are checked apart (`npm test`, step types).
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { transformSync } = require('esbuild');

/** @typedef {{ _compile: (code: string, filename: string) => void }} CompilingModule */
/** @typedef {(module: CompilingModule, filename: string) => void} Loader */

// Node's types leave out what is there for programs like this one.
const { _extensions: loaders } = /** @type {{ _extensions: Record<string, Loader> }} */ (
  /** @type {unknown} */ (Module)
);

process.setSourceMapsEnabled(true);
/** @type {Loader} */
const compile = (module, filename) => {
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
loaders['.ts'] = compile;
