import assert from 'node:assert/strict';
import { type Rehearsed, rehearseDrop } from '../../../../src/analyzers/maintenance/rehearse-drop';
import { formatMessage } from '../../../../src/analyzers/message';

const DUTIES = { unique: false, keys: ['stream'], replicaIdentity: false, foreignKeys: [] };
const COUNTERS = {
  scans: 0,
  lastScan: null,
  countersSince: '2026-01-02T10:00:00.000Z',
  standbys: 0,
  isStandby: false,
  isReplicaIdentity: false,
  foreignKeys: [],
};
const NOBODY: Rehearsed = {
  index: 'x',
  table: 'events',
  queries: [],
  search: { files: 3, isWhole: true },
  duties: DUTIES,
  counters: COUNTERS,
};

function told(change: Partial<Rehearsed>): readonly string[] {
  const { headline, lines } = rehearseDrop({ ...NOBODY, ...change });
  return [formatMessage(headline), ...lines.map(({ weight, text }) => `${weight}: ${formatMessage(text)}`)];
}

describe('The rehearsal of a drop', () => {
  it('finds nobody who would notice, and says what it knows that from', () => {
    assert.deepEqual(told({}), [
      'Nothing that is known here needs x.',
      'note: The server has not used it since its counters began, on 2 Jan 2026.',
      'note: Files of the workspace with SQL that were read: 3. Queries of other programs are not known.',
    ]);
  });

  it('names the queries that would be slower, the gravest first', () => {
    const queries = [
      { place: 'a.sql:1', loss: { kind: 'nothing', by: 'y' } },
      { place: 'b.sql:2', loss: { kind: 'everything' } },
    ] as const;
    const { headline, lines } = rehearseDrop({ ...NOBODY, queries });
    assert.equal(formatMessage(headline), '1 query of the workspace would be slower without x.');
    assert.deepEqual(
      lines.slice(0, 2).map(({ weight, query }) => [weight, query]),
      [
        ['loss', 1],
        ['note', 0],
      ],
    );
    assert.equal(
      told({ queries: [...queries, ...queries] })[0],
      '2 queries of the workspace would be slower without x.',
    );
    assert.equal(
      told({ queries: queries.slice(0, 1) })[0],
      'The queries that use x have another index that does as much.',
    );
  });

  it('says what is needed, and by whom', () => {
    const constraint = { kind: 'primary-key', name: 'events_pkey' } as const;
    assert.deepEqual(told({ duties: { ...DUTIES, unique: true, constraint } }).slice(0, 2), [
      'x is needed.',
      'refusal: x enforces the constraint events_pkey, and goes with that only.',
    ]);
    assert.equal(
      told({ duties: { ...DUTIES, unique: true } })[1],
      'refusal: It keeps rows with equal stream out. Without it they come in.',
    );
    assert.equal(
      told({ counters: { ...COUNTERS, isReplicaIdentity: true } })[1],
      'refusal: Logical replication tells rows apart by it: UPDATE and DELETE would fail.',
    );
    assert.equal(
      told({ counters: { ...COUNTERS, foreignKeys: ['orders.orders_stream_fkey'] } })[1],
      'refusal: Foreign keys need it: orders.orders_stream_fkey.',
    );
    const table = { schema: 'public', name: 'parts' };
    assert.equal(
      told({ duties: { ...DUTIES, partitionOf: { table, index: 'parts_id' } } })[1],
      'refusal: It is attached to parts_id, and goes with that only.',
    );
    assert.equal(told({ queries: [{ place: 'a.sql:1', loss: { kind: 'statement' } }] })[0], 'x is needed.');
  });

  it('says what a deletion of the rows referred to would read', () => {
    const key = {
      constraint: 'events_stream_fkey',
      columns: ['stream'],
      references: { schema: 'public', name: 'streams' },
      alsoBy: [],
    };
    assert.deepEqual(told({ duties: { ...DUTIES, foreignKeys: [key] } }).slice(0, 2), [
      'Something would be slower without x.',
      'loss: When a row of streams is deleted, PostgreSQL would read all of events for the foreign key events_stream_fkey.',
    ]);
    assert.equal(
      told({ duties: { ...DUTIES, foreignKeys: [{ ...key, alsoBy: ['y'] }] } })[1],
      'note: For the foreign key events_stream_fkey there is y.',
    );
  });

  it('believes the counters of the server where no query is known', () => {
    const counters = {
      ...COUNTERS,
      scans: 1234,
      lastScan: '2026-05-06T07:08:09Z',
      standbys: 2,
      isStandby: true,
    };
    assert.deepEqual(told({ counters }).slice(0, 5), [
      'No query of the workspace needs x, but the server has used it.',
      'note: The server has used it about 1,200 times since 2 Jan 2026.',
      'note: It was used last on 6 May 2026.',
      'note: 2 standbys follow this server and count for themselves: ask them too.',
      'note: This is a standby: the primary counts for itself, ask it too.',
    ]);
    assert.equal(
      told({ counters: { ...COUNTERS, scans: 5, countersSince: null, standbys: 1 } })[1],
      'note: The server has used it about 5 times.',
    );
    assert.equal(
      told({ counters: { ...COUNTERS, countersSince: null } })[1],
      'note: The server has never used it since its counters began.',
    );
  });

  it('says what it does not know', () => {
    const { counters, duties, ...rest } = NOBODY;
    assert.ok(counters && duties);
    const { lines } = rehearseDrop({ ...rest, search: { files: 3, isWhole: false } });
    assert.deepEqual(
      lines.map(({ text }) => formatMessage(text)),
      [
        'Connect a database to learn how often the server has used it.',
        'Only 3 files of the workspace were read: there may be more queries.',
      ],
    );
  });
});
