import assert from 'node:assert/strict';
import { Client } from 'pg';
import { startPostgres, type EmbeddedPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { everyServer } from '../../scripts/servers/postgres-binaries.mjs';
import type { CatalogRows } from '../../src/analyzers/schema/catalog-rows';
import { snapshotFromCatalog } from '../../src/analyzers/schema/from-catalog';
import type { Snapshot, Table } from '../../src/analyzers/schema/snapshot';
import { type CatalogRequest, readCatalog } from '../../src/postgres/catalog/read-catalog';
import { ServerConnection } from '../../src/postgres/reading/server-connection';
import { libpgFeeder } from '../unit/analyzers/feeders';
import { tableNamed } from '../unit/analyzers/schema-from';
import { readCatalogOf } from './read-catalog-of';
import { openClient } from './reading/open-client';

const SCHEMA = `
  CREATE COLLATION loose (provider = icu, locale = 'und', deterministic = false);
  CREATE TABLE events (id bigint PRIMARY KEY, kind text NOT NULL, owner text COLLATE loose, raw text COLLATE "C");
  INSERT INTO events SELECT n, CASE WHEN n % 10 = 0 THEN 'rare' ELSE 'common' END, 'o' || n, NULL FROM generate_series(1, 20000) AS n;
  CREATE INDEX events_rare_idx ON events (id) WHERE kind = 'rare';
  ANALYZE events;
  CREATE TABLE fresh (id int, twice int GENERATED ALWAYS AS (id * 2) STORED);
  ALTER TABLE fresh SET (autovacuum_enabled = off);
  CREATE TABLE tenants (id int PRIMARY KEY, name text);
  INSERT INTO tenants VALUES (1, 'one'), (2, 'two');
  ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
  ANALYZE tenants;
  CREATE TABLE secrets (id int, value text);
  INSERT INTO secrets SELECT n, 'v' FROM generate_series(1, 100) AS n;
  ANALYZE secrets;
  CREATE SCHEMA archive;
  CREATE TABLE archive.events_2024 (id int);
  CREATE FOREIGN DATA WRAPPER nothing;
  CREATE SERVER elsewhere FOREIGN DATA WRAPPER nothing;
  CREATE FOREIGN TABLE remote (id int) SERVER elsewhere;
  CREATE VIEW rare AS SELECT id, kind FROM events WHERE kind = 'rare';
  CREATE TEMPORARY TABLE passing (id int);
  CREATE ROLE reader LOGIN;
  GRANT SELECT ON events, tenants, fresh TO reader;`;

for (const alias of everyServer()) {
  describe(`Reading the catalogue of a server (${alias})`, () => {
    let server: EmbeddedPostgres;
    let connectionString: string;
    let owner: Client;

    before(async function () {
      this.timeout(60_000);
      server = await startPostgres(alias);
      connectionString = await server.createDatabase('reading');
      owner = new Client({ connectionString });
      await owner.connect();
      await owner.query(SCHEMA);
    });

    after(async function () {
      this.timeout(20_000);
      await owner.end();
      await server.stop();
    });

    const read = async (request: Partial<CatalogRequest> = {}): Promise<Snapshot> =>
      snapshotFromCatalog(await readCatalogOf(connectionString, request), await libpgFeeder());

    const column = (table: Table, name: string): Table['columns'][number] => {
      const found = table.columns.find((each) => each.name === name);
      assert.ok(found, name);
      return found;
    };

    it('says what a table holds, and of one that was never analyzed that it is not known', async () => {
      const snapshot = await read();
      const { statistics, indexes, ...events } = tableNamed(snapshot, 'events');
      assert.equal(statistics?.rows, 20_000);
      assert.equal(statistics.heapBytes, statistics.pages * 8192);
      assert.equal(statistics.columns, 'readable');
      const kind = column({ ...events, indexes }, 'kind').statistics;
      assert.deepEqual(
        kind?.mostCommon?.map(({ value }) => value),
        ['common', 'rare'],
      );
      assert.equal(kind.mostCommonShare, kind.mostCommon[0]?.share);
      assert.equal(column({ ...events, indexes }, 'id').statistics?.correlation, 1);
      assert.equal(column({ ...events, indexes }, 'owner').statistics?.mostCommon, undefined);
      assert.equal(indexes.find(({ name }) => name === 'events_rare_idx')?.statistics?.rows, 2000);
      assert.equal(tableNamed(snapshot, 'fresh').statistics?.rows, undefined);
      assert.equal(column(tableNamed(snapshot, 'fresh'), 'id').statistics, undefined);
    });

    it('says what the server is and how it plans', async () => {
      const { source, server: facts, searchPath } = await read();
      assert.equal(source.kind, 'server');
      assert.equal(Math.trunc(source.versionNumber / 10_000), Number(alias.slice(2)));
      assert.equal(source.readAt, '2026-11-25T10:00:00.000Z');
      assert.equal(facts?.settings['random_page_cost'], '4');
      assert.equal(facts.isStandby, false);
      assert.deepEqual(
        facts.extensions.map(({ name }) => name),
        ['plpgsql'],
      );
      assert.deepEqual(searchPath, ['public']);
    });

    it('tells collations, foreign tables and views apart, and leaves out what is temporary', async () => {
      const snapshot = await read();
      const events = tableNamed(snapshot, 'events');
      assert.equal(column(events, 'owner').nondeterministic, true);
      assert.equal(column(events, 'raw').collation, 'C');
      assert.equal(tableNamed(snapshot, 'remote').foreign, true);
      assert.deepEqual(snapshot.views[0]?.window?.columns, { id: 'id', kind: 'kind' });
      assert.deepEqual(
        snapshot.tables.filter(({ name }) => name === 'passing'),
        [],
      );
    });

    it('says why a role without rights has no statistics of a table', async () => {
      const asReader = connectionString.replace(/\/\/[^@/]*@/, '//reader@');
      const snapshot = snapshotFromCatalog(await readCatalogOf(asReader), await libpgFeeder());
      const access = (name: string): unknown => tableNamed(snapshot, name).statistics?.columns;
      assert.deepEqual(['events', 'secrets', 'tenants'].map(access), [
        'readable',
        'no-privilege',
        'row-security',
      ]);
      assert.equal(tableNamed(snapshot, 'secrets').statistics?.rows, 100);
      assert.ok(column(tableNamed(snapshot, 'events'), 'id').statistics);
      assert.equal(column(tableNamed(snapshot, 'secrets'), 'id').statistics, undefined);
    });

    it('reads only the schemas and tables that are asked for', async () => {
      const archived = await read({ scope: { schemas: ['archive'] } });
      assert.deepEqual(
        archived.tables.map(({ name }) => name),
        ['events_2024'],
      );
      const named = await read({ scope: { tables: ['even*'] } });
      assert.deepEqual(named.tables.map(({ name }) => name).sort(), ['events', 'events_2024']);
      assert.equal(tableNamed(named, 'events').indexes.length, 2);
    });

    it('waits for no lock: what is printed of a locked table is not known for now', async () => {
      await owner.query('BEGIN; LOCK TABLE events IN ACCESS EXCLUSIVE MODE');
      try {
        const snapshot = await read();
        const index = tableNamed(snapshot, 'events').indexes.find(({ name }) => name === 'events_rare_idx');
        assert.equal(index?.predicate?.kind, 'opaque');
        assert.equal(snapshot.views[0]?.window, undefined);
        assert.equal(tableNamed(snapshot, 'events').columns.length, 4);
      } finally {
        await owner.query('ROLLBACK');
      }
    });

    it('is not disturbed by a table that is dropped meanwhile', async () => {
      await owner.query('CREATE TABLE going (id int PRIMARY KEY); CREATE TABLE coming (id int)');
      const connection = new ServerConnection(openClient({ connectionString }));
      let dropped: Promise<unknown> | undefined;
      const rows: CatalogRows = await readCatalog(
        {
          read: async (text, values, options) => {
            if (text.includes('pg_index')) await (dropped ??= owner.query('DROP TABLE going'));
            return connection.read(text, values, options);
          },
        },
        { target: 'shop', readAt: new Date(0) },
      );
      await connection.dispose();
      assert.ok(dropped);
      assert.equal(tableNamed(snapshotFromCatalog(rows, await libpgFeeder()), 'events').indexes.length, 2);
    });
  });
}
