import assert from 'node:assert/strict';
import type { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { findLeftovers } from '../../../src/postgres/ddl/find-leftovers';
import { runAction } from '../../../src/postgres/ddl/run-action';
import { connect, doorParts, indexesOf, plainIndex, prepare, SHORT_TIMES, told } from './door-parts';

const TABLE = { schema: 'public', name: 'wide' };
/** Its table is smaller than what a file may have, and it is larger. */
const LARGE = plainIndex('wide', 'wide_note', ['note'], { include: ['note', 'id', 'note'] });

const SCHEMA = [
  'CREATE TABLE wide (id int, note text)',
  // Digits of many checksums: nothing that could be compressed.
  `INSERT INTO wide SELECT n, (SELECT string_agg(md5((n * 100 + i)::text), '') FROM generate_series(1, 25) i)
     FROM generate_series(1, 9000) n`,
];

for (const alias of oldestAndNewestServer()) {
  describe(`A build that the disk has no room for (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let parts: ReturnType<typeof doorParts>;
    let client: Client;
    let holder: Client;

    before(async () => {
      server = await startPostgres(alias, { largestFileMb: 16 });
      const connectionString = await server.createDatabase('shop');
      await prepare(connectionString, ...SCHEMA);
      parts = doorParts(connectionString);
      client = await connect(connectionString);
      holder = await connect(connectionString);
    });

    after(async () => {
      await parts.dispose();
      await client.end();
      await holder.end();
      await server.stop();
    });

    const build = () =>
      runAction(parts, { kind: 'create-index', table: TABLE, index: LARGE }, { times: SHORT_TIMES });

    it('leaves nothing, and says that the file could not grow', async () => {
      const record = await build();
      assert.match(told(record), /^failed\n.*could not extend file .*\nNo index has changed\.$/);
      assert.deepEqual(
        record.statements.map(({ purpose, outcome }) => `${purpose} ${outcome}`),
        ['step failed', 'clean-up done'],
      );
      assert.deepEqual(await indexesOf(client, 'wide'), []);
      assert.deepEqual(record.repairs, []);
    });

    it('mentions what it has left invalid where a reader keeps that from being dropped, and the repair works', async () => {
      await holder.query('BEGIN; SELECT count(*) FROM wide');
      const record = await build();
      assert.match(
        told(record),
        /^failed\n.*could not extend file .*\nwide_note is there and invalid: no query uses it\.\n/,
      );
      assert.match(told(record), /\nwide_note could not be dropped now: a transaction that uses the table/);
      assert.deepEqual(await indexesOf(client, 'wide'), ['wide_note (invalid)']);
      assert.deepEqual(
        (await findLeftovers(parts.reader)).map(({ index }) => index),
        ['wide_note'],
      );
      await holder.query('COMMIT');
      const drop = record.repairs.find(({ kind }) => kind === 'drop-index');
      assert.ok(drop);
      assert.equal(told(await runAction(parts, drop, { times: SHORT_TIMES })), 'done\nwide_note is gone.');
    });

    it('in place of an index leaves that as it was', async () => {
      await client.query('CREATE INDEX wide_id ON wide (id)');
      const action = { kind: 'replace-index', table: TABLE, old: 'wide_id', index: LARGE } as const;
      const record = await runAction(parts, action, { times: SHORT_TIMES });
      assert.match(told(record), /^failed\n.*could not extend file .*\nNo index has changed\.$/);
      assert.deepEqual(await indexesOf(client, 'wide'), ['wide_id']);
    });
  });
}
