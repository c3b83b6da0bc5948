import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { readConnectionWorld } from '../../../../src/postgres/connection/read-world';

describe('The world that a connection is looked for in', () => {
  let home: string;
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'indexwright-home-'))));
  afterEach(() => rmSync(home, { recursive: true }));
  const write = (name: string, text: string): string => {
    const path = join(home, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
    return path;
  };
  const read = (environment: NodeJS.ProcessEnv = {}) =>
    readConnectionWorld(
      { path: home, envFile: '.env' },
      { HOME: home, PGSYSCONFDIR: join(home, 'etc'), ...environment },
    );

  it('is empty on a machine without files', async () => {
    const { environment, ...world } = await read({ PGHOST: 'db' });
    assert.equal(environment['PGHOST'], 'db');
    assert.deepEqual(world, {
      home,
      osUser: userInfo().username,
      serviceFiles: [],
      defaultFiles: {},
      workspaceFolder: home,
      // Whether a server runs on this machine is not the test's to say.
      ...(world.socketDirectory !== undefined && { socketDirectory: world.socketDirectory }),
    });
  });

  if (process.platform !== 'win32') {
    it('has the service files of the user and of the system, certificates, and the .env of the folder', async () => {
      const own = write('.pg_service.conf', '[a]');
      const system = write('etc/pg_service.conf', '[b]');
      const rootCert = write('.postgresql/root.crt', 'x');
      const cert = write('.postgresql/postgresql.crt', 'x');
      const key = write('.postgresql/postgresql.key', 'x');
      const env = write('.env', 'A=1');
      const world = await read();
      assert.deepEqual(world.serviceFiles, [
        { path: own, text: '[a]' },
        { path: system, text: '[b]' },
      ]);
      assert.deepEqual(world.defaultFiles, { rootCert, cert, key });
      assert.deepEqual(world.envFile, { path: env, text: 'A=1' });
    });

    it('takes PGSERVICEFILE for the service file of the user', async () => {
      write('.pg_service.conf', '[a]');
      const named = write('named.conf', '[c]');
      const { serviceFiles } = await read({ PGSERVICEFILE: named });
      assert.deepEqual(serviceFiles, [{ path: named, text: '[c]' }]);
    });
  }
});
