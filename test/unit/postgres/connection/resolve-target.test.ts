import assert from 'node:assert/strict';
import { formatMessage } from '../../../../src/analyzers/message';
import type { ConnectionSetting } from '../../../../src/postgres/connection/connection-setting';
import type { ConnectionWorld } from '../../../../src/postgres/connection/connection-world';
import { describeOrigin } from '../../../../src/postgres/connection/describe-origin';
import { resolveTarget } from '../../../../src/postgres/connection/resolve-target';
import { describeTarget, targetKey, type Target } from '../../../../src/postgres/connection/target';
import { worldWith } from './sample-world';

type Setting = Omit<ConnectionSetting, 'name'>;

function resolved(setting: Setting, world: Partial<ConnectionWorld> = {}): Target {
  const result = resolveTarget({ name: 'shop', ...setting }, worldWith(world));
  if (result.kind === 'target') return result.target;
  throw new Error(result.problems.map(formatMessage).join('\n'));
}

function problemsOf(setting: Setting, world: Partial<ConnectionWorld> = {}): string {
  const result = resolveTarget({ name: 'shop', ...setting }, worldWith(world));
  return result.kind === 'problems' ? result.problems.map(formatMessage).join('\n') : '';
}

/** The sources that won, in the words of a tooltip. */
function sources({ origins }: Target): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(origins)
      .filter(([, origin]) => origin.kind !== 'default')
      .map(([keyword, origin]) => [keyword, formatMessage(describeOrigin(origin))]),
  );
}

const SERVICE = {
  path: '/people/ann/.pg_service.conf',
  text: '# mine\n[other]\nhost=elsewhere\n\n[prod]\nhost=db.example.com\nport=6432\nuser=reader\nuser=second\npassword=canary\n\n[next]\nport=1\n',
};

describe('A target', () => {
  const FOUND: readonly (readonly [
    title: string,
    setting: Setting,
    world: Partial<ConnectionWorld>,
    place: string,
  ])[] = [
    ['is the local server without a word', {}, {}, 'ann@localhost:5432/ann'],
    [
      'is behind the local socket where there is one',
      {},
      { socketDirectory: '/var/run/postgresql' },
      'ann@/var/run/postgresql/.s.PGSQL.5432/ann',
    ],
    ['takes the user for the database', { user: 'bob' }, {}, 'bob@localhost:5432/bob'],
    [
      'follows the setting',
      { host: 'db', port: 5433, database: 'shop', user: 'app' },
      {},
      'app@db:5433/shop',
    ],
    ['follows the URI', { uri: 'postgresql://app@db:5433/shop?schema=public' }, {}, 'app@db:5433/shop'],
    [
      'follows a URI with a socket',
      { uri: 'postgresql:///shop?host=/run/pg' },
      {},
      'ann@/run/pg/.s.PGSQL.5432/shop',
    ],
    ['follows IPv6', { uri: 'postgresql://[::1]/shop' }, {}, 'ann@[::1]:5432/shop'],
    [
      'takes keys of the setting before the URI',
      { uri: 'postgresql://app@db:5433/shop', port: 6432, database: 'other' },
      {},
      'app@db:6432/other',
    ],
    [
      'takes the service before PG* variables',
      { service: 'prod' },
      { serviceFiles: [SERVICE], environment: { PGHOST: 'wrong', PGDATABASE: 'shop' } },
      'reader@db.example.com:6432/shop',
    ],
    [
      'takes the setting before its service',
      { service: 'prod', user: 'app' },
      { serviceFiles: [SERVICE] },
      'app@db.example.com:6432/app',
    ],
    [
      'finds the service that a URI names',
      { uri: 'postgresql:///shop?service=prod' },
      { serviceFiles: [SERVICE] },
      'reader@db.example.com:6432/shop',
    ],
    [
      'finds the service that PGSERVICE names',
      {},
      { serviceFiles: [SERVICE], environment: { PGSERVICE: 'prod' } },
      'reader@db.example.com:6432/reader',
    ],
    [
      'takes the first file that has the service',
      { service: 'prod' },
      { serviceFiles: [{ path: '/a', text: '[x]' }, SERVICE, { path: '/b', text: '[prod]\nhost=no' }] },
      'reader@db.example.com:6432/reader',
    ],
    [
      'follows PG* variables',
      {},
      { environment: { PGHOST: 'h', PGPORT: '1', PGUSER: 'u', PGDATABASE: 'd' } },
      'u@h:1/d',
    ],
    [
      'takes an empty variable for none',
      {},
      { environment: { PGHOST: '', PGPORT: '' } },
      'ann@localhost:5432/ann',
    ],
    ['has several hosts with their ports', { uri: 'postgresql://h1:1,h2:2/shop' }, {}, 'ann@h1:1,h2:2/shop'],
    ['has one port for all hosts', { host: 'h1,h2', port: 6432 }, {}, 'ann@h1:6432,h2:6432/ann'],
    ['has the usual port where one is left out', { uri: 'postgresql://h1,h2:2' }, {}, 'ann@h1:5432,h2:2/ann'],
    [
      'puts variables in',
      { host: '${env:DB_HOST}', port: '${env:DB_PORT}', database: 'shop_${env:STAGE}' },
      {
        environment: { DB_HOST: 'db', STAGE: 'test' },
        envFile: { path: '/people/ann/shop/.env', text: 'DB_PORT=5433\nDB_HOST=wrong' },
      },
      'ann@db:5433/shop_test',
    ],
    [
      'puts variables in variables',
      { host: '${env:A}' },
      { environment: { A: '${env:B}.example.com', B: 'db' } },
      'ann@db.example.com:5432/ann',
    ],
    [
      'puts variables into a URI, with whatever they contain',
      { uri: 'postgresql://${env:U}:${env:P}@db/${env:D}' },
      { environment: { U: 'a@b/c', P: 'can@ry', D: 'my shop?' } },
      'a@b/c@db:5432/my shop?',
    ],
    [
      'puts variables into key words and values',
      { uri: "host=${env:H} dbname='${env:D}'" },
      { environment: { H: 'db', D: "o'neil's shop" } },
      "ann@db:5432/o'neil's shop",
    ],
    [
      'follows a variable that is a whole URI',
      { uri: '${env:DATABASE_URL}' },
      { envFile: { path: '.env', text: 'DATABASE_URL="postgresql://app:canary@db:5433/shop?schema=x"' } },
      'app@db:5433/shop',
    ],
    [
      'follows a variable of a .env that is made of others',
      { uri: '${env:DATABASE_URL}' },
      { envFile: { path: '.env', text: 'PORT=5433\nDATABASE_URL=postgresql://db:${PORT}/shop' } },
      'ann@db:5433/shop',
    ],
  ];
  for (const [title, setting, world, place] of FOUND) {
    it(title, () => assert.equal(describeTarget(resolved(setting, world)), place));
  }

  it('knows for each parameter which source won', () => {
    const target = resolved(
      { database: 'shop', uri: 'postgresql:///?sslmode=require', service: 'prod', host: '${env:DB_HOST}' },
      {
        serviceFiles: [SERVICE],
        environment: { PGOPTIONS: '-c geqo=off', PGPORT: '1' },
        envFile: { path: '/people/ann/shop/.env', text: 'DB_HOST=db' },
      },
    );
    assert.deepEqual(sources(target), {
      service: 'from the settings',
      user: 'from the service "prod" in /people/ann/.pg_service.conf',
      host: 'from DB_HOST in /people/ann/shop/.env',
      port: 'from the service "prod" in /people/ann/.pg_service.conf',
      sslmode: 'from the connection URI in the settings',
      options: 'from the environment variable PGOPTIONS',
      dbname: 'from the settings',
    });
  });

  it('ignores a .env that the setting does not name', () => {
    const envFile = { path: '.env', text: 'PGHOST=evil\nPGSSLMODE=disable' };
    const target = resolved({ database: 'shop' }, { envFile });
    assert.equal(describeTarget(target), 'ann@localhost:5432/shop');
    assert.equal(target.tls.mode, 'prefer');
  });

  it('has the defaults of libpq, and a limit for waiting', () => {
    const { origins, ...rest } = resolved({});
    assert.deepEqual(sources({ ...rest, origins }), {});
    assert.deepEqual(rest, {
      hosts: [{ host: 'localhost', port: 5432 }],
      database: 'ann',
      user: 'ann',
      tls: { mode: 'prefer', negotiation: 'postgres' },
      connectTimeoutMs: 10_000,
      targetSessionAttrs: 'any',
    });
  });

  it('reads the other parameters', () => {
    const { hosts, tls, channelBinding, connectTimeoutMs, targetSessionAttrs, options, passfile } = resolved({
      uri: 'postgresql://db?hostaddr=10.0.0.1&sslmode=verify-ca&sslrootcert=certs/ca.crt&sslcert=/c.crt&sslkey=/c.key&sslnegotiation=direct&ssl_min_protocol_version=tlsv1.3&connect_timeout=-1&target_session_attrs=read-only&channel_binding=require&options=-c%20geqo%3Doff&passfile=pass',
    });
    assert.deepEqual(hosts, [{ host: 'db', port: 5432, hostaddr: '10.0.0.1' }]);
    assert.deepEqual(tls, {
      mode: 'verify-ca',
      negotiation: 'direct',
      rootCert: '/people/ann/shop/certs/ca.crt',
      cert: '/c.crt',
      key: '/c.key',
      minVersion: 'TLSv1.3',
    });
    assert.deepEqual(
      { channelBinding, connectTimeoutMs, targetSessionAttrs, options, passfile },
      {
        channelBinding: 'require',
        connectTimeoutMs: 0,
        targetSessionAttrs: 'read-only',
        options: '-c geqo=off',
        passfile: '/people/ann/shop/pass',
      },
    );
  });

  it('uses the certificates of the home folder where nothing else is said', () => {
    const defaultFiles = { rootCert: '/r', cert: '/c', key: '/k' };
    const { rootCert, cert, key } = resolved({ sslMode: 'verify-full' }, { defaultFiles }).tls;
    assert.deepEqual([rootCert, cert, key], ['/r', '/c', '/k']);
  });

  it('verifies in full against the authorities of the system', () => {
    assert.deepEqual(resolved({ sslRootCert: 'system' }).tls, {
      mode: 'verify-full',
      negotiation: 'postgres',
      rootCert: 'system',
    });
  });

  it('hands over the password of a service and of a whole URI, and says where it came from', () => {
    const envFile = { path: '.env', text: 'DATABASE_URL=postgresql://app:first@db/shop' };
    const world = worldWith({ serviceFiles: [SERVICE], envFile });
    const read = (setting: Setting) => {
      const result = resolveTarget({ name: 'shop', ...setting }, world);
      return result.kind === 'target' && [result.supplied?.password.reveal(), result.supplied?.origin.kind];
    };
    assert.deepEqual(read({ service: 'prod' }), ['canary', 'service']);
    assert.deepEqual(read({ uri: '${env:DATABASE_URL}', service: 'prod' }), ['first', 'env-file']);
    assert.deepEqual(read({}), [undefined, undefined]);
  });

  it('passes over what only other programs understand, and says so', () => {
    const uri = 'postgresql://db/shop?schema=public&pgbouncer=true&connection_limit=1&application_name=x';
    const result = resolveTarget({ name: 'shop', uri }, worldWith());
    assert.deepEqual(result.kind === 'target' && result.ignored, [
      'schema',
      'pgbouncer',
      'connection_limit',
      'application_name',
    ]);
  });

  const REFUSED: readonly (readonly [title: string, Setting, Partial<ConnectionWorld>, RegExp])[] = [
    ['a password in the URI', { uri: 'postgresql://a:canary@h' }, {}, /secret store/],
    ['a password in a URI that cannot be read', { uri: 'postgresql://a:can@ry@h' }, {}, /secret store/],
    ['a port that is none', { port: '54x' }, {}, /^The value of port .* 1 – 65535/],
    ['a port out of range', {}, { environment: { PGPORT: '70000' } }, /^The value of PGPORT/],
    ['more ports than hosts', { uri: 'postgresql://h1:1,h2:2,h3:3', port: '1,2' }, {}, /2 ports for 3 hosts/],
    [
      'more addresses than hosts',
      { host: 'h1,h2' },
      { environment: { PGHOSTADDR: '::1' } },
      /2 host names for 1 host addresses/,
    ],
    ['a socket in the abstract namespace', { host: '@postgres' }, {}, /@postgres is a socket/],
    ['a service without a file', { service: 'prod' }, {}, /there is no service file/],
    [
      'a service that is not defined',
      { service: 'test' },
      { serviceFiles: [SERVICE] },
      /"test" is not defined in \/people\/ann\/\.pg_service\.conf/,
    ],
    [
      'a service file with a line that is no pair',
      { service: 'x' },
      { serviceFiles: [{ path: '/s', text: '[x]\nhost' }] },
      /Line 2 of the service file \/s/,
    ],
    [
      'a service in a service',
      { service: 'x' },
      { serviceFiles: [{ path: '/s', text: '[x]\n\nservice=y' }] },
      /Line 3/,
    ],
    ['a variable that is not set', { host: '${env:NOWHERE}' }, {}, /NOWHERE, which is not set/],
    ['a variable that is not known', { sslRootCert: '${file}' }, {}, /\$\{file\}, which is not known/],
    ['an unknown host in a variable', { uri: '${env:URL}' }, {}, /URL, which is not set/],
    [
      'a variable in a circle',
      { host: '${env:A}' },
      { environment: { A: '${env:B}', B: 'x${env:A}' } },
      /refers to itself \(A → B → A\)/,
    ],
    ['an unknown sslmode', { uri: 'postgresql:///?sslmode=on' }, {}, /sslmode .* prefer, require/],
    ['a misspelt TLS parameter', { uri: 'postgresql:///?sslmod=verify-full' }, {}, /sslmod is not known/],
    ['a check without an authority', { sslMode: 'verify-ca' }, {}, /no root certificate/],
    [
      'the system authorities without a full check',
      { sslMode: 'require', sslRootCert: 'system' },
      {},
      /verify-full only/,
    ],
    ['a certificate without a key', { sslCert: '/c.crt' }, {}, /without its private key/],
    ['direct TLS that is optional', {}, { environment: { PGSSLNEGOTIATION: 'direct' } }, /must be require/],
    [
      'a demand that cannot be kept',
      { uri: 'postgresql:///?gssencmode=require' },
      {},
      /gssencmode asks for a protection/,
    ],
    ['another demand', {}, { environment: { PGREQUIREAUTH: 'scram-sha-256' } }, /PGREQUIREAUTH asks/],
  ];
  for (const [title, setting, world, expected] of REFUSED) {
    it(`is refused for ${title}, in a sentence without a secret`, () => {
      const text = problemsOf(setting, world);
      assert.match(text, expected);
      assert.doesNotMatch(text, /canary|can@ry|54x/);
    });
  }

  it('needs no folder unless it is named', () => {
    const nowhere = {
      environment: {},
      home: '/people/ann',
      osUser: 'ann',
      serviceFiles: [],
      defaultFiles: {},
    };
    const resolve = (sslRootCert: string) => resolveTarget({ name: 'x', sslRootCert }, nowhere);
    const withHome = resolve('${userHome}/ca.crt');
    assert.equal(withHome.kind === 'target' && withHome.target.tls.rootCert, '/people/ann/ca.crt');
    const withFolder = resolve('${workspaceFolder}/ca.crt');
    assert.ok(withFolder.kind === 'problems');
    assert.match(withFolder.problems.map(formatMessage).join(), /no folder is open/);
  });
});

describe('The key of secrets', () => {
  it('is the place and the role, whatever the connection is called and however it is protected', () => {
    const key = targetKey(resolved({ uri: 'postgresql://app@DB:5433/shop?sslmode=require' }));
    assert.equal(key, 'postgresql://app@db:5433/shop');
    assert.equal(targetKey(resolved({ host: 'db', port: 5433, user: 'app', database: 'shop' })), key);
  });

  it('keeps apart what only looks alike', () => {
    const first = targetKey(resolved({ user: 'a@b', host: 'c', database: 'd' }));
    const second = targetKey(resolved({ user: 'a', host: 'b@c', database: 'd' }));
    assert.notEqual(first, second);
    assert.notEqual(
      targetKey(resolved({ host: '/tmp/A', user: 'x' })),
      targetKey(resolved({ host: '/tmp/a', user: 'x' })),
    );
  });
});
