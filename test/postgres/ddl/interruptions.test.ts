import assert from 'node:assert/strict';
import type { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { everyServer } from '../../../scripts/servers/postgres-binaries.mjs';
import type { ActionRecord } from '../../../src/analyzers/maintenance/action-record';
import type { MaintenanceAction } from '../../../src/analyzers/maintenance/maintenance-action';
import type { Expression } from '../../../src/analyzers/sql/model';
import { findLeftovers } from '../../../src/postgres/ddl/find-leftovers';
import { runAction } from '../../../src/postgres/ddl/run-action';
import { readExpression } from '../../unit/analyzers/read-statement';
import {
  connect,
  doorParts,
  indexesOf,
  plainIndex,
  prepare,
  SHORT_TIMES,
  told,
  untilPhase,
} from './door-parts';
import { HELD_PHASES, HELD_SCHEMA, HELD_TABLE, type HeldPhase, heldIndex, runAll } from './held-phases';
import { Writer } from './writer';

const TABLE = { schema: 'public', name: 'items' };

for (const alias of everyServer()) {
  describe(`A broken-off build (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let connectionString: string;
    let slowKey: Expression;
    let parts: ReturnType<typeof doorParts>;
    /** Who holds things up, who does things meanwhile, who looks. */
    let [holder, other, observer]: Client[] = [];

    before(async () => {
      slowKey = await readExpression('slow(id)');
      server = await startPostgres(alias);
      connectionString = await server.createDatabase('shop');
      await prepare(connectionString, ...HELD_SCHEMA);
    });

    after(() => server.stop());

    beforeEach(async () => {
      await prepare(connectionString, ...HELD_TABLE);
      parts = doorParts(connectionString);
      holder = await connect(connectionString);
      other = await connect(connectionString);
      observer = await connect(connectionString);
    });

    afterEach(async () => {
      for (const client of clients()) await client.end();
      await parts.dispose();
    });

    function clients(): readonly [holder: Client, other: Client, observer: Client] {
      assert.ok(holder && other && observer);
      return [holder, other, observer];
    }

    /** Starts a build, brings it into the phase, interrupts it there, and lets go whoever held it when it cleans up. */
    async function interrupted(
      held: HeldPhase,
      action: MaintenanceAction,
      interrupt: (processId: number, abort: () => void) => Promise<unknown>,
      lets = true,
    ): Promise<ActionRecord> {
      const [holding, writing, looking] = clients();
      const abort = new AbortController();
      await runAll(holding, held.hold);
      const letGo = async (): Promise<void> => {
        await holding.query('ROLLBACK');
        await writing.query('ROLLBACK');
      };
      const running = runAction(parts, action, {
        times: SHORT_TIMES,
        signal: abort.signal,
        listener: (event) => {
          if (lets && (event.kind === 'clean-up' || event.kind === 'looking')) void letGo();
        },
      });
      if (held.meanwhile) {
        await untilPhase(looking, /scanning table$/);
        await runAll(writing, held.meanwhile);
      }
      const processId = await untilPhase(looking, held.phase);
      await interrupt(processId, () => abort.abort());
      return running;
    }

    for (const held of HELD_PHASES) {
      const create = (): MaintenanceAction => ({
        kind: 'create-index',
        table: TABLE,
        index: heldIndex(held, slowKey),
      });

      it(`is cleaned up when it is cancelled ${held.name}`, async () => {
        const [, , looking] = clients();
        const writer = await Writer.on(connectionString, 'INSERT INTO items VALUES (5, 5)');
        const record = await interrupted(held, create(), async (processId, abort) => {
          assert.deepEqual(await heavyLocks(looking, processId), []);
          abort();
        });
        await writer.end();
        assert.deepEqual(writer.failures, []);
        assert.deepEqual(await indexesOf(looking, 'items'), []);
        assert.equal(told(record), 'cancelled\nNo index has changed.');
        assert.deepEqual(record.repairs, []);
        assert.deepEqual(await findLeftovers(parts.reader), []);
      });

      it(`is cleaned up when its process is ended ${held.name}`, async () => {
        const [, , looking] = clients();
        const record = await interrupted(held, create(), (processId) =>
          looking.query('SELECT pg_terminate_backend($1)', [processId]),
        );
        assert.match(told(record), /^failed\nThe server ended the session: .*\nNo index has changed\.$/);
        assert.equal(record.code, '57P01');
        assert.deepEqual(await indexesOf(looking, 'items'), []);
      });
    }

    it('is named, with what repairs it, when somebody keeps it from being cleaned up', async () => {
      const [holding, , looking] = clients();
      const held = HELD_PHASES[1];
      assert.ok(held);
      const index = plainIndex('items', 'items_held', ['id']);
      const record = await interrupted(
        held,
        { kind: 'create-index', table: TABLE, index },
        (_, abort) => {
          abort();
          return Promise.resolve();
        },
        false,
      );
      assert.deepEqual(await indexesOf(looking, 'items'), ['items_held (invalid)']);
      assert.match(
        told(record),
        /^cancelled\nitems_held is there and invalid: .*\nitems_held is .*\nitems_held could not be dropped now: /,
      );
      assert.deepEqual(await findLeftovers(parts.reader), record.leftovers);
      const [drop] = record.repairs.filter(({ kind }) => kind === 'drop-index');
      assert.ok(drop);
      await holding.query('ROLLBACK');
      assert.equal(told(await runAction(parts, drop, { times: SHORT_TIMES })), 'done\nitems_held is gone.');
    });

    for (const [held, phase] of [
      [{ name: 'while it reads', phase: /scanning table$/, isSlow: true }, 'ccnew'],
      [
        {
          name: 'when the new index is in place',
          phase: /^waiting for readers before marking dead$/,
          hold: ['BEGIN; SELECT * FROM items LIMIT 1'],
        },
        'ccold',
      ],
    ] as const) {
      it(`leaves no _${phase} of a REINDEX that is cancelled ${held.name}`, async () => {
        const [holding, , looking] = clients();
        await holding.query(
          `CREATE INDEX items_held ON items (${phase === 'ccnew' ? 'slow(id)' : 'id'}) WHERE id < 280`,
        );
        const reindex = { kind: 'reindex', table: TABLE, index: 'items_held' } as const;
        const seen: string[] = [];
        const record = await interrupted(held, reindex, async (_, abort) => {
          seen.push(...(await indexesOf(looking, 'items')));
          abort();
        });
        assert.ok(
          seen.some((name) => name === `items_held_${phase} (invalid)`),
          seen.join(),
        );
        assert.deepEqual(await indexesOf(looking, 'items'), ['items_held']);
        assert.equal(
          told(record),
          phase === 'ccnew'
            ? 'cancelled\nNo index has changed.'
            : 'cancelled\nitems_held was built anew and is valid.',
        );
      });
    }

    it('never drops what was there before, not even an invalid index of the same name', async () => {
      const [holding, , looking] = clients();
      await holding
        .query('CREATE UNIQUE INDEX CONCURRENTLY items_held ON items (kind)')
        .catch(() => undefined);
      const action = {
        kind: 'create-index',
        table: TABLE,
        index: plainIndex('items', 'items_held', ['id']),
      } as const;
      const record = await runAction(parts, action, { times: SHORT_TIMES });
      assert.match(told(record), /^failed\nThe name is taken: .*\nNo index has changed\.$/);
      assert.deepEqual(await indexesOf(looking, 'items'), ['items_held (invalid)']);
      const [leftover] = await findLeftovers(parts.reader);
      assert.equal(leftover?.kind, 'build');
    });

    it('of a unique index that finds equal keys is dropped, and says why without a value', async () => {
      const [, , looking] = clients();
      const index = plainIndex('items', 'items_held', ['kind'], { unique: true });
      const record = await runAction(
        parts,
        { kind: 'create-index', table: TABLE, index },
        { times: SHORT_TIMES },
      );
      assert.equal(record.code, '23505');
      assert.match(told(record), /^failed\nThe index cannot be unique: .*\nNo index has changed\.$/);
      assert.doesNotMatch(told(record), /\(kind\)=/);
      assert.deepEqual(await indexesOf(looking, 'items'), []);
    });

    it('that runs out of temporary room is dropped', async () => {
      const [holding, , looking] = clients();
      await holding.query('INSERT INTO items SELECT n, n FROM generate_series(1, 60000) n');
      const role = `shop_${alias}`;
      await holding.query(`CREATE ROLE ${role} SUPERUSER LOGIN`);
      await holding.query(`ALTER ROLE ${role} SET temp_file_limit = '64kB'`);
      await holding.query(`ALTER ROLE ${role} SET maintenance_work_mem = '1MB'`);
      const small = doorParts(connectionString.replace('postgres@', `${role}@`));
      const action = {
        kind: 'create-index',
        table: TABLE,
        index: plainIndex('items', 'items_held', ['id']),
      } as const;
      const record = await runAction(small, action, { times: SHORT_TIMES });
      await small.dispose();
      assert.equal(record.code, '53400');
      assert.match(told(record), /temp_file_limit.*\nNo index has changed\.$/);
      assert.deepEqual(await indexesOf(looking, 'items'), []);
    });

    it('is not hit by the time limits of its role', async () => {
      const [holding] = clients();
      const role = `hasty_${alias}`;
      await holding.query(`CREATE ROLE ${role} SUPERUSER LOGIN`);
      await holding.query(
        `ALTER ROLE ${role} SET statement_timeout = '100ms'; ALTER ROLE ${role} SET lock_timeout = '50ms'`,
      );
      const hasty = doorParts(connectionString.replace('postgres@', `${role}@`));
      await holding.query('BEGIN; INSERT INTO items VALUES (1, 1)');
      const action = {
        kind: 'create-index',
        table: TABLE,
        index: plainIndex('items', 'items_held', ['id']),
      } as const;
      let looks = 0;
      const record = await runAction(hasty, action, {
        times: SHORT_TIMES,
        listener: (event) => {
          // Every look takes the pause between two and the way there: by then both limits have passed.
          if (event.kind === 'progress' && ++looks === 20) void holding.query('COMMIT');
        },
      });
      await hasty.dispose();
      assert.equal(told(record), 'done\nitems_held is there and valid.');
    });
  });
}

/** Modes on the table that would keep writers or readers out. */
async function heavyLocks(client: Client, processId: number): Promise<readonly string[]> {
  const { rows } = await client.query<{ mode: string }>(
    `SELECT mode FROM pg_locks WHERE pid = $1 AND relation = 'items'::regclass
     AND mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')`,
    [processId],
  );
  return rows.map(({ mode }) => mode);
}
