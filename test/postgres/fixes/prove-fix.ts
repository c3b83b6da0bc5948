import assert from 'node:assert/strict';
import type { Client } from 'pg';
import type { Fix } from '../../../src/analyzers/finding';
import { formatMessage } from '../../../src/analyzers/message';
import type { Fragment } from '../../../src/analyzers/sources/fragment';
import type { RuleFixture } from '../../rule-fixtures';
import {
  assertNoInvalidIndex,
  assertPlannerAsBefore,
  indexesUsed,
  indexNames,
  refreshStatistics,
} from './ask-database';
import { applyEdits, type Case, findFragments, judgedIndex } from './fix-in-document';
import { proveRepair, proveRewrite } from './prove-rewrite';
import { runDocument, runDown, runUp, runUpAndDown } from './run-fix';

/** Runs what the fix writes, and asserts what it promises. */
export async function proveFix(client: Client, proof: Case): Promise<void> {
  switch (proof.fix.kind) {
    case 'create-index':
      return proveIndex(client, proof);
    case 'rewrite':
      return proof.finding.severity === 'error' ? proveRepair(client, proof) : proveRewrite(client, proof);
    case 'edit-ddl':
      if (proof.fix.ddl) return proveDdl(client, proof);
      await runDocument(client, applyEdits(proof.fixture.text, proof.fix.edits));
      await assertPlannerAsBefore(client);
      return assertNoInvalidIndex(client);
    case 'drop-index':
      await runDocument(client, proof.fixture.text);
      return runUpAndDown(client, proof.fix);
  }
}

/** The name that the program puts in. */
function withTable(text: string, { ddl }: Fix): string {
  return text.replace(/__hole_\d+__/, ddl?.index?.table ?? '');
}

/** A change that is run, not written into the document: accepted behind it, harmless, and taken back by its reverse. */
async function proveDdl(client: Client, { fixture, fix }: Case): Promise<void> {
  await runDocument(client, fixture.text);
  const before = await indexNames(client);
  await runUp(client, fix);
  await assertNoInvalidIndex(client);
  await runDown(client, fix);
  assert.deepEqual(await indexNames(client), before);
}

/** Accepted, valid, used by the very statement, and taken back by its reverse. */
async function proveIndex(client: Client, { fixture, finding, fix }: Case): Promise<void> {
  const fragments = findFragments(fixture, fixture.text);
  const judged = fragments[judgedIndex(fragments, finding)];
  assert.ok(judged);
  if (finding.ruleId === 'fragile-brin-index') return proveDdl(client, { fixture, finding, fix });
  if (finding.ruleId === 'unindexed-foreign-key')
    return proveForeignKeyIndex(client, { fixture, finding, fix });
  for (const other of fragments) if (other !== judged) await client.query(other.text);
  if (finding.ruleId === 'missing-version-constraint') return proveUnique(client, fix, judged, fixture);
  const before = await indexNames(client);
  await runUp(client, fix);
  await assertNoInvalidIndex(client);
  await refreshStatistics(client, 'ANALYZE');
  const added = (await indexNames(client)).filter((name) => !before.includes(name));
  const used = await indexesUsed(client, withTable(judged.text, fix), fixture.values);
  assert.ok(
    used.some((name) => added.includes(name)),
    `${formatMessage(fix.title)}: made ${added.join(', ')}, used ${used.join(', ')}`,
  );
  await runDown(client, fix);
  assert.deepEqual(await indexNames(client), before);
  await proveInTransaction(client, fix);
}

/** What tools get that run everything in a transaction: accepted there, passed over the second time, and taken back. */
async function proveInTransaction(client: Client, { ddl }: Fix): Promise<void> {
  if (!ddl?.inTransaction) return;
  const before = await indexNames(client);
  const { up, down } = ddl.inTransaction;
  for (const script of [up, up]) await client.query(`BEGIN;\n${script}COMMIT;`);
  assert.notDeepEqual(await indexNames(client), before);
  await client.query(`BEGIN;\n${down}COMMIT;`);
  assert.deepEqual(await indexNames(client), before);
}

/** What deletes of the referenced rows ask is no statement that EXPLAIN shows, so the scans of the index are counted. */
async function proveForeignKeyIndex(client: Client, { fixture, fix }: Case): Promise<void> {
  await runDocument(client, fixture.text);
  const before = await indexNames(client);
  await runUp(client, fix);
  await assertNoInvalidIndex(client);
  const added = (await indexNames(client)).filter((name) => !before.includes(name));
  const { rows } = await client.query<{ oid: number; referenced: string }>(
    `SELECT indexrelid AS oid, confrelid::regclass::text AS referenced
     FROM pg_index JOIN pg_constraint ON conrelid = indrelid AND contype = 'f' AND conkey[1] = indkey[0]
     WHERE indexrelid = $1::regclass`,
    added,
  );
  const [index] = rows;
  assert.ok(index);
  await client.query('BEGIN');
  await client.query('SET LOCAL enable_seqscan = off');
  await client.query(`DELETE FROM ${index.referenced}`);
  const scans = await client.query<{ count: string }>('SELECT pg_stat_get_xact_numscans($1) AS count', [
    index.oid,
  ]);
  await client.query('ROLLBACK');
  assert.ok(Number(scans.rows[0]?.count) > 0, `${formatMessage(fix.title)}: not used`);
  await runDown(client, fix);
  assert.deepEqual(await indexNames(client), before);
}

/** An index that no statement searches: it refuses what was accepted before. */
async function proveUnique(
  client: Client,
  fix: Fix,
  { text }: Fragment,
  { values }: RuleFixture,
): Promise<void> {
  const append = () => client.query(text, [...values]);
  await client.query('BEGIN');
  await append();
  await append();
  await client.query('ROLLBACK');
  await runUp(client, fix);
  await assertNoInvalidIndex(client);
  await append();
  await assert.rejects(append, { code: '23505' });
  await runDown(client, fix);
  await append();
}
