import assert from 'node:assert/strict';
import type { SqlFeeder } from '../../../../src/analyzers/sql/feeder';
import { readAccessPaths } from '../../../../src/analyzers/query/read-access-paths';
import { EMPTY_SNAPSHOT } from '../../../../src/analyzers/schema/snapshot';
import { isQuery } from '../../../../src/analyzers/sql/statement-kind';
import { tokenize } from '../../../../src/analyzers/sql/tokens';
import { libpgFeeder, pgsqlAstFeeder } from '../feeders';
import { fixtureStatements } from './fixture-statements';
import { findWrongSpans } from './read-again';

/** What is left while somebody types: the statement up to a token, and the statement without a token. */
function* halfTyped(text: string): Generator<string> {
  for (const { start, end } of tokenize(text)) {
    yield text.slice(0, end);
    yield text.slice(0, start) + text.slice(end);
  }
}

describe('A statement that is being typed', () => {
  let first: SqlFeeder;
  const second = pgsqlAstFeeder();

  before(async () => {
    first = await libpgFeeder();
  });

  for (const [file, statements] of fixtureStatements()) {
    it(`is read as itself or not at all, whatever is missing in ${file}`, function () {
      this.timeout(120_000);
      for (const text of statements.flatMap((statement) => [...halfTyped(statement)])) {
        const result = first.feed(text);
        if (result.kind === 'syntax-error')
          assert.ok(result.offset >= 0 && result.offset <= text.length, text);
        if (result.kind !== 'statement' || !isQuery(result.statement)) continue;
        assert.deepEqual(findWrongSpans(result.statement, text, first), [], text);
        readAccessPaths(result.statement, EMPTY_SNAPSHOT, false);
      }
    });
  }

  it('is read alike by both grammars, or the second declines', function () {
    this.timeout(120_000);
    const texts = [...fixtureStatements().values()].flat().flatMap((statement) => [...halfTyped(statement)]);
    // One in twenty: the second grammar takes its time.
    for (const text of texts.filter((_, index) => index % 20 === 0)) {
      const [expected, result] = [first.feed(text), second.feed(text)];
      if (expected.kind === 'statement' && result.kind === 'statement')
        assert.deepEqual(result.statement, expected.statement, text);
    }
  });
});
