import assert from 'node:assert/strict';
import { parseConnectionText } from '../../../../src/postgres/connection/connection-text';
import {
  connectionTextHoldsPassword,
  splitPassword,
} from '../../../../src/postgres/connection/split-password';
import { formatMessage } from '../../../../src/analyzers/message';

interface Read {
  readonly parameters: Readonly<Record<string, string>>;
  readonly password?: string;
}

/** As psql takes them (libpq 15), unless a comment says otherwise. */
const READ: Readonly<Record<string, Read>> = {
  'postgresql://': { parameters: {} },
  'postgresql://localhost': { parameters: { host: 'localhost' } },
  'postgres://localhost:5433': { parameters: { host: 'localhost', port: '5433' } },
  'postgresql://localhost/shop': { parameters: { host: 'localhost', dbname: 'shop' } },
  'postgresql://ann@localhost': { parameters: { user: 'ann', host: 'localhost' } },
  'postgresql://ann:secret@localhost/shop': {
    parameters: { user: 'ann', host: 'localhost', dbname: 'shop' },
    password: 'secret',
  },
  'postgresql://ann@localhost/otherdb?connect_timeout=10&application_name=myapp': {
    parameters: {
      user: 'ann',
      host: 'localhost',
      dbname: 'otherdb',
      connect_timeout: '10',
      application_name: 'myapp',
    },
  },
  'postgresql://host1:123,host2:456/shop?target_session_attrs=any': {
    parameters: { host: 'host1,host2', port: '123,456', dbname: 'shop', target_session_attrs: 'any' },
  },
  'postgresql://host1,host2:456': { parameters: { host: 'host1,host2', port: ',456' } },
  'postgresql:///shop?host=localhost&port=5433': {
    parameters: { dbname: 'shop', host: 'localhost', port: '5433' },
  },
  'postgresql://[2001:db8::1234]/database': { parameters: { host: '2001:db8::1234', dbname: 'database' } },
  'postgresql://[::1]:5433,localhost': { parameters: { host: '::1,localhost', port: '5433,' } },
  'postgresql://%2Fvar%2Frun%2Fpostgresql/shop': {
    parameters: { host: '/var/run/postgresql', dbname: 'shop' },
  },
  'postgresql:///shop?host=/var/run/postgresql': {
    parameters: { dbname: 'shop', host: '/var/run/postgresql' },
  },
  'postgresql://an%40n:p%2Fw%40rd%25@localhost': {
    parameters: { user: 'an@n', host: 'localhost' },
    password: 'p/w@rd%',
  },
  'postgresql://ann:pa?ss#w+rd@localhost': {
    parameters: { user: 'ann', host: 'localhost' },
    password: 'pa?ss#w+rd',
  },
  'postgresql://localhost/shop?user=ann&password=secret&sslmode=require&service=prod': {
    parameters: { host: 'localhost', dbname: 'shop', user: 'ann', sslmode: 'require', service: 'prod' },
    password: 'secret',
  },
  'postgresql://localhost?ssl=true': { parameters: { host: 'localhost', sslmode: 'require' } },
  // What follows is no libpq: JDBC, SQLAlchemy, node-postgres, Prisma.
  'jdbc:postgresql://localhost:5432/shop?user=ann': {
    parameters: { host: 'localhost', port: '5432', dbname: 'shop', user: 'ann' },
  },
  'postgresql+asyncpg://localhost/shop': { parameters: { host: 'localhost', dbname: 'shop' } },
  'postgres://localhost/shop?sslmode=no-verify': {
    parameters: { host: 'localhost', dbname: 'shop', sslmode: 'require' },
  },
  'postgresql://localhost/shop?schema=public&pgbouncer=true&connection_limit=1': {
    parameters: {
      host: 'localhost',
      dbname: 'shop',
      schema: 'public',
      pgbouncer: 'true',
      connection_limit: '1',
    },
  },
  'host=localhost port=5433 dbname=shop': { parameters: { host: 'localhost', port: '5433', dbname: 'shop' } },
  "host = localhost dbname='my shop' user='o\\'neil' password=a\\ b": {
    parameters: { host: 'localhost', dbname: 'my shop', user: "o'neil" },
    password: 'a b',
  },
  "host=/tmp options='-c geqo=off'": { parameters: { host: '/tmp', options: '-c geqo=off' } },
  "host='' dbname=shop": { parameters: { dbname: 'shop' } },
};

describe('A connection string', () => {
  for (const [text, expected] of Object.entries(READ)) {
    it(`is read: ${text}`, () => {
      const parsed = parseConnectionText(text);
      assert.ok(!('malformed' in parsed));
      const { parameters, password } = parsed;
      assert.deepEqual({ parameters, password: password?.reveal() }, { password: undefined, ...expected });
    });
  }

  const REFUSED: Readonly<Record<string, RegExp>> = {
    shop: /no connection string/,
    'mysql://localhost/shop': /no connection string/,
    'postgresql://[::1/shop': /brackets/,
    'postgresql://::1/shop': /brackets/,
    'postgresql://localhost/50%': /%25/,
    'postgresql://localhost/a%00b': /%25/,
    'postgresql://localhost/%ff': /%25/,
    'postgresql://ann:p@ss@localhost/shop': /%40/,
    'postgresql://ann:p/ss@localhost/shop': /%40/,
    'host=localhost dbname': /without =/,
    "host='localhost": /not closed/,
    "host='localhost'x": /not closed/,
  };
  for (const [text, expected] of Object.entries(REFUSED)) {
    it(`is refused without a word of it: ${text}`, () => {
      const parsed = parseConnectionText(text);
      assert.ok('malformed' in parsed);
      assert.match(formatMessage(parsed.malformed), expected);
      assert.deepEqual(parsed.malformed.args, []);
    });
  }
});

describe('A pasted address', () => {
  const SPLIT: Readonly<Record<string, readonly [text: string, password: string | undefined]>> = {
    'postgresql://ann:s%3Acret@localhost:5432/shop?sslmode=require': [
      'postgresql://ann@localhost:5432/shop?sslmode=require',
      's:cret',
    ],
    'postgresql://ann@localhost/shop': ['postgresql://ann@localhost/shop', undefined],
    'postgresql://ann:@localhost/shop': ['postgresql://ann@localhost/shop', undefined],
    'postgres://a:1@h1:1,h2:2/d': ['postgres://a@h1:1,h2:2/d', '1'],
    'postgresql://localhost/shop?user=ann&password=secret&p%61ssword=other&sslmode=require': [
      'postgresql://localhost/shop?user=ann&sslmode=require',
      'other',
    ],
    'postgresql://localhost?password=secret': ['postgresql://localhost', 'secret'],
    "  psql 'postgresql://ann:secret@db.example.com/shop' \n": [
      'postgresql://ann@db.example.com/shop',
      'secret',
    ],
    'psql "host=localhost password=secret dbname=\'my shop\'"': ["host=localhost dbname='my shop'", 'secret'],
    'postgresql://ann:${env:DB_PASSWORD}@localhost': ['postgresql://ann@localhost', '${env:DB_PASSWORD}'],
  };
  for (const [pasted, [text, password]] of Object.entries(SPLIT)) {
    it(`is parted from its password: ${pasted.trim()}`, () => {
      const split = splitPassword(pasted);
      assert.ok(split.kind === 'split');
      assert.deepEqual([split.text, split.password?.reveal()], [text, password]);
    });
  }

  it('shows its password neither when it is printed nor in JSON', async () => {
    const { inspect } = await import('node:util');
    const split = splitPassword('postgresql://ann:canary@localhost');
    assert.doesNotMatch(
      `${inspect(split, { depth: 5, showHidden: true })}${JSON.stringify(split)}`,
      /canary/,
    );
  });

  const WRITTEN_OUT: Readonly<Record<string, boolean>> = {
    'postgresql://ann:secret@localhost': true,
    'postgresql://ann:sec${env:X}@localhost': true,
    'postgresql://ann:${env:DB_PASSWORD}@localhost:${env:PORT}/shop': false,
    'postgresql://${env:USER}:${env:PASSWORD}@${env:HOST}/shop': false,
    '${env:DATABASE_URL}': false,
    'host=localhost password=secret': true,
    'host=localhost password=${env:DB_PASSWORD}': false,
    'postgresql://ann:p@ss@localhost': true,
    'postgresql://ann@localhost': false,
    'postgresql://localhost?password=secret': true,
  };
  for (const [text, expected] of Object.entries(WRITTEN_OUT)) {
    it(`${expected ? 'has' : 'has not'} a password that is written out: ${text}`, () => {
      assert.equal(connectionTextHoldsPassword(text), expected);
    });
  }
});
