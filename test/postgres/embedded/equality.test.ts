import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { everyServer } from '../../../scripts/servers/postgres-binaries.mjs';
import type { IndexDefinition } from '../../../src/analyzers/indexes/index-definition';
import { indexKeyFromDefinition } from '../../../src/analyzers/indexes/index-from-statement';
import type { QueryText } from '../../../src/analyzers/query/explainable-query';
import { readExplainableText } from '../../../src/analyzers/query/read-explainable-text';
import { schemaStatements } from '../../../src/analyzers/schema/schema-statements';
import type { SqlFeeder } from '../../../src/analyzers/sql/feeder';
import { splitStatements } from '../../../src/analyzers/sql/split-statements';
import type { StatisticsFile } from '../../../src/analyzers/statistics-file/statistics-file';
import { EmbeddedPlanner } from '../../../src/postgres/embedded/embedded-planner';
import { DEFAULT_ASSUMED } from '../../../src/postgres/embedded/protocol';
import type { PlannerQuestion } from '../../../src/postgres/planner';
import { ServerConnection } from '../../../src/postgres/reading/server-connection';
import { exportStatistics } from '../../../src/postgres/statistics-export/export-statistics';
import { buildPrograms } from '../../built-programs';
import { libpgFeeder } from '../../unit/analyzers/feeders';
import { readWith } from '../../unit/analyzers/read-statement';
import { openClient } from '../reading/open-client';
import { withClient } from '../run-scripts';
import { type EqualityQuery, GROUPS } from './equality-cases';
import {
  EVENT_ROWS,
  LOG_ROWS,
  LOG_SCHEMA,
  PEOPLE_ROWS,
  PEOPLE_SCHEMA,
  SHOP_ROWS,
  SHOP_SCHEMA,
} from './equality-schemas';
import { type PlanShape, planShape } from './plan-shapes';

const MIGRATIONS = join(__dirname, '../../../samples/event-store/db/migrations');

/** Of the plans, and of the costs within 5 %. */
const LEAST_EQUAL = 0.98;
const LEAST_CLOSE = 0.95;
const CLOSE = 1.05;

const SCHEMA = [
  ...readdirSync(MIGRATIONS)
    .sort()
    .map((file) => ({ file, text: readFileSync(join(MIGRATIONS, file), 'utf8') })),
  { file: 'shop.sql', text: SHOP_SCHEMA },
  { file: 'log.sql', text: LOG_SCHEMA },
  { file: 'people.sql', text: PEOPLE_SCHEMA },
];

/** The plan for values, and the one for every value, by a real server and by the embedded planner. */
interface Compared {
  readonly label: string;
  readonly real: PlanShape;
  readonly embedded: PlanShape;
}

for (const alias of everyServer()) {
  describe(`The embedded planner beside a real server (${alias})`, function () {
    this.timeout(240_000);
    let server: EmbeddedPostgres;
    let database: string;
    let feeder: SqlFeeder;
    const cacheFolder = join(tmpdir(), 'indexwright-planner-test');
    const real = new Map<string, PlanShape>();

    before(async () => {
      feeder = await libpgFeeder();
      server = await startPostgres(alias);
      database = await server.createDatabase('equal');
      await withClient(database, async (client) => {
        for (const { text } of [...SCHEMA, ...ROWS]) {
          for (const statement of splitStatements(text)) await client.query(statement.text);
        }
        await client.query('VACUUM (ANALYZE)');
        await client.query('SET max_parallel_workers_per_gather = 0; SET jit = off');
        await eachCase(async ({ label, query, indexes }) => {
          if (indexes) for (const ddl of indexes) await client.query(ddl);
          real.set(`${label} generic`, await realPlan(client, query, 'force_generic_plan'));
          real.set(`${label} custom`, await realPlan(client, query, 'force_custom_plan'));
        }, dropIndexes(client));
      });
    });

    after(() => server.stop());

    const statistics = async (valuesOf: readonly string[]): Promise<StatisticsFile> => {
      const connection = new ServerConnection(openClient({ connectionString: database }));
      try {
        return (await exportStatistics(connection, { readAt: new Date(), valuesOf })).file;
      } finally {
        await connection.dispose();
      }
    };
    const allColumns = async (): Promise<readonly string[]> =>
      (await statistics([])).tables.flatMap(({ schema, name, columns }) =>
        columns.map((column) => `${schema}.${name}.${column.name}`),
      );
    const compare = async (file: StatisticsFile, kinds: readonly ('generic' | 'custom')[]) => {
      const planner = new EmbeddedPlanner({
        programFile: buildPrograms().planner,
        cacheFolder,
        world: { statements: schemaStatements(SCHEMA), statistics: file, assumed: DEFAULT_ASSUMED },
        timeoutMs: 60_000,
      });
      try {
        const { skipped } = await planner.facts();
        assert.deepEqual(skipped, []);
        const compared: Compared[] = [];
        await eachCase(async ({ label, query, set }) => {
          for (const kind of kinds) {
            const { document } = await planner.plan(questionOf(query, set, kind, feeder));
            const known = real.get(`${label} ${kind}`);
            assert.ok(known);
            compared.push({ label: `${label} ${kind}`, real: known, embedded: planShape(document) });
          }
        });
        return compared;
      } finally {
        await planner.dispose();
      }
    };

    it('plans as it does, with values and for every value', async () => {
      judge(await compare(await statistics(await allColumns()), ['generic', 'custom']), LEAST_CLOSE);
    });

    it('plans for every value as it does, by statistics without values', async () => {
      judge(await compare(await statistics([]), ['generic']), 0);
    });
  });
}

const ROWS = [EVENT_ROWS, SHOP_ROWS, LOG_ROWS, PEOPLE_ROWS].map((text) => ({ text }));

interface Case {
  readonly label: string;
  readonly query: EqualityQuery;
  readonly set: readonly string[];
  /** Of the first query of a set: what must be made before. */
  readonly indexes: readonly string[] | undefined;
}

async function eachCase(
  visit: (each: Case) => Promise<void>,
  leave: (set: readonly string[]) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  for (const { name, indexSets, queries } of GROUPS) {
    for (const [number, set] of indexSets.entries()) {
      for (const [i, query] of queries.entries()) {
        const label = `${name} set ${number} query ${i}`;
        await visit({ label, query, set, indexes: i === 0 ? set : undefined });
      }
      await leave(set);
    }
  }
}

function dropIndexes(client: Client): (set: readonly string[]) => Promise<void> {
  return async (set) => {
    for (const ddl of set) {
      const [, name, schema] = /INDEX (\w+) ON (?:(\w+)\.)?/.exec(ddl) ?? [];
      await client.query(`DROP INDEX ${schema ?? 'public'}.${name}`);
    }
  };
}

async function realPlan(client: Client, { sql, values }: EqualityQuery, mode: string): Promise<PlanShape> {
  await client.query(`SET plan_cache_mode = ${mode}; PREPARE asked AS ${sql}`);
  const list = values.map((value) => (value === null ? 'NULL' : client.escapeLiteral(value))).join(', ');
  const { rows } = await client.query<{ 'QUERY PLAN': unknown }>(
    `EXPLAIN (FORMAT JSON) EXECUTE asked${list === '' ? '' : `(${list})`}`,
  );
  await client.query('DEALLOCATE asked');
  return planShape(rows[0]?.['QUERY PLAN']);
}

function questionOf(
  { sql, values }: EqualityQuery,
  set: readonly string[],
  kind: 'generic' | 'custom',
  feeder: SqlFeeder,
): PlannerQuestion {
  return {
    query: queryText(sql, feeder),
    values: kind === 'generic' ? 'generic' : values,
    added: set.map((ddl) => indexOf(ddl, feeder)),
  };
}

function queryText(sql: string, feeder: SqlFeeder): QueryText {
  const read = readExplainableText(sql, feeder);
  assert.ok(read.kind === 'query');
  return read.text;
}

function indexOf(ddl: string, feeder: SqlFeeder): IndexDefinition {
  const statement = readWith(feeder, ddl);
  assert.ok(statement.kind === 'create-index');
  const { table, name = '', method, unique, nullsNotDistinct, keys, include, where, options } = statement;
  return {
    schema: table.schema ?? 'public',
    table: table.name,
    ...{ name, method, unique, nullsNotDistinct, include, options, valid: true },
    keys: keys.map(indexKeyFromDefinition),
    ...(where && { predicate: where }),
  };
}

/** The misses stand in the message: what is not equal is known, one by one. */
function judge(compared: readonly Compared[], leastClose: number): void {
  assert.ok(compared.length >= 100, `only ${compared.length} pairs`);
  const other = compared.filter(({ real, embedded }) => real.shape !== embedded.shape);
  const far = compared.filter(({ real, embedded }) => {
    const ratio = embedded.cost / real.cost;
    return ratio > CLOSE || ratio < 1 / CLOSE;
  });
  const told = [...new Set([...other, ...far])].map(
    ({ label, real, embedded }) =>
      `${label}: ${(embedded.cost / real.cost).toFixed(3)}\n  real     ${real.cost} ${real.shape}\n  embedded ${embedded.cost} ${embedded.shape}`,
  );
  const text = [
    `${compared.length} pairs, ${other.length} other plans, ${far.length} costs not within 5 %`,
    ...told,
  ].join('\n');
  if (process.env['SHOW_MISSES']) console.log(text);
  assert.ok(other.length <= compared.length * (1 - LEAST_EQUAL), text);
  assert.ok(far.length <= compared.length * (1 - leastClose), text);
}
