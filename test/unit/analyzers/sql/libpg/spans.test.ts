import assert from 'node:assert/strict';
import { libpgFeeder } from '../../feeders';
import { readWith } from '../../read-statement';
import { fixtureStatements } from '../fixture-statements';
import { findWrongSpans } from '../read-again';

describe('Spans of libpg-query statements', () => {
  for (const [file, statements] of fixtureStatements()) {
    it(`cut every part of the statements in ${file} out so that it reads as itself`, async () => {
      const feeder = await libpgFeeder();
      for (const text of statements) {
        const statement = readWith(feeder, text);
        assert.deepEqual(findWrongSpans(statement, text, feeder), [], text);
      }
    });
  }
});
