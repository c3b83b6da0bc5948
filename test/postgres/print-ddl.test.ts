import assert from 'node:assert/strict';
import { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../scripts/servers/postgres-binaries.mjs';
import { candidateIndex } from '../../src/analyzers/indexes/candidates';
import { columnKey, type IndexDefinition, type IndexKey } from '../../src/analyzers/indexes/index-definition';
import { printCreateIndex, printDropIndex } from '../../src/analyzers/indexes/print-ddl';
import { proposeCreateIndex } from '../../src/analyzers/indexes/propose-ddl';
import { splitStatements } from '../../src/analyzers/sql/split-statements';
import { readExpression } from '../unit/analyzers/read-statement';
import { schemaFrom, tableNamed } from '../unit/analyzers/schema-from';

const SCHEMA = `
  CREATE SCHEMA "Sales";
  CREATE TABLE "Sales"."Order" (
    id bigint NOT NULL,
    "user" text,
    "a b" integer,
    "quote""d" numeric(10, 2),
    straße varchar(20),
    flag boolean,
    data jsonb,
    created_at timestamptz,
    created_on date,
    tags text[],
    code char(4)
  );
  CREATE OPERATOR CLASS "Sales"."Own Ops" FOR TYPE integer USING btree AS
    OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
  CREATE COLLATION "Sales"."Own Order" (provider = icu, locale = 'de-u-kn');`;

interface Made {
  readonly keys: readonly (IndexKey | string)[];
  readonly properties?: Omit<Partial<IndexDefinition>, 'predicate'>;
  readonly predicate?: string;
  /** The major that knows the form first. */
  readonly since?: number;
}

const MADE: readonly Made[] = [
  { keys: [columnKey('user')] },
  { keys: [columnKey('a b'), columnKey('quote"d', { descending: true })] },
  { keys: [columnKey('straße', { descending: true, nullsFirst: false })] },
  { keys: [columnKey('user', { nullsFirst: true })], properties: { unique: true } },
  { keys: [columnKey('user')], properties: { unique: true, include: ['a b', 'id'] } },
  { keys: [columnKey('user')], properties: { unique: true, nullsNotDistinct: true }, since: 15 },
  { keys: [columnKey('user', { opclass: 'text_pattern_ops' })] },
  { keys: [columnKey('straße', { opclass: 'varchar_pattern_ops' })] },
  { keys: [columnKey('user', { collation: 'C' })] },
  { keys: [columnKey('user', { collation: 'Own Order', collationSchema: 'Sales' })] },
  { keys: [columnKey('a b', { opclass: 'Own Ops', opclassSchema: 'Sales' })] },
  { keys: [columnKey('id')], properties: { options: { fillfactor: '70' } } },
  { keys: [columnKey('user')], properties: { method: 'hash' } },
  {
    keys: [columnKey('created_at', { opclass: 'timestamptz_minmax_multi_ops' })],
    properties: { method: 'brin', options: { autosummarize: 'on', pages_per_range: '32' } },
  },
  { keys: [columnKey('data')], properties: { method: 'gin', options: { fastupdate: 'off' } } },
  { keys: [columnKey('data', { opclass: 'jsonb_path_ops' })], properties: { method: 'gin' } },
  { keys: [columnKey('tags')], properties: { method: 'gin' } },
  { keys: ['lower("user")'] },
  { keys: ["data ->> 'orderId'", columnKey('id')] },
  { keys: ["(data ->> 'n')::int"] },
  { keys: ["(data ->> 'n')::numeric(10, 2)"] },
  { keys: ['"a b" + id'] },
  { keys: ['- "a b"'] },
  { keys: ['split_part("user", \'-\', 1)'] },
  { keys: ["created_at AT TIME ZONE 'UTC'"] },
  { keys: ['extract(year FROM created_on)'] },
  { keys: ['coalesce("user", \'\')'] },
  { keys: ['nullif("a b", 0)', 'greatest("a b", 1)', 'least(id, 5)'] },
  { keys: ['left("user", 3)'] },
  { keys: ['("user" COLLATE "C") || \'x\''] },
  { keys: ['"a b" IS NULL'] },
  { keys: ['CASE WHEN flag THEN "a b" ELSE 0 END'] },
  { keys: ['straße::text'] },
  { keys: ['substring("user" FROM 2 FOR 3)'] },
  { keys: ["data #>> '{a,b}'"] },
  { keys: [columnKey('id')], predicate: "\"user\" = 'it''s'" },
  { keys: [columnKey('id')], predicate: "\"user\" IN ('a', E'b\\\\c')" },
  { keys: [columnKey('id')], predicate: '"user" IS NULL OR (flag AND NOT "a b" > 3)' },
  { keys: [columnKey('id')], predicate: '"a b" BETWEEN -5 AND 10' },
  { keys: [columnKey('id')], predicate: '"a b" NOT BETWEEN 1 AND 2 AND flag IS NOT TRUE' },
  { keys: [columnKey('id')], predicate: '"user" IS DISTINCT FROM \'x\' OR "a b" IS NOT DISTINCT FROM 5' },
  { keys: [columnKey('id')], predicate: "created_at >= '2024-01-01 00:00:00+00'" },
  { keys: [columnKey('id')], predicate: "data ->> 'kind' = 'gift' AND data @> '{\"a\": 1}'" },
  { keys: [columnKey('id')], predicate: "tags && ARRAY['a', 'b'] AND 'c' = ANY (tags)" },
  { keys: [columnKey('id')], predicate: '"user" LIKE \'x%\' AND "user" NOT ILIKE \'%y\'' },
  { keys: [columnKey('id')], predicate: '(id, "a b") > (1, 2) AND code = \'ab\'' },
  { keys: [columnKey('id')], predicate: 'flag' },
  { keys: [columnKey('id')], predicate: 'NOT flag' },
];

const PARTITIONED = `
  CREATE TABLE log (id bigint NOT NULL, stream_id text NOT NULL, at timestamptz NOT NULL) PARTITION BY RANGE (at);
  CREATE TABLE log_with_a_name_that_is_long_enough_to_be_cut_2024_01 PARTITION OF log FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
  CREATE TABLE log_with_a_name_that_is_long_enough_to_be_cut_2024_02 PARTITION OF log FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');
  CREATE TABLE log_rest PARTITION OF log DEFAULT PARTITION BY LIST (stream_id);
  CREATE TABLE log_rest_a PARTITION OF log_rest FOR VALUES IN ('a');
  CREATE TABLE log_rest_b PARTITION OF log_rest DEFAULT;`;

for (const alias of oldestAndNewestServer()) {
  describe(`DDL that we print, on a real server (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let client: Client;

    before(async () => {
      server = await startPostgres(alias);
      client = new Client({ connectionString: await server.createDatabase('printed') });
      await client.connect();
      await client.query(SCHEMA);
      await client.query(PARTITIONED);
    });

    after(async () => {
      await client.end();
      await server.stop();
    });

    const isValid = async (name: string): Promise<unknown> => {
      const { rows } = await client.query<{ valid: boolean }>(
        'SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = $1::regclass',
        [name],
      );
      return rows[0]?.valid;
    };

    for (const made of MADE.filter(({ since = 0 }) => since <= Number(alias.slice(2)))) {
      const what = made.keys.map((key) => (typeof key === 'string' ? key : columnOf(key))).join(', ');
      const where = made.predicate === undefined ? '' : ` WHERE ${made.predicate}`;
      it(`is taken for ${made.properties?.method ?? 'btree'} (${what})${where}`, async () => {
        const keys = await Promise.all(made.keys.map(toKey));
        const index: IndexDefinition = {
          ...PLAIN,
          ...made.properties,
          keys,
          ...(made.predicate !== undefined && { predicate: await readExpression(made.predicate) }),
        };
        const create = printCreateIndex(index, { concurrently: true });
        assert.ok(create !== undefined);
        await client.query(create);
        assert.equal(await isValid('"Sales"."Made Index"'), true);
        await client.query(printDropIndex(index.schema, index.name, { concurrently: true }));
      });
    }

    it('builds an index on each part of a partitioned table, which makes that of the whole valid', async () => {
      const snapshot = await schemaFrom(PARTITIONED);
      const table = tableNamed(snapshot, 'log');
      const index = candidateIndex(table, [columnKey('stream_id'), columnKey('at')], snapshot);
      const proposal = proposeCreateIndex(index, table, { snapshot, createdHere: false, reason: 'Why.' });
      assert.ok(proposal?.outsideTransaction);
      for (const { text } of splitStatements(proposal.up)) await client.query(text);
      assert.equal(await isValid(index.name), true);
      const { rows } = await client.query<{ parts: number; valid: boolean }>(
        `SELECT count(*)::int AS parts, bool_and(indisvalid) AS valid FROM pg_partition_tree($1::regclass) JOIN pg_index ON indexrelid = relid`,
        [index.name],
      );
      assert.deepEqual(rows[0], { parts: 6, valid: true });
      for (const { text } of splitStatements(proposal.down)) await client.query(text);
      const { rows: left } = await client.query<{ count: number }>(
        `SELECT count(*)::int FROM pg_index WHERE indrelid::regclass::text LIKE 'log%'`,
      );
      assert.deepEqual(left[0], { count: 0 });
    });

    it('builds an index on a new partitioned table in one step', async () => {
      const snapshot = await schemaFrom(PARTITIONED);
      const table = tableNamed(snapshot, 'log');
      const index = candidateIndex(table, [columnKey('at')], snapshot);
      const proposal = proposeCreateIndex(index, table, { snapshot, createdHere: true, reason: 'Why.' });
      assert.ok(proposal && !proposal.outsideTransaction);
      await client.query('BEGIN');
      for (const { text } of splitStatements(proposal.up)) await client.query(text);
      assert.equal(await isValid(index.name), true);
      for (const { text } of splitStatements(proposal.down)) await client.query(text);
      await client.query('COMMIT');
    });
  });
}

const PLAIN: IndexDefinition = {
  schema: 'Sales',
  table: 'Order',
  name: 'Made Index',
  method: 'btree',
  unique: false,
  nullsNotDistinct: false,
  keys: [],
  include: [],
  options: {},
  valid: true,
};

function columnOf(key: IndexKey): string {
  return key.kind === 'column' ? key.column : '';
}

async function toKey(key: IndexKey | string): Promise<IndexKey> {
  if (typeof key !== 'string') return key;
  return { kind: 'expression', expression: await readExpression(key), descending: false, nullsFirst: false };
}
