import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, DatabaseError } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { DEFAULT_SETTINGS, readSchema, type Snapshot } from '../../../src/analyzers';
import { locateConditions } from '../../../src/analyzers/plans/locate-conditions';
import { parseJsonPlan } from '../../../src/analyzers/plans/parse-json-plan';
import type { Plan } from '../../../src/analyzers/plans/plan';
import { readFragments, readStatements } from '../../../src/analyzers/read-document';
import { findEmbeddedSql } from '../../../src/analyzers/sources/typescript';
import type { QueryStatement } from '../../../src/analyzers/sql/model';
import { isQuery } from '../../../src/analyzers/sql/statement-kind';
import { readRuleFixtures, readSchemaFixture } from '../../rule-fixtures';
import { libpgFeeder } from '../../unit/analyzers/feeders';
import { readScripts, runScripts, type Script, withClient } from '../run-scripts';

const SAMPLE = 'samples/event-store';

interface Query {
  readonly from: string;
  readonly statement: QueryStatement;
  /** Of the fragment, which the spans count in. */
  readonly text: string;
}

interface Outcome {
  readonly placed: number;
  readonly unplaced: readonly string[];
  readonly plans: number;
  readonly refused: number;
}

for (const alias of oldestAndNewestServer()) {
  describe(`Where conditions stand that the server has printed (${alias})`, function () {
    this.timeout(120_000);
    let server: EmbeddedPostgres;

    before(async () => {
      server = await startPostgres(alias);
    });

    after(() => server.stop());

    it('is found for the queries of the sample', async () => {
      const scripts = readScripts(join(SAMPLE, 'db/migrations'));
      const documents = ['src', 'queries'].flatMap((folder) =>
        readdirSync(join(SAMPLE, folder)).map((file) => join(SAMPLE, folder, file)),
      );
      const queries = await Promise.all(documents.map((file) => queriesOf(file, readFileSync(file, 'utf8'))));
      const outcome = await locateAll(server, 'sample', scripts, queries.flat());
      assert.ok(outcome.plans >= 40, JSON.stringify(outcome));
      checkShare(outcome, 0.98);
    });

    it('is found for the statements of the rules’ fixtures', async () => {
      const fixtures = readRuleFixtures().filter(({ schema }) => schema !== undefined);
      const schemas = [...new Set(fixtures.map(({ schema = '' }) => schema))];
      const outcomes: Outcome[] = [];
      for (const schema of schemas) {
        const { ddl } = readSchemaFixture(schema);
        const own = fixtures.filter((fixture) => fixture.schema === schema);
        const queries = await Promise.all(own.map(({ path, text }) => queriesOf(path, text)));
        const scripts = [{ file: `${schema}.sql`, text: ddl }];
        outcomes.push(await locateAll(server, `fixtures_${schema}`, scripts, queries.flat()));
      }
      const outcome = outcomes.reduce(add);
      assert.ok(outcome.plans >= 500, String(outcome.plans));
      checkShare(outcome, 0.95);
    });
  });
}

function add(one: Outcome, other: Outcome): Outcome {
  return {
    placed: one.placed + other.placed,
    unplaced: [...one.unplaced, ...other.unplaced],
    plans: one.plans + other.plans,
    refused: one.refused + other.refused,
  };
}

function checkShare({ placed, unplaced, plans, refused }: Outcome, least: number): void {
  const share = placed / (placed + unplaced.length);
  const facts = `${placed} of ${placed + unplaced.length} in ${plans} plans, ${refused} refused`;
  assert.ok(share >= least, `${facts}:\n${unplaced.join('\n')}`);
  assert.ok(refused <= 0.2 * (plans + refused), facts);
}

async function queriesOf(file: string, text: string): Promise<readonly Query[]> {
  const languageId = file.endsWith('.sql') ? 'sql' : 'typescript';
  const fed = readFragments({
    document: { file, languageId, text },
    snapshot: { ...(await snapshotOf([])) },
    settings: DEFAULT_SETTINGS,
    feeder: await libpgFeeder(),
    findEmbeddedSql,
  });
  return readStatements(fed).flatMap(({ fragment, statement }) =>
    isQuery(statement) && !fragment.approximate ? [{ from: file, statement, text: fragment.text }] : [],
  );
}

async function snapshotOf(scripts: readonly Script[]): Promise<Snapshot> {
  return readSchema(scripts, await libpgFeeder(), {
    kind: 'migrations',
    folders: [''],
    files: scripts.map(({ file }) => file),
  });
}

/** By the plan for any values, and by one that avoids to read whole tables. */
async function locateAll(
  server: EmbeddedPostgres,
  name: string,
  scripts: readonly Script[],
  queries: readonly Query[],
): Promise<Outcome> {
  const snapshot = await snapshotOf(scripts);
  const feeder = await libpgFeeder();
  const outcome = { placed: 0, unplaced: new Array<string>(), plans: 0, refused: 0 };
  await withClient(await runScripts(server, name, scripts), async (client) => {
    for (const { from, statement, text } of queries) {
      for (const settings of ['', 'SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off;']) {
        const plan = await genericPlan(
          client,
          text.slice(statement.span.start, statement.span.end),
          settings,
        );
        if (!plan) {
          outcome.refused++;
          continue;
        }
        outcome.plans++;
        const located = locateConditions(plan, { feeder, snapshot, query: { statement, text } });
        for (const { node, conditions } of located) {
          for (const { kind, spans, unplaced } of conditions) {
            outcome.placed += spans.length;
            const { conditions: printed = [], keys = [] } = plan.nodes[node] ?? {};
            const told = JSON.stringify([...printed, ...keys].filter((each) => each.kind === kind));
            for (let missed = 0; missed < unplaced; missed++) outcome.unplaced.push(`${from}: ${told}`);
          }
        }
      }
    }
  });
  return outcome;
}

/** `undefined`: the server refuses the statement, which some fixtures are about, or a parameter has no type. */
async function genericPlan(client: Client, sql: string, settings: string): Promise<Plan | undefined> {
  const numbers = [...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number));
  const values = Array.from({ length: Math.max(0, ...numbers) }, () => 'NULL').join(', ');
  try {
    await client.query(
      `BEGIN; ${settings} SET LOCAL plan_cache_mode = force_generic_plan; PREPARE asked AS ${sql}`,
    );
    const { rows } = await client.query<{ 'QUERY PLAN': unknown }>(
      `EXPLAIN (FORMAT JSON) EXECUTE asked${values === '' ? '' : `(${values})`}`,
    );
    const reading = parseJsonPlan(rows[0]?.['QUERY PLAN']);
    assert.equal(reading.kind, 'plan');
    return reading.plan;
  } catch (error) {
    if (error instanceof DatabaseError) return undefined;
    throw error;
  } finally {
    await client.query('ROLLBACK; DEALLOCATE ALL');
  }
}
