import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { everyServer } from '../../../scripts/servers/postgres-binaries.mjs';
import type { ActionRecord } from '../../../src/analyzers/maintenance/action-record';
import { formatMessage } from '../../../src/analyzers/message';
import { findLeftovers } from '../../../src/postgres/ddl/find-leftovers';
import { runAction } from '../../../src/postgres/ddl/run-action';
import { connect, doorParts, indexesOf, prepare, SHORT_TIMES } from './door-parts';
import { REBUILD_PHASES, type SeenWork, STEP_PHASES, type StepPhase } from './step-phases';

const TABLES = [
  'DROP TABLE IF EXISTS items, parts, other',
  'CREATE TABLE other (id int)',
  'CREATE TABLE items (id int, kind int)',
  'INSERT INTO items SELECT n, n % 7 FROM generate_series(1, 300) n',
  'CREATE TABLE parts (id int, kind int) PARTITION BY LIST (kind)',
  'CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1)',
];
/** A lock is waited for until it is interrupted. */
const TIMES = { ...SHORT_TIMES, lockTimeoutMs: 20_000, gentleLockTimeoutMs: 20_000 };

for (const alias of everyServer()) {
  describe(`An interrupted step (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let connectionString: string;
    let parts: ReturnType<typeof doorParts>;
    let [holder, successor, observer]: Client[] = [];

    before(async () => {
      server = await startPostgres(alias);
      connectionString = await server.createDatabase('shop');
    });

    after(() => server.stop());

    beforeEach(async () => {
      await prepare(connectionString, ...TABLES);
      parts = doorParts(connectionString);
      holder = await connect(connectionString);
      successor = await connect(connectionString);
      observer = await connect(connectionString);
    });

    afterEach(async () => {
      for (const client of clients()) await client.end();
      await parts.dispose();
    });

    function clients(): readonly [holder: Client, successor: Client, observer: Client] {
      assert.ok(holder && successor && observer);
      return [holder, successor, observer];
    }

    /** Brings the action into the phase, interrupts it there, and lets go who held it when the server has seen to that. */
    async function interrupted(
      held: StepPhase,
      interrupt: (processId: number, abort: () => void) => Promise<unknown>,
    ): Promise<ActionRecord> {
      const [holding, succeeding, looking] = clients();
      for (const statement of held.before ?? []) await holding.query(statement);
      if (held.hold !== undefined) await holding.query(held.hold);
      const abort = new AbortController();
      const letGo = async (): Promise<void> => {
        await holding.query('ROLLBACK');
        await succeeding.query('ROLLBACK');
      };
      const running = runAction(parts, held.action, {
        times: TIMES,
        signal: abort.signal,
        listener: ({ kind }) => {
          if (kind === 'clean-up') void letGo();
        },
      });
      if (held.handOver) {
        await untilSeen(looking, held.handOver.at);
        await succeeding.query(held.handOver.hold);
        await holding.query('ROLLBACK');
      }
      await interrupt(await untilSeen(looking, held.isThere), () => abort.abort());
      const record = await running;
      await letGo();
      return record;
    }

    /** What every interruption comes to: the sentences, what is left, and that nothing invalid goes unmentioned. */
    async function assertState(held: StepPhase, record: ActionRecord): Promise<void> {
      const [, , looking] = clients();
      const table = held.action.table.name;
      const left = [
        ...(await indexesOf(looking, table)),
        ...(table === 'parts' ? await indexesOf(looking, 'parts_1') : []),
      ];
      assert.deepEqual(left.sort(), held.left);
      assert.match(record.finalState.map(formatMessage).join('\n'), held.state);
      assert.deepEqual(
        record.repairs.map(({ kind }) => kind),
        held.repairs ?? [],
      );
      assert.deepEqual(
        (await findLeftovers(parts.reader)).map(({ index }) => index),
        record.leftovers.map(({ index }) => index),
      );
    }

    for (const held of [...REBUILD_PHASES, ...STEP_PHASES]) {
      it(`tells how things stand when somebody cancels ${held.name}`, async () => {
        const record = await interrupted(held, (_, abort) => {
          abort();
          return Promise.resolve();
        });
        assert.equal(record.outcome, 'cancelled');
        await assertState(held, record);
      });

      it(`tells how things stand when the server ends the process of ${held.name}`, async () => {
        const [, , looking] = clients();
        const record = await interrupted(held, (processId) =>
          looking.query('SELECT pg_terminate_backend($1)', [processId]),
        );
        assert.equal(record.code, '57P01');
        // An index that is in its place is what was asked for, whoever was told so.
        assert.equal(record.outcome, held.state.source.includes('anew') ? 'done' : 'failed');
        await assertState(held, record);
      });
    }
  });
}

/** The process of an action, as soon as it is seen so. */
async function untilSeen(client: Client, isThere: (work: SeenWork) => boolean): Promise<number> {
  const seen = new Set<string>();
  for (let looks = 0; looks < 2_000; looks++) {
    const { rows } = await client.query<SeenWork & { pid: number }>(
      `SELECT a.pid, coalesce(p.phase, '') AS phase, coalesce(a.wait_event_type = 'Lock', false) AS "isWaiting", a.query,
         (SELECT count(*)::int FROM pg_index WHERE NOT indislive) AS dead
       FROM pg_stat_activity a LEFT JOIN pg_stat_progress_create_index p USING (pid)
       WHERE a.application_name = 'Indexwright DDL' AND a.state = 'active'`,
    );
    for (const { phase, isWaiting, query } of rows) seen.add(`${phase} ${isWaiting} ${query}`);
    const row = rows.find((candidate) => isThere(candidate));
    if (row) return row.pid;
    await delay(5);
  }
  throw new Error(`No process came there, only to ${[...seen].join('; ')}`);
}
