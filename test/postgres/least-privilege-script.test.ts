import assert from 'node:assert/strict';
import { startPostgres, type EmbeddedPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../scripts/servers/postgres-binaries.mjs';
import { leastPrivilegeScript } from '../../src/postgres/least-privilege-script';
import { readCatalogOf } from './read-catalog-of';
import { withClient } from './run-scripts';

/** What the role is for, each by the name of a check that can fail. */
interface Able {
  readonly connects: boolean;
  readonly readsCatalogue: boolean;
  readonly readsStatistics: boolean;
  readonly explains: boolean;
  readonly explainsNewTables: boolean;
  /** By a grant to PUBLIC. */
  readonly writesWhereAllMay: boolean;
  readonly writesElsewhere: boolean;
}

const INTENDED: Able = {
  connects: true,
  readsCatalogue: true,
  readsStatistics: true,
  explains: true,
  explainsNewTables: true,
  writesWhereAllMay: false,
  writesElsewhere: false,
};

for (const alias of oldestAndNewestServer()) {
  describe(`The script for a role with the least privileges (${alias})`, () => {
    let server: EmbeddedPostgres;
    let databases = 0;

    before(async function () {
      this.timeout(60_000);
      server = await startPostgres(alias);
      await run(server.connectionString, 'CREATE ROLE "Maker" LOGIN');
    });

    after(() => server.stop());

    const run = (connectionString: string, sql: string): Promise<void> =>
      withClient(connectionString, async (client) => {
        await client.query(sql);
      });
    const succeeds = (connectionString: string, sql: string): Promise<boolean> =>
      run(connectionString, sql).then(
        () => true,
        () => false,
      );

    /** Runs the script, without the statements that the pattern finds, in a database of its own where PUBLIC may not even connect. */
    const tryScript = async (without?: RegExp): Promise<Able> => {
      databases += 1;
      const database = `Shop ${databases}`;
      const role = `reader ${databases}`;
      const admin = await server.createDatabase(database);
      await run(
        admin,
        `REVOKE ALL ON DATABASE "${database}" FROM PUBLIC;
         CREATE SCHEMA "My App" AUTHORIZATION "Maker";
         CREATE TABLE "My App".events AS SELECT n AS id, 'x' AS kind FROM generate_series(1, 100) n;
         CREATE TABLE "My App".open (id int);
         GRANT INSERT ON "My App".open TO PUBLIC;
         ANALYZE "My App".events`,
      );
      const script = leastPrivilegeScript({
        role,
        database,
        schemas: ['My App', 'public'],
        owners: ['Maker'],
      });
      const statements = script.split('\n').filter((line) => line !== '' && !line.startsWith('--'));
      await run(admin, statements.filter((line) => without?.test(line) !== true).join('\n'));
      await run(admin, 'SET ROLE "Maker"; CREATE TABLE "My App".later (id int)');
      const own = admin.replace('postgres@', `${encodeURIComponent(role)}@`);
      if (!(await succeeds(own, 'SELECT 1'))) return { ...INTENDED, connects: false };
      const rows = await readCatalogOf(own);
      return {
        connects: true,
        readsCatalogue: rows.relations.length > 0,
        readsStatistics: rows.columnStatistics.size > 0,
        explains: await succeeds(own, 'EXPLAIN SELECT * FROM "My App".events WHERE id = 1'),
        explainsNewTables: await succeeds(own, 'EXPLAIN SELECT * FROM "My App".later'),
        writesWhereAllMay: await succeeds(own, 'INSERT INTO "My App".open VALUES (1)'),
        writesElsewhere: await succeeds(own, 'SET transaction_read_only = off; DELETE FROM "My App".events'),
      };
    };

    it('makes a role that reads, explains, and writes nothing', async () => {
      assert.deepEqual(await tryScript(), INTENDED);
    });

    const NEEDED: readonly (readonly [statement: RegExp, broken: Partial<Able>])[] = [
      [/^GRANT CONNECT/, { connects: false }],
      [/^GRANT USAGE/, { explains: false, explainsNewTables: false }],
      [/^GRANT SELECT/, { readsStatistics: false, explains: false }],
      [/^ALTER DEFAULT/, { explainsNewTables: false }],
      [/^ALTER ROLE/, { writesWhereAllMay: true }],
    ];
    for (const [statement, broken] of NEEDED) {
      it(`needs ${statement.source.slice(1)}`, async () => {
        assert.deepEqual(await tryScript(statement), { ...INTENDED, ...broken });
      });
    }
  });
}
