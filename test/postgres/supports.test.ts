import assert from 'node:assert/strict';
import { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../scripts/servers/postgres-binaries.mjs';
import type { IndexDefinition } from '../../src/analyzers/indexes/index-definition';
import { type Support, supports } from '../../src/analyzers/indexes/supports';
import type { AccessPath } from '../../src/analyzers/query/access-path';
import { readAccessPaths } from '../../src/analyzers/query/read-access-paths';
import { columnsIn } from '../../src/analyzers/query/walk-expression';
import { readSchema } from '../../src/analyzers/schema/from-ddl';
import type { SqlFeeder } from '../../src/analyzers/sql/feeder';
import { isQuery } from '../../src/analyzers/sql/statement-kind';
import { libpgFeeder } from '../unit/analyzers/feeders';
import { readWith } from '../unit/analyzers/read-statement';
import { askServer, type ServerVerdict } from './ask-server';
import { CASES, type IndexCase, ROWS, TABLE } from './support-cases';

for (const alias of oldestAndNewestServer()) {
  const major = Number(alias.slice(2));
  describe(`What an index can do, as the server and we see it (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let client: Client;
    let feeder: SqlFeeder;

    before(async () => {
      feeder = await libpgFeeder();
      server = await startPostgres(alias);
      await createDatabase(server, 'supports', major);
      client = new Client({ connectionString: server.connectionStringFor('supports') });
      await client.connect();
      await client.query('CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gin');
      await client.query(TABLE + ROWS);
      await client.query('VACUUM (ANALYZE)');
    });

    after(async () => {
      await client.end();
      await server.stop();
    });

    for (const { index, queries } of CASES) {
      it(`is the same for ${index} and ${String(queries.length)} queries`, async () => {
        const ddl = `CREATE INDEX candidate ON events ${index}`;
        await client.query('BEGIN');
        try {
          await client.query(ddl);
          for (const query of queries.map(toQuery)) {
            const verdict = await askServer(client, query.sql, feeder);
            const { path, support } = ourVerdict(ddl, query.sql, major, feeder);
            const { promised, missed } = compare(path, support, verdict);
            assert.deepEqual(promised, [], `We promise for ${query.sql} what the server does not do.`);
            const isListed = query.majors?.includes(major < 18 ? 14 : 18) === true;
            assert.equal(missed.length > 0, isListed, `${query.sql}: ${missed.join(', ') || 'no silence'}`);
          }
        } finally {
          await client.query('ROLLBACK');
        }
      });
    }
    it('skips over a first key of few values from 18 on', async () => {
      const found = await measure('(flag, event_id)', 'SELECT * FROM events WHERE event_id = 25000');
      if (major >= 18) assert.ok(found.searches > 1 && found.blocks < 50, JSON.stringify(found));
      else assert.ok(found.blocks >= 50, JSON.stringify(found));
    });

    it('proves the predicate of a partial index by a value that is planned with, not by a parameter', async () => {
      const ddl = "(event_id) WHERE status = 'pending'";
      const sql = 'SELECT * FROM events WHERE status = $1';
      const used = async (mode: string): Promise<boolean> => {
        await client.query(`BEGIN; CREATE INDEX candidate ON events ${ddl}; SET LOCAL enable_seqscan = off`);
        await client.query(`SET LOCAL plan_cache_mode = ${mode}; PREPARE by_status AS ${sql}`);
        const { rows } = await client.query("EXPLAIN EXECUTE by_status('pending')");
        await client.query('DEALLOCATE by_status; ROLLBACK');
        return JSON.stringify(rows).includes('candidate');
      };
      assert.equal(await used('force_custom_plan'), true);
      assert.equal(await used('force_generic_plan'), false);
    });

    /** Blocks read by the index scan, and how often it started (told by 18). */
    async function measure(index: string, sql: string): Promise<{ searches: number; blocks: number }> {
      await client.query(
        `BEGIN; CREATE INDEX candidate ON events ${index}; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off`,
      );
      const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ Plan: Record<string, unknown> }] }>(
        `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`,
      );
      await client.query('ROLLBACK');
      const plan = rows[0]?.['QUERY PLAN'][0].Plan ?? {};
      assert.equal(plan['Index Name'], 'candidate');
      const blocks = Number(plan['Shared Hit Blocks']) + Number(plan['Shared Read Blocks']);
      return { searches: Number(plan['Index Searches'] ?? 1), blocks };
    }
  });
}

/** Its collation is not "C", as in most databases: no default index serves LIKE. Before 15 a database cannot have one of ICU's. */
async function createDatabase(server: EmbeddedPostgres, name: string, major: number): Promise<void> {
  const locale =
    major < 15 ? "LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'" : "LOCALE_PROVIDER icu ICU_LOCALE 'en'";
  const admin = new Client({ connectionString: server.connectionString });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' ${locale}`);
  await admin.end();
}

/** `majors`: on which we are known to say less than the server can do. */
function toQuery(query: IndexCase['queries'][number]): { sql: string; majors?: readonly number[] } {
  const text = typeof query === 'string' ? query : query.query;
  const sql = /^(?:SELECT|WITH|UPDATE|DELETE)\b/.test(text) ? text : `SELECT * FROM events ${text}`;
  return typeof query === 'string' ? { sql } : { sql, majors: query.majors ?? [14, 18] };
}

function ourVerdict(
  ddl: string,
  sql: string,
  major: number,
  feeder: SqlFeeder,
): { readonly path: AccessPath; readonly support: Support } {
  const snapshot = readSchema([{ file: 'schema.sql', text: `${TABLE}${ddl};` }], feeder, { kind: 'none' });
  assert.deepEqual(snapshot.problems, []);
  const statement = readWith(feeder, sql);
  assert.ok(isQuery(statement));
  const path = readAccessPaths(statement, snapshot, false).find(({ table }) => table?.name === 'events');
  const index = path?.table?.indexes[0];
  assert.ok(path && index);
  return { path, support: supports(index, path, major) };
}

/** `promised`: what we say and the server does not do. `missed`: what the server does and we do not say. */
function compare(
  path: AccessPath,
  support: Support,
  server: ServerVerdict,
): { readonly promised: readonly string[]; readonly missed: readonly string[] } {
  const promised: string[] = [];
  const missed: string[] = [];
  const note = (what: string, ours: boolean, theirs: boolean): void => {
    if (ours && !theirs) promised.push(what);
    if (theirs && !ours) missed.push(what);
  };
  const { index } = support;
  const isFound = support.usable && support.bounding.length > 0;
  if (support.usable && support.skips !== undefined)
    note(
      'skips',
      boundColumns(support, index).every((column) => server.conditions.has(column)),
      true,
    );
  else
    note(
      'finds',
      isFound,
      leadingColumns(index).some((column) => server.conditions.has(column)),
    );
  if (isFound) {
    const columns = boundColumns(support, index);
    note(
      'finds by each',
      true,
      columns.every((column) => server.conditions.has(column)),
    );
  }
  if (index.predicate) note('holds', support.usable, server.uses);
  if (path.order.length > 0) {
    const order = support.usable ? support.order.kind : 'none';
    const isOrdered = (kind: string): boolean => kind === 'full' || kind === 'prefix';
    // A partial index that holds not all rows orders none of them.
    if (!index.predicate || support.usable) note('orders', isOrdered(order), isOrdered(server.order));
    note('orders wholly', order === 'full', server.order === 'full' && isOrdered(order));
  }
  if (path.columns !== 'all') note('covers', support.usable && support.covers, server.covers);
  return { promised, missed };
}

/** BRIN and GIN indexes have no leading key. */
function leadingColumns({ keys, method }: IndexDefinition): readonly string[] {
  return (method === 'brin' || method === 'gin' ? keys : keys.slice(0, 1)).flatMap(columnsOfKey);
}

function boundColumns(
  support: Extract<Support, { usable: true }>,
  { keys }: IndexDefinition,
): readonly string[] {
  const held = new Set(keys.flatMap(columnsOfKey));
  return support.bounding
    .flatMap(({ subject }) =>
      subject.kind === 'column' ? [subject.column] : columnsIn(subject.expression).map(({ name }) => name),
    )
    .filter((column) => held.has(column));
}

function columnsOfKey(key: IndexDefinition['keys'][number]): readonly string[] {
  return key.kind === 'column' ? [key.column] : columnsIn(key.expression).map(({ name }) => name);
}
