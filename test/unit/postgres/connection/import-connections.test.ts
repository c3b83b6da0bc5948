import assert from 'node:assert/strict';
import { formatMessage } from '../../../../src/analyzers/message';
import { findEnvConnections } from '../../../../src/postgres/connection/env-connections';
import {
  importMicrosoftPostgres,
  importSqlTools,
} from '../../../../src/postgres/connection/import-connections';
import { resolveTarget } from '../../../../src/postgres/connection/resolve-target';
import { describeTarget } from '../../../../src/postgres/connection/target';
import { worldWith } from './sample-world';

describe('Connections of SQLTools', () => {
  const common = { driver: 'PostgreSQL', connectionMethod: 'Server and Port', previewLimit: 50 };

  it('are taken over without their passwords', () => {
    const { settings, skipped } = importSqlTools([
      {
        ...common,
        name: 'shop',
        server: 'db.example.com',
        port: 5433,
        database: 'shop',
        username: 'app',
        password: 'canary',
        connectionTimeout: 30,
        pgOptions: { ssl: { rejectUnauthorized: true, ca: '/ca.crt', cert: '/c.crt', key: '/c.key' } },
      },
      {
        ...common,
        name: 'socket',
        connectionMethod: 'Socket File',
        socketPath: '/run/pg',
        database: 'd',
        username: 'u',
      },
      {
        ...common,
        name: 'string',
        connectionMethod: 'Connection String',
        connectString: 'postgresql://app:canary@db/shop?sslmode=require',
      },
      { ...common, name: 'trusting', server: 'h', pgOptions: { ssl: { rejectUnauthorized: false } } },
      { ...common, name: 'on', server: 'h', pgOptions: { ssl: true, max: 3 } },
      { name: 'another', driver: 'MySQL', server: 'h' },
      'nonsense',
    ]);
    assert.deepEqual(skipped, []);
    assert.deepEqual(settings, [
      {
        name: 'shop',
        host: 'db.example.com',
        port: 5433,
        database: 'shop',
        user: 'app',
        connectTimeoutSeconds: 30,
        sslMode: 'verify-full',
        sslRootCert: '/ca.crt',
        sslCert: '/c.crt',
        sslKey: '/c.key',
      },
      { name: 'socket', host: '/run/pg', database: 'd', user: 'u' },
      { name: 'string', uri: 'postgresql://app@db/shop?sslmode=require' },
      { name: 'trusting', host: 'h', sslMode: 'require' },
      { name: 'on', host: 'h', sslMode: 'verify-full', sslRootCert: 'system' },
    ]);
  });

  it('that cannot be taken over are named, with the way round', () => {
    const { settings, skipped } = importSqlTools([
      {
        ...common,
        name: 'far',
        server: 'h',
        ssh: 'Enabled',
        sshOptions: { host: 'jump', password: 'canary' },
      },
      { ...common, name: 'odd', connectString: 'canary' },
    ]);
    assert.deepEqual(settings, []);
    assert.match(
      skipped.map(formatMessage).join('\n'),
      /"far" goes through an SSH tunnel[^]*"odd" cannot be read/,
    );
    assert.doesNotMatch(JSON.stringify(skipped), /canary/);
  });

  it('are none where the setting is none', () => {
    assert.deepEqual(importSqlTools(undefined), { settings: [], skipped: [] });
  });
});

describe("Connections of Microsoft's PostgreSQL extension", () => {
  it('are taken over without their passwords', () => {
    const { settings } = importMicrosoftPostgres([
      {
        id: '29E52482',
        groupId: '3C7A09B6',
        authenticationType: 'SqlLogin',
        connectTimeout: 15,
        applicationName: 'vscode-pgsql',
        clientEncoding: 'utf8',
        sslmode: 'verify-ca',
        sslrootcert: '/ca.crt',
        server: 'db.example.com',
        user: 'app',
        database: 'shop',
        port: '5433',
        profileName: 'Shop',
        savePassword: true,
        password: 'canary',
        sshPassword: 'canary',
        expiresOn: 0,
      },
      { server: '127.0.0.1', user: 'root', database: '', port: '', sslmode: 'odd' },
    ]);
    assert.deepEqual(settings, [
      {
        name: 'Shop',
        host: 'db.example.com',
        port: 5433,
        database: 'shop',
        user: 'app',
        sslMode: 'verify-ca',
        sslRootCert: '/ca.crt',
        connectTimeoutSeconds: 15,
      },
      { name: '127.0.0.1', host: '127.0.0.1', user: 'root' },
    ]);
  });

  it('show no password that stands in a name', () => {
    const { settings } = importMicrosoftPostgres([
      { server: 'h', profileName: 'postgresql://app:canary@h:5432/shop' },
    ]);
    assert.deepEqual(settings, [{ name: 'postgresql://app@h:5432/shop', host: 'h' }]);
  });
});

describe('Connections of a .env', () => {
  const FOUND: readonly (readonly [text: string, places: readonly string[], password: string | undefined])[] =
    [
      ['DATABASE_URL=postgresql://app:canary@db:5433/shop?schema=x', ['app@db:5433/shop'], 'canary'],
      [
        'DIRECT_URL=postgres://h1/a\nDATABASE_URL="postgres://h2/b"\nREDIS_URL=redis://h3',
        ['ann@h2:5432/b', 'ann@h1:5432/a'],
        undefined,
      ],
      [
        'PGHOST=db\nPGPORT=5433\nPGUSER=app\nPGPASSWORD=can@ry/%\nPGDATABASE=my shop',
        ['app@db:5433/my shop'],
        'can@ry/%',
      ],
      [
        'POSTGRES_USER=app\nPOSTGRES_PASSWORD=canary\nPOSTGRES_DB=shop',
        ['app@localhost:5432/shop'],
        'canary',
      ],
      ['DB_CONNECTION=pgsql\nDB_HOST=db\nDB_DATABASE=shop', ['ann@db:5432/shop'], undefined],
      ['DB_CONNECTION=mysql\nDB_HOST=db\nDB_DATABASE=shop', [], undefined],
      ['DB_HOST=db\nDB_NAME=shop', [], undefined],
      ['PGPASSWORD=canary\nPGHOST=', [], undefined],
      ['DATABASE_URL=mysql://h/d\nDATABASE_URL_2=file:./dev.db', [], undefined],
    ];
  for (const [text, places, password] of FOUND) {
    it(`are found and lead where it says: ${JSON.stringify(text).replaceAll('canary', '…')}`, () => {
      const world = worldWith({ envFile: { path: '.env', text } });
      const connections = findEnvConnections(text);
      const resolved = connections.map(({ setting }) => resolveTarget(setting, world));
      assert.deepEqual(
        resolved.map((each) => each.kind === 'target' && describeTarget(each.target)),
        places,
      );
      const [first] = resolved;
      const supplied = first?.kind === 'target' ? first.supplied : undefined;
      assert.equal(supplied?.password.reveal(), password);
      assert.doesNotMatch(JSON.stringify(connections), /canary|can@ry/);
    });
  }

  it('name the variables that they rest on', () => {
    const text = 'POSTGRES_DB=shop\nPOSTGRES_PASSWORD=x\nPOSTGRES_PORT=\nOTHER=1';
    assert.deepEqual(
      findEnvConnections(text).map(({ setting, variables }) => [setting.name, variables]),
      [['POSTGRES_DB', ['POSTGRES_PASSWORD', 'POSTGRES_DB']]],
    );
  });
});
