import assert from 'node:assert/strict';
import { countersTrust } from '../../../../src/analyzers/index-health/counters-trust';
import { EMPTY_SNAPSHOT, type Snapshot, type Table } from '../../../../src/analyzers/schema/snapshot';
import type { ServerFacts } from '../../../../src/analyzers/schema/statistics';

const SERVER: ServerFacts = {
  blockSize: 8192,
  isStandby: false,
  databaseCollation: { name: 'C', isC: true },
  extensions: [],
  settings: {},
};

function snapshot(server: Partial<ServerFacts>, lastVacuum?: string): Snapshot {
  const activity = {
    liveRows: 0,
    deadRows: 0,
    inserted: 0,
    updated: 0,
    deleted: 0,
    hotUpdated: 0,
    modifiedSinceAnalyze: 0,
    sequentialScans: 0,
    sequentialRowsRead: 0,
    indexScans: 0,
    ...(lastVacuum !== undefined && { lastVacuum }),
  };
  const table: Table = {
    schema: 'public',
    name: 'orders',
    columns: [],
    constraints: [],
    indexes: [],
    persistence: 'permanent',
    incomplete: false,
    statistics: { pages: 0, allVisiblePages: 0, heapBytes: 0, columns: 'readable', activity },
  };
  return {
    ...EMPTY_SNAPSHOT,
    source: { kind: 'server', target: 'shop', versionNumber: 180_000, readAt: '2026-03-01T00:00:00Z' },
    server: { ...SERVER, ...server },
    tables: [table],
  };
}

describe('Whether counters can say "never"', () => {
  it('depends on how long they run', () => {
    const since = (statisticsReset: string) => countersTrust(snapshot({ statisticsReset }));
    assert.deepEqual(since('2026-01-01T00:00:00Z'), { kind: 'trusted', days: 59, atLeast: false });
    assert.deepEqual(since('2026-02-20T12:00:00Z'), { kind: 'young', days: 8 });
  });

  it('is known from the oldest thing they tell of, where they were never reset', () => {
    assert.deepEqual(countersTrust(snapshot({}, '2026-01-15T00:00:00Z')), {
      kind: 'trusted',
      days: 45,
      atLeast: true,
    });
    assert.deepEqual(countersTrust(snapshot({}, '2026-02-28T00:00:00Z')), {
      kind: 'unknown-age',
      atLeastDays: 1,
    });
    assert.deepEqual(countersTrust(snapshot({})), { kind: 'unknown-age', atLeastDays: 0 });
  });

  it('is not, on a standby', () => {
    const standby = snapshot({ isStandby: true, statisticsReset: '2025-01-01T00:00:00Z' });
    assert.deepEqual(countersTrust(standby), { kind: 'standby' });
  });
});
