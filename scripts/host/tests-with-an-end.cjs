'use strict';
// What the extension host is given to run in place of the real entry.
// - An extension host that dies is reported to the workbench as a run that ended well: the file that is written at the end
//   says that there was one.
// - The workbench and everything in it talk on the same channel as the tests: the mark tells whose words they are.
const { writeFileSync } = require('node:fs');
const { format } = require('node:util');

/** @type {{ INDEXWRIGHT_TESTS?: string, INDEXWRIGHT_TESTS_ENDED?: string, INDEXWRIGHT_TESTS_MARK?: string }} */
const {
  INDEXWRIGHT_TESTS: entry = '',
  INDEXWRIGHT_TESTS_ENDED: end = '',
  INDEXWRIGHT_TESTS_MARK: mark = '',
} = process.env;

for (const method of /** @type {const} */ (['log', 'info', 'warn', 'error'])) {
  const original = console[method].bind(console);
  // Not by assignment, which the extension host ignores.
  Object.defineProperty(console, method, {
    value: (/** @type {unknown[]} */ ...args) => original(mark + format(...args)),
  });
}

exports.run = async () => {
  try {
    /** @type {{ run: () => Promise<void> }} */
    const tests = require(entry);
    await tests.run();
  } finally {
    writeFileSync(end, '');
  }
};
