import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import {
  everyServer,
  oldestAndNewestServer,
  preparePrograms,
} from '../../../scripts/servers/postgres-binaries.mjs';
import { canReach, findAccount, serverUser } from '../../../scripts/servers/server-user.mjs';

const RUN_UNTIL_KILLED = path.join(__dirname, 'run-until-killed.mjs');
const user = serverUser();

interface Run {
  process: ChildProcess;
  home: string;
  connectionString: string;
}

async function query(connectionString: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

async function isRefused(connectionString: string, text = 'SELECT 1'): Promise<boolean> {
  return query(connectionString, text).then(
    () => false,
    () => true,
  );
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(20);
}

async function startRun(home: string, ending: 'killed' | 'returns'): Promise<Run> {
  const child = spawn(process.execPath, [RUN_UNTIL_KILLED, home, ending], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { process: child, ...(JSON.parse(line.toString()) as { home: string; connectionString: string }) };
}

describe('embedded PostgreSQL', () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(path.join(os.tmpdir(), 'indexwright-test-'));
    chmodSync(directory, 0o755);
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  for (const alias of everyServer()) {
    it(`starts ${alias}, makes databases and leaves nothing behind`, async () => {
      const server = await startPostgres(alias);
      const database = await server.createDatabase('Größe "1"');
      const rows = await query(
        database,
        `SELECT current_database() AS name, current_setting('server_version_num')::int / 10000 AS major,
                current_setting('server_encoding') AS encoding, current_setting('listen_addresses') AS address`,
      );
      assert.deepEqual(rows, [
        { name: 'Größe "1"', major: Number(alias.slice(2)), encoding: 'UTF8', address: '127.0.0.1' },
      ]);
      await server.stop();
      assert.ok(await isRefused(server.connectionString));
      assert.ok(!existsSync(server.home));
    });
  }

  it('keeps the data of a home, until a fresh start is asked for', async () => {
    const home = path.join(directory, 'kept');
    const first = await startPostgres('pg18', { home });
    await query(first.connectionString, 'CREATE TABLE kept AS SELECT 1 AS one');
    await first.stop();

    const second = await startPostgres('pg18', { home, settings: { work_mem: '7MB' } });
    assert.deepEqual(
      await query(second.connectionString, "SELECT one, current_setting('work_mem') AS mem FROM kept"),
      [{ one: 1, mem: '7MB' }],
    );
    await second.stop();

    const third = await startPostgres('pg18', { home, fresh: true });
    assert.deepEqual(await query(third.connectionString, "SELECT to_regclass('kept') AS kept"), [
      { kept: null },
    ]);
    await third.stop();
  });

  it('takes the port it is asked to prefer, and another one when that is taken', async () => {
    const first = await startPostgres('pg18');
    const second = await startPostgres('pg18', { port: first.port });
    assert.notEqual(second.port, first.port);
    await first.stop();
    const third = await startPostgres('pg18', { port: first.port });
    assert.equal(third.port, first.port);
    await Promise.all([second.stop(), third.stop()]);
  });

  it('is halted and resumed on the same port with the same data', async () => {
    const server = await startPostgres('pg18');
    await query(server.connectionString, 'CREATE TABLE kept AS SELECT 1 AS one');
    for (const mode of ['smart', 'fast', 'immediate'] as const) {
      await server.halt(mode);
      assert.ok(await isRefused(server.connectionString));
      await server.resume();
      assert.deepEqual(await query(server.connectionString, 'SELECT one FROM kept'), [{ one: 1 }]);
    }
    await server.halt('fast');
    await server.stop();
    assert.ok(!existsSync(server.home));
  });

  it('lets in by the lines of pg_hba.conf and keeps its files for itself', async () => {
    const server = await startPostgres('pg18', {
      hba: ['host all app 127.0.0.1/32 scram-sha-256'],
      files: { 'notes.txt': 'private' },
    });
    await query(server.connectionString, "CREATE ROLE app LOGIN PASSWORD 'right'; CREATE ROLE other LOGIN");
    const asRole = (role: string) => server.connectionString.replace('postgres@', `${role}@`);
    assert.deepEqual(await query(asRole('app:right'), 'SELECT 1 AS one'), [{ one: 1 }]);
    assert.ok(await isRefused(asRole('app:wrong')));
    assert.ok(await isRefused(asRole('other')));
    const notes = path.join(server.home, 'data', 'notes.txt');
    assert.equal(readFileSync(notes, 'utf8'), 'private');
    assert.equal(statSync(notes).mode & 0o777, 0o600);
    await server.stop();
  });

  for (const alias of oldestAndNewestServer()) {
    it(`follows another as a hot standby (${alias})`, async () => {
      const primary = await startPostgres(alias);
      await query(primary.connectionString, 'CREATE TABLE before AS SELECT 1 AS one');
      const standby = await startPostgres(alias, { standbyOf: primary });
      assert.deepEqual(await query(standby.connectionString, 'SELECT one, pg_is_in_recovery() FROM before'), [
        { one: 1, pg_is_in_recovery: true },
      ]);
      await query(primary.connectionString, 'CREATE TABLE later AS SELECT 2 AS two');
      await until(async () => !(await isRefused(standby.connectionString, 'SELECT two FROM later')));
      await standby.stop();
      await primary.stop();
    });
  }

  it('ends with a run that returns without stopping it', async () => {
    const run = await startRun('', 'returns');
    await until(() => run.process.exitCode !== null);
    assert.equal(run.process.exitCode, 0);
    await until(() => !existsSync(run.home));
    assert.ok(await isRefused(run.connectionString));
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    it(`ends with a run that ${signal} ends`, async () => {
      const run = await startRun('', 'killed');
      run.process.kill(signal);
      await until(() => !existsSync(run.home));
      assert.ok(await isRefused(run.connectionString));
    });
  }

  it('stops the server of a run that was killed together with its supervisor, and keeps its data', async () => {
    const run = await startRun(path.join(directory, 'orphan'), 'killed');
    await query(run.connectionString, 'CREATE TABLE kept AS SELECT 1 AS one');
    const owner = JSON.parse(readFileSync(path.join(run.home, 'owner.json'), 'utf8')) as {
      supervisor: number;
    };
    process.kill(owner.supervisor, 'SIGKILL');
    run.process.kill('SIGKILL');
    await once(run.process, 'exit');
    assert.ok(!(await isRefused(run.connectionString)));

    const next = await startPostgres('pg18', { home: path.join(directory, 'orphan') });
    assert.ok(await isRefused(run.connectionString));
    assert.deepEqual(await query(next.connectionString, 'SELECT one FROM kept'), [{ one: 1 }]);
    await next.stop();
  });

  it('does not mistake another process for its own server', async () => {
    const home = path.join(directory, 'reused');
    await (await startPostgres('pg18', { home })).stop();
    const server = await startPostgres('pg18', { home });
    const pidFile = readFileSync(path.join(server.home, 'data', 'postmaster.pid'), 'utf8');
    await server.stop();
    writeFileSync(
      path.join(server.home, 'data', 'postmaster.pid'),
      pidFile.replace(/^\d+/, String(process.ppid)),
    );
    await (await startPostgres('pg18', { home })).stop();
  });

  it('refuses a home whose run still goes on', async () => {
    const home = path.join(directory, 'busy');
    const server = await startPostgres('pg18', { home });
    await assert.rejects(
      startPostgres('pg18', { home }),
      /is in use by a run that still goes on \(process \d+\)/,
    );
    await server.stop();
  });

  it('says in one sentence what is missing or wrong', async () => {
    await assert.rejects(
      startPostgres('pg99'),
      /^Error: The package pg99 is not installed; run npm ci first\.$/,
    );
    await assert.rejects(startPostgres('pg18', { settings: { work_mem: 'much' } }), (error: Error) => {
      assert.match(error.message, /^PostgreSQL \(pg18\) did not start: .*work_mem.*$/);
      return true;
    });
  });

  if (user !== undefined) {
    it('moves data and binaries that its user cannot reach', async () => {
      const closed = path.join(directory, 'closed');
      mkdirSync(path.join(closed, 'native', 'bin'), { recursive: true });
      chmodSync(closed, 0o700);
      writeFileSync(path.join(closed, 'native', 'bin', 'postgres'), '', { mode: 0o600 });
      assert.ok(!canReach(path.join(closed, 'native'), user));
      const programs = preparePrograms(closed, directory, user);
      assert.ok(programs.postgres.startsWith(path.join(directory, 'postgres')));
      assert.ok(canReach(path.dirname(programs.postgres), user));

      const server = await startPostgres('pg18', { home: path.join(closed, 'home') });
      assert.ok(!server.home.startsWith(closed));
      await query(server.connectionString, 'CREATE TABLE kept AS SELECT 1 AS one');
      await server.stop();
      const again = await startPostgres('pg18', { home: path.join(closed, 'home') });
      assert.deepEqual(await query(again.connectionString, 'SELECT one FROM kept'), [{ one: 1 }]);
      await again.stop();
      rmSync(again.home, { recursive: true });
    });
  }
});

describe('the binaries of embedded PostgreSQL', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'indexwright-test-'));
    chmodSync(root, 0o755);
    mkdirSync(path.join(root, 'native', 'bin'), { recursive: true });
    mkdirSync(path.join(root, 'native', 'lib'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('get the library links that an install script would have made', () => {
    writeFileSync(path.join(root, 'native', 'lib', 'libpq.so.5.15'), '');
    const links = [{ source: 'native/lib/libpq.so.5.15', target: 'native/lib/libpq.so.5' }];
    writeFileSync(path.join(root, 'native', 'pg-symlinks.json'), JSON.stringify(links));
    preparePrograms(root, root, user);
    const { postgres } = preparePrograms(root, root, user);
    assert.ok(postgres.startsWith(path.join(root, 'native', 'bin', 'postgres')));
    assert.equal(readlinkSync(path.join(root, 'native', 'lib', 'libpq.so.5')), 'libpq.so.5.15');
  });
});

describe('the user that PostgreSQL runs as', () => {
  it('is the first unprivileged account that exists', () => {
    const nobody = 'root:x:0:0::/root:/bin/sh\nnobody:x:65534:65533::/:/bin/false\n';
    assert.deepEqual(findAccount(nobody), { uid: 65534, gid: 65533 });
    assert.deepEqual(findAccount(`${nobody}postgres:x:70:71::/:/bin/sh\n`), { uid: 70, gid: 71 });
    assert.equal(findAccount('root:x:0:0::/root:/bin/sh\nnobody:*:-2:-2::/:/bin/false\n'), undefined);
  });
});
