'use strict';
// Lets mocha run TypeScript directly: each .ts file is transpiled on require. Types are checked apart, by `npm run check:types`.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { transformSync } = require('esbuild');

process.setSourceMapsEnabled(true);
Module._extensions['.ts'] = (module, filename) => {
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
