import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { formatMessage } from '../../../src/analyzers/message';
import { describeReadError } from '../../../src/postgres/reading/describe-error';
import { ServerConnection } from '../../../src/postgres/reading/server-connection';
import { Observer } from './observer';
import { openClient } from './open-client';
import { TcpProxy } from './tcp-proxy';

const PATIENCE_MS = 300;
const BLOCKED = 'SELECT count(*)::int AS n FROM events';
/** Of a reading that waits for a lock: long enough that no limit ends it before the test does. */
const LONG = { statementTimeoutMs: 60_000, lockTimeoutMs: 60_000 };

for (const alias of oldestAndNewestServer()) {
  describe(`What a connection makes of an interruption (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let connectionString: string;
    let observer: Observer;
    let connection: ServerConnection;
    /** What it has said since it was made, in order. */
    let said: string[];

    before(async () => {
      server = await startPostgres(alias);
      connectionString = await server.createDatabase('shop');
    });

    after(() => server.stop());

    beforeEach(async () => {
      observer = await Observer.at(connectionString);
      await observer.client.query(
        'CREATE TABLE IF NOT EXISTS events AS SELECT n AS event_id FROM generate_series(1, 3) n',
      );
      connect(server.port);
    });

    afterEach(async () => {
      await connection.dispose();
      await observer.end();
    });

    function connect(port: number): void {
      const target = { connectionString: connectionString.replace(`:${server.port}/`, `:${port}/`) };
      connection = new ServerConnection(openClient(target), { patienceMs: PATIENCE_MS });
      said = [];
      connection.onDidChangeState((state) => {
        said.push(state.kind === 'failed' ? formatMessage(describeReadError(state.error)) : state.kind);
      });
    }

    const readOne = () => connection.read('SELECT 1 AS one');
    const untilFailed = async (): Promise<void> => {
      while (connection.state.kind !== 'failed') await delay(5);
    };
    const sentence = (expected: RegExp) => (error: unknown) => {
      const text = formatMessage(describeReadError(error));
      assert.match(text, expected);
      assert.ok(!text.includes('\n'), text);
      return true;
    };

    it('says that an idle connection was ended, and opens another for the next reading', async () => {
      await readOne();
      const [pid = 0] = await observer.backends();
      await observer.terminate(pid);
      await untilFailed();
      assert.deepEqual(await readOne(), [{ one: 1 }]);
      assert.deepEqual(said, [
        'connecting',
        'connected',
        'The server ended the connection because it is shutting down or an administrator asked for it. Read again to reconnect.',
        'connecting',
        'connected',
      ]);
    });

    it('repeats, once, a reading whose server process was ended', async () => {
      await observer.client.query('BEGIN; LOCK TABLE events');
      const reading = connection.read(BLOCKED, [], LONG);
      const first = await observer.untilWorking();
      await observer.terminate(first);
      await observer.untilWorking([first]);
      await observer.client.query('COMMIT');
      assert.deepEqual(await reading, [{ n: 3 }]);
      assert.equal(said.filter((state) => state.includes('shutting down')).length, 1);

      await observer.client.query('BEGIN; LOCK TABLE events');
      const unlucky = connection.read(BLOCKED, [], LONG);
      const refused = assert.rejects(unlucky, sentence(/^The server ended the connection/));
      const second = await observer.untilWorking();
      await observer.terminate(second);
      await observer.terminate(await observer.untilWorking([second]));
      await refused;
      await observer.client.query('COMMIT');
      assert.deepEqual(await readOne(), [{ one: 1 }]);
    });

    it('does not repeat what a server process died of, and works again when the server has recovered', async () => {
      await observer.client.query('BEGIN; LOCK TABLE events');
      const reading = connection.read(BLOCKED, [], LONG);
      const refused = assert.rejects(reading, sentence(/^The connection was lost while the server worked/));
      process.kill(await observer.untilWorking(), 'SIGKILL');
      await refused;
      assert.equal(said.filter((state) => state === 'connecting').length, 1);
      await observer.end();
      await untilAnswered();
      observer = await Observer.at(connectionString);
      assert.deepEqual(await connection.read(BLOCKED), [{ n: 3 }]);
    });

    /** While it recovers the server refuses, and each refusal is an answer. */
    async function untilAnswered(): Promise<void> {
      while ((await readOne().catch(() => [])).length === 0) await delay(20);
    }

    for (const mode of ['fast', 'immediate'] as const) {
      it(`works again after a restart (${mode})`, async () => {
        await observer.client.query('BEGIN; LOCK TABLE events');
        const reading = connection.read(BLOCKED, [], LONG);
        const refused = assert.rejects(reading);
        await observer.untilWorking();
        await server.halt(mode);
        await refused;
        await assert.rejects(readOne(), { code: 'ECONNREFUSED' });
        assert.equal(connection.state.kind, 'failed');
        await server.resume();
        observer = await Observer.at(connectionString);
        assert.deepEqual(await connection.read(BLOCKED), [{ n: 3 }]);
        assert.equal(connection.state.kind, 'connected');
      });
    }

    it('is told that a server shuts down, which still serves whom it has', async () => {
      await observer.client.query('BEGIN; LOCK TABLE events');
      await readOne();
      const halted = server.halt('smart');
      const late = new ServerConnection(openClient({ connectionString }));
      await untilRefused(late);
      assert.deepEqual(await readOne(), [{ one: 1 }]);
      await connection.dispose();
      await late.dispose();
      await observer.end();
      await halted;
      await server.resume();
      observer = await Observer.at(connectionString);
      connect(server.port);
      assert.deepEqual(await readOne(), [{ one: 1 }]);
    });

    async function untilRefused(late: ServerConnection): Promise<void> {
      for (;;) {
        const code = await late.read('SELECT 1').then(
          () => undefined,
          (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
        );
        if (code === '57P03') return;
        // A connection that came in before the shutdown keeps it up.
        await late.read('SELECT pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
      }
    }

    describe('over a wire that goes bad', () => {
      let proxy: TcpProxy;

      beforeEach(async () => {
        proxy = await TcpProxy.to(server.port);
        connect(proxy.port);
      });

      afterEach(() => proxy.close());

      it('gives up an answer that does not come, and the next reading finds another way', async () => {
        await observer.client.query('BEGIN; LOCK TABLE events');
        const reading = connection.read(BLOCKED, [], { statementTimeoutMs: 2_000, lockTimeoutMs: 60_000 });
        const refused = assert.rejects(reading, sentence(/^The server has not answered for \d+ seconds/));
        await observer.untilWorking();
        proxy.freeze();
        await refused;
        await observer.client.query('COMMIT');
        assert.deepEqual(await connection.read(BLOCKED), [{ n: 3 }]);
      });

      it('notices at the next reading that the wire went dead meanwhile, and reads over a new one', async () => {
        await readOne();
        proxy.freeze();
        assert.deepEqual(await readOne(), [{ one: 1 }]);
        assert.match(said[2] ?? '', /^The server has not answered/);
        assert.deepEqual(said.slice(3), ['connecting', 'connected']);
      });

      it('says that a reading was cut off, and reads again over a new wire', async () => {
        await observer.client.query('BEGIN; LOCK TABLE events');
        const reading = connection.read(BLOCKED, [], LONG);
        const refused = assert.rejects(reading, sentence(/^The connection was lost while the server worked/));
        await observer.untilWorking();
        proxy.cut();
        await refused;
        await observer.client.query('COMMIT');
        assert.deepEqual(await connection.read(BLOCKED), [{ n: 3 }]);
      });

      it('says that an idle connection was cut off, and reads again over a new wire', async () => {
        await readOne();
        proxy.cut();
        await untilFailed();
        assert.deepEqual(await readOne(), [{ one: 1 }]);
        assert.match(said[2] ?? '', /^The connection to the server was lost/);
      });
    });

    it('names a permission that was taken away, and reads on when it is back', async () => {
      await observer.client.query('DROP ROLE IF EXISTS reader');
      await observer.client.query('CREATE ROLE reader LOGIN; GRANT SELECT ON events TO reader');
      const asReader = new ServerConnection(
        openClient({ connectionString: connectionString.replace('postgres@', 'reader@') }),
      );
      assert.deepEqual(await asReader.read(BLOCKED), [{ n: 3 }]);
      await observer.client.query('REVOKE SELECT ON events FROM reader');
      await assert.rejects(
        asReader.read(BLOCKED),
        sentence(/^The role may not read this: permission denied for table events\./),
      );
      assert.equal(asReader.state.kind, 'connected');
      await observer.client.query('GRANT SELECT ON events TO reader');
      assert.deepEqual(await asReader.read(BLOCKED), [{ n: 3 }]);
      await asReader.dispose();
      await observer.client.query('DROP OWNED BY reader; DROP ROLE reader');
    });

    it('names a table that was dropped while it was read, and goes on', async () => {
      await observer.client.query('CREATE TABLE fleeting ()');
      await observer.client.query('BEGIN; DROP TABLE fleeting');
      const reading = connection.read('SELECT FROM fleeting', [], LONG);
      const refused = assert.rejects(
        reading,
        sentence(
          /^The database is not as it was when it was read last: relation "fleeting" does not exist\./,
        ),
      );
      await observer.untilWorking();
      await observer.client.query('COMMIT');
      await refused;
      assert.equal(connection.state.kind, 'connected');
      assert.deepEqual(await readOne(), [{ one: 1 }]);
    });
  });
}
