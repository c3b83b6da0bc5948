import assert from 'node:assert/strict';
import { formatMessage } from '../../../../src/analyzers/message';
import { readConnectionSetting } from '../../../../src/postgres/connection/connection-setting';

describe('A connection in the settings', () => {
  it('is read with all its keys', () => {
    const written = {
      name: ' shop ',
      uri: 'postgresql://app@db/shop',
      host: 'db',
      port: '5432,5433',
      database: 'shop',
      user: 'app',
      service: 'prod',
      sslMode: 'verify-full',
      sslRootCert: 'system',
      sslCert: '/c.crt',
      sslKey: '/c.key',
      connectTimeoutSeconds: 2.5,
      role: 'production',
      schemas: ['public', 'events_*'],
    };
    assert.deepEqual(readConnectionSetting({ ...written, colour: 'red' }), {
      kind: 'setting',
      setting: { ...written, name: 'shop' },
    });
  });

  it('needs nothing but a name', () => {
    assert.deepEqual(readConnectionSetting({ name: 'local' }), {
      kind: 'setting',
      setting: { name: 'local' },
    });
  });

  const REFUSED: readonly (readonly [written: unknown, expected: RegExp])[] = [
    ['postgresql://localhost', /is not an object/],
    [[], /is not an object/],
    [{ host: 'db' }, /has no name/],
    [{ name: ' ' }, /has no name/],
    [{ name: 'shop', host: 5 }, /"shop" has a value for host .* a text/],
    [{ name: 'shop', port: 0 }, /for port/],
    [{ name: 'shop', sslMode: 'on' }, /for sslMode .* verify-full/],
    [{ name: 'shop', connectTimeoutSeconds: -1 }, /for connectTimeoutSeconds/],
    [{ name: 'shop', role: 'prod' }, /for role .* development, production/],
    [{ name: 'shop', schemas: [''] }, /for schemas/],
    [{ name: 'shop', password: 'canary' }, /has a password in the settings/],
    [{ name: 'shop', uri: 'postgresql://a:canary@h' }, /by pasting its address/],
  ];
  for (const [written, expected] of REFUSED) {
    it(`is refused, without its secrets: ${JSON.stringify(written).replace('canary', '…')}`, () => {
      const read = readConnectionSetting(written);
      const text = read.kind === 'problems' ? read.problems.map(formatMessage).join('\n') : '';
      assert.match(text, expected);
      assert.doesNotMatch(text, /canary/);
    });
  }
});
