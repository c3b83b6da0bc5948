import assert from 'node:assert/strict';
import { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../scripts/servers/postgres-binaries.mjs';
import type { DocumentEdit, Finding, Fix } from '../../src/analyzers/finding';
import { formatMessage } from '../../src/analyzers/message';
import { recognizeTool } from '../../src/analyzers/schema/migrations/recognize-tool';
import { migrationRun } from '../../src/analyzers/schema/migrations/transaction';
import { DEFAULT_SETTINGS } from '../../src/analyzers/settings';
import type { Fragment } from '../../src/analyzers/sources/fragment';
import { findSqlFragments } from '../../src/analyzers/sources/sql-document';
import { findEmbeddedSql } from '../../src/analyzers/sources/typescript';
import { splitStatements } from '../../src/analyzers/sql/split-statements';
import { type PlanNode, planNodes } from '../../src/postgres/explain';
import { analyzeFixture, readRuleFixtures, readSchemaFixture, type RuleFixture } from '../rule-fixtures';

/** A fixture that names no schema and makes no table speaks of these. */
const DEFAULT_SCHEMA = 'bare';
const SCHEMAS = [
  'bare',
  'guide',
  'versioned',
  'queues',
  'partitioned',
  'shop',
  'paged',
  'members',
  'log',
  'tagged',
  'inboxes',
  'functions',
];

interface Case {
  readonly fixture: RuleFixture;
  readonly finding: Finding;
  readonly fix: Fix;
}

for (const alias of oldestAndNewestServer()) {
  describe(`Every fix of every fixture, on a real server (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let databases = 0;
    // From 15 on a copy is written to the log block by block unless the files are asked for (measured: seconds against tenths of one).
    const strategy = alias === 'pg14' ? '' : 'STRATEGY FILE_COPY';

    before(async () => {
      server = await startPostgres(alias);
      for (const schema of SCHEMAS) {
        const { ddl, rows } = readSchemaFixture(schema);
        await server.createDatabase(schema);
        await withClient(server.connectionStringFor(schema), async (client) => {
          for (const { text } of splitStatements(ddl + rows)) await client.query(text);
          await client.query('VACUUM (ANALYZE)');
        });
      }
    });

    after(() => server.stop());

    /** A database of its own, with the tables and rows of the fixture's schema. */
    async function inDatabase(fixture: RuleFixture, use: (client: Client) => Promise<void>): Promise<void> {
      const template =
        fixture.schema ?? (/CREATE (?:TEMP )?TABLE/.test(fixture.text) ? 'template1' : DEFAULT_SCHEMA);
      databases += 1;
      const name = `case_${databases}`;
      await withClient(server.connectionString, async (admin) => {
        await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} ${strategy}`);
        await withClient(server.connectionStringFor(name), use);
        await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      });
    }

    for (const fixture of readRuleFixtures().filter(({ expected }) => expected === 'finding')) {
      it(fixture.path, async () => {
        const { findings } = await analyzeFixture(fixture);
        const finding = findings.find(({ ruleId }) => ruleId === fixture.ruleId);
        assert.ok(finding);
        if (finding.severity === 'error') {
          await inDatabase(fixture, (client) => assert.rejects(runDocument(client, fixture.text)));
        }
        for (const fix of finding.fixes) {
          await inDatabase(fixture, (client) => prove(client, { fixture, finding, fix }));
        }
      });
    }
  });
}

async function withClient(connectionString: string, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}

async function prove(client: Client, proof: Case): Promise<void> {
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
  await client.query('ANALYZE');
  const added = (await indexNames(client)).filter((name) => !before.includes(name));
  const used = await indexesUsed(client, judged.text, fixture.values);
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

/** Same rows in the same order, by an index, and the rewritten document is no longer found fault with. */
async function proveRewrite(client: Client, { fixture, finding, fix }: Case): Promise<void> {
  const { text, original, rewritten, values } = rewriteOf({ fixture, finding, fix });
  await runUp(client, fix);
  await assertNoInvalidIndex(client);
  await client.query('VACUUM (ANALYZE)');
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
async function proveRepair(client: Client, { fixture, finding, fix }: Case): Promise<void> {
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

function findFragments({ languageId }: RuleFixture, text: string): readonly Fragment[] {
  const document = { languageId, text };
  return languageId === 'sql'
    ? findSqlFragments(document)
    : findEmbeddedSql(document, DEFAULT_SETTINGS.embeddedSql);
}

function judgedIndex(fragments: readonly Fragment[], { span }: Finding): number {
  return fragments.findIndex(({ documentSpan: { start, end } }) => start <= span.start && span.end <= end);
}

/** A substitution that a rewrite repeats is a parameter more, with the same value. */
function valuesFor(
  rewritten: Fragment,
  text: string,
  original: Fragment,
  fixture: RuleFixture,
): readonly unknown[] {
  if (original.placeholders !== 'substitution') return fixture.values;
  const bySource = new Map(
    original.holes.map(({ number, documentSpan: { start, end } }) => [
      fixture.text.slice(start, end),
      fixture.values[number - 1],
    ]),
  );
  return rewritten.holes.map(({ documentSpan: { start, end } }) => bySource.get(text.slice(start, end)));
}

function applyEdits(text: string, edits: readonly DocumentEdit[]): string {
  return [...edits]
    .reverse()
    .reduce(
      (result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.end),
      text,
    );
}

/** One statement at a time, as CONCURRENTLY needs it; a TypeScript document is run for its SQL. */
/** As whoever it is written for runs it: a migration as its tool does, its down part not at all. */
async function runDocument(client: Client, text: string): Promise<void> {
  const isScript = /^(?:import|export|const|\/\/)/.test(text);
  const fragments = isScript
    ? findEmbeddedSql({ languageId: 'typescript', text }, DEFAULT_SETTINGS.embeddedSql)
    : findSqlFragments({ languageId: 'sql', text });
  const statements = fragments.filter(({ isDown }) => isDown !== true);
  assert.ok(statements.length > 0 || /^\s*(?:--[^\n]*\s*)*$/.test(text), text);
  const tool = isScript ? undefined : recognizeTool('x.sql', text);
  const run = tool && migrationRun({ tool }, text, 'up');
  if (run?.kind === 'alone') {
    await client.query(statements.map((statement) => statement.text).join(';\n'));
    return;
  }
  if (run?.kind === 'wrapped') await client.query('BEGIN');
  for (const statement of statements) await client.query(statement.text);
  if (run?.kind === 'wrapped') await client.query('COMMIT');
}

async function runUp(client: Client, { ddl }: Fix): Promise<void> {
  for (const { text } of splitStatements(ddl?.up ?? '')) await client.query(text);
}

async function runDown(client: Client, { ddl }: Fix): Promise<void> {
  for (const { text } of splitStatements(ddl?.down ?? '')) await client.query(text);
}

async function runUpAndDown(client: Client, fix: Fix): Promise<void> {
  const before = await indexNames(client);
  await runUp(client, fix);
  assert.equal((await indexNames(client)).length, before.length - 1);
  await runDown(client, fix);
  assert.deepEqual(await indexNames(client), before);
}

async function indexNames(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT indexname AS name FROM pg_indexes WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1",
  );
  return rows.map(({ name }) => name);
}

async function assertNoInvalidIndex(client: Client): Promise<void> {
  const { rows } = await client.query(
    'SELECT indexrelid::regclass FROM pg_index WHERE NOT (indisvalid AND indisready)',
  );
  assert.deepEqual(rows, []);
}

/** No script that we write takes a plan from the queries that share its connection. */
async function assertPlannerAsBefore(client: Client): Promise<void> {
  const { rows } = await client.query(
    "SELECT name FROM pg_settings WHERE name LIKE 'enable%' AND setting <> reset_val",
  );
  assert.deepEqual(rows, []);
}

async function rowsOf(client: Client, text: string, values: readonly unknown[]): Promise<unknown[][]> {
  const { rows } = await client.query<unknown[]>({ text, values: [...values], rowMode: 'array' });
  return rows;
}

async function planOf(
  client: Client,
  text: string,
  values: readonly unknown[],
): Promise<readonly PlanNode[]> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `EXPLAIN (FORMAT JSON) ${text}`,
    [...values],
  );
  const plan = rows[0]?.['QUERY PLAN'][0].Plan;
  assert.ok(plan);
  return planNodes(plan);
}

async function indexesUsed(
  client: Client,
  text: string,
  values: readonly unknown[],
): Promise<readonly string[]> {
  await client.query('BEGIN');
  try {
    // The tables of tests are small: the question is whether the index can serve, not whether it pays here.
    await client.query('SET LOCAL enable_seqscan = off');
    const nodes = await planOf(client, text, values);
    return nodes.flatMap((node) => node['Index Name'] ?? []);
  } finally {
    await client.query('ROLLBACK');
  }
}
