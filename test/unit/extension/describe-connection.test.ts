import assert from 'node:assert/strict';
import { message } from '../../../src/analyzers/message';
import type { ConnectionState } from '../../../src/extension/connections/connection-state';
import { describeConnection, describeReading } from '../../../src/extension/connections/describe-connection';
import type { ConnectionProblem } from '../../../src/postgres/connection/connection-problem';
import type { Target } from '../../../src/postgres/connection/target';
import { ENGLISH } from './english';

const NOW = new Date('2026-11-25T12:00:00Z');
const TARGET: Target = {
  hosts: [{ host: 'localhost', port: 5432 }],
  database: 'shop',
  user: 'reader',
  tls: { mode: 'prefer', negotiation: 'postgres' },
  connectTimeoutMs: 10_000,
  targetSessionAttrs: 'any',
  origins: {},
};
const LOST: ConnectionProblem = { kind: 'lost', message: message('Gone.'), action: 'try-again', notes: [] };
const READING = {
  server: { version: '18.4', isStandby: false },
  readAt: new Date('2026-11-25T11:57:00Z'),
  tables: 1,
  indexes: 4,
};
const line = (state: ConnectionState, role: 'development' | 'production' = 'development') =>
  describeConnection({ name: 'shop', role, isSelected: true, state }, NOW, ENGLISH);

describe('The line of a connection', () => {
  it('says its state in words, and again for screen readers', () => {
    assert.deepEqual(line({ kind: 'disconnected' }), {
      label: 'shop',
      description: 'not connected',
      icon: 'debug-disconnect',
      accessibleLabel: 'Connection shop: not connected',
      contextValue: 'connection;state=disconnected;role=development',
    });
  });

  it('says how old what is known is', () => {
    const { description, icon } = line({ kind: 'connected', target: TARGET, reading: READING });
    assert.equal(description, 'connected, read 3 minutes ago');
    assert.equal(icon, 'database');
  });

  it('says production with a word, not with a colour', () => {
    const { description, contextValue } = line({ kind: 'connecting' }, 'production');
    assert.equal(description, 'connecting · production');
    assert.equal(contextValue, 'connection;state=connecting;role=production');
  });

  it('keeps what was read when the link is lost, and says so', () => {
    const { description, icon, contextValue } = line({
      kind: 'connected',
      target: TARGET,
      reading: { ...READING, lost: LOST },
    });
    assert.equal(description, 'connection lost, read 3 minutes ago');
    assert.equal(icon, 'warning');
    assert.match(contextValue, /state=connected/);
  });

  it('has a different icon for each state', () => {
    const states: readonly ConnectionState[] = [
      { kind: 'disconnected' },
      { kind: 'connecting' },
      { kind: 'failed', problem: LOST },
      { kind: 'connected', target: TARGET, reading: READING },
    ];
    assert.equal(new Set(states.map((state) => line(state).icon)).size, states.length);
  });
});

describe('What is known of a database', () => {
  it('is its version and the counts', () => {
    const facts = describeReading(READING, ENGLISH).map(({ text }) => text);
    assert.deepEqual(facts, ['PostgreSQL 18.4', '1 table, 4 indexes']);
  });

  it('tells a standby, whose counters are its own', () => {
    const [server] = describeReading({ ...READING, server: { version: '15.18', isStandby: true } }, ENGLISH);
    assert.equal(server?.text, 'PostgreSQL 15.18, a standby');
  });
});
