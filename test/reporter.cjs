'use strict';
// Mocha's spec output, and the counts as a file for `npm test` to add up (TEST_RESULTS names it).
const { mkdirSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
const { reporters, Runner } = require('mocha');

/** @typedef {{ title: string, message: string }} Failure */

module.exports = class CountingReporter extends reporters.Spec {
  /**
   * @param {import('mocha').Runner} runner
   * @param {import('mocha').MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    const file = process.env['TEST_RESULTS'];
    if (file === undefined) return;
    /** @type {Failure[]} */
    const failures = [];
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) => {
      failures.push({ title: test.fullTitle(), message: messageOf(error) });
    });
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      mkdirSync(dirname(file), { recursive: true });
      const { passes, duration } = this.stats;
      writeFileSync(
        file,
        JSON.stringify(
          { passed: passes, failed: failures.length, durationMs: duration, failures },
          undefined,
          2,
        ),
      );
    });
  }
};

/** @param {unknown} error whatever was thrown */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
