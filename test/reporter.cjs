'use strict';
// Mocha's spec output, and the counts as a file for `npm test` to add up (TEST_RESULTS names it).
const { mkdirSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
const { reporters, Runner } = require('mocha');

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.TEST_RESULTS;
    if (file === undefined) return;
    const failures = [];
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) => {
      failures.push({ title: test.fullTitle(), message: String(error?.message ?? error) });
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
