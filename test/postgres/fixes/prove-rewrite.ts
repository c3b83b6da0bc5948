import assert from 'node:assert/strict';
import type { Client } from 'pg';
import { formatMessage } from '../../../src/analyzers/message';
import { analyzeFixture, type RuleFixture } from '../../rule-fixtures';
import { assertNoInvalidIndex, planOf, refreshStatistics, rowsOf } from './ask-database';
import { applyEdits, type Case, findFragments, judgedIndex, valuesFor } from './fix-in-document';
import { runUp } from './run-fix';

/** Same rows in the same order, by an index, and the rewritten document is no longer found fault with. */
export async function proveRewrite(client: Client, { fixture, finding, fix }: Case): Promise<void> {
  const { text, original, rewritten, values } = rewriteOf({ fixture, finding, fix });
  await runUp(client, fix);
  await assertNoInvalidIndex(client);
  await refreshStatistics(client, 'VACUUM (ANALYZE)');
  const expected = await rowsOf(client, original.text, fixture.values);
  const actual = await rowsOf(client, rewritten.text, values);
  assert.ok(expected.length > 0, 'the values find no row, so nothing is proven');
  // Where rows may tie the title says so; then only the order keys, which such a fixture selects first, are promised.
  const mayTie = /\bties?\b/.test(formatMessage(fix.title));
  const isSorted = /\bORDER\s+BY\b/i.test(original.text);
  const shown = (rows: readonly unknown[][]) => {
    if (mayTie) return rows.map(([key]) => key);
    return isSorted ? rows : rows.map((row) => JSON.stringify(row)).sort();
  };
  if (/\breverse order\b/.test(formatMessage(fix.title))) {
    assert.deepEqual([...actual].reverse(), expected, text);
    await assertSortsNothing(client, rewritten.text, values);
    return assertNothingFound(fixture, text);
  }
  assert.deepEqual(shown(actual), shown(expected), text);
  const plan = await planOf(client, rewritten.text, values);
  assert.deepEqual(
    plan.filter((node) => node['Node Type'] === 'Seq Scan'),
    [],
    text,
  );
  await assertNothingFound(fixture, text);
}

/** The tables of tests are so small that reading and sorting them may be cheaper: the question is whether an index gives the order. */
async function assertSortsNothing(client: Client, text: string, values: readonly unknown[]): Promise<void> {
  await client.query('BEGIN');
  await client.query('SET LOCAL enable_seqscan = off');
  await client.query('SET LOCAL enable_sort = off');
  const plan = await planOf(client, text, values);
  await client.query('ROLLBACK');
  assert.deepEqual(
    plan.filter((node) => /Sort|Seq Scan/.test(node['Node Type'])),
    [],
    text,
  );
}

/** The server refuses the statement as it is, so there are no rows to compare with. */
export async function proveRepair(client: Client, { fixture, finding, fix }: Case): Promise<void> {
  const { text, rewritten, values } = rewriteOf({ fixture, finding, fix });
  const rows = await rowsOf(client, rewritten.text, values);
  assert.ok(rows.length > 0, text);
  await assertNothingFound(fixture, text);
}

function rewriteOf({ fixture, finding, fix }: Case) {
  const fragments = findFragments(fixture, fixture.text);
  const position = judgedIndex(fragments, finding);
  const original = fragments[position];
  const text = applyEdits(fixture.text, fix.edits);
  const rewritten = findFragments(fixture, text)[position];
  assert.ok(original && rewritten, text);
  return {
    text,
    original,
    rewritten,
    values: fixture.valuesAfter ?? valuesFor(rewritten, text, original, fixture),
  };
}

async function assertNothingFound(fixture: RuleFixture, text: string): Promise<void> {
  const { findings } = await analyzeFixture(fixture, text);
  const ofRule = findings.filter(({ ruleId }) => ruleId === fixture.ruleId);
  assert.deepEqual(
    ofRule.map(({ message }) => formatMessage(message)),
    [],
  );
}
