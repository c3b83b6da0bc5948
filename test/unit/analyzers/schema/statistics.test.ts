import assert from 'node:assert/strict';
import { applyStatements } from '../../../../src/analyzers/schema/from-ddl';
import type { Snapshot } from '../../../../src/analyzers/schema/snapshot';
import { distinctValues, type ServerFacts } from '../../../../src/analyzers/schema/statistics';
import { DEFAULT_SETTINGS, forServer } from '../../../../src/analyzers/settings';
import { libpgFeeder } from '../feeders';
import { readWith } from '../read-statement';
import { schemaFrom, tableNamed } from '../schema-from';

const STATISTICS = {
  rows: 3_000_000,
  pages: 40_000,
  allVisiblePages: 40_000,
  heapBytes: 327_680_000,
  columns: 'readable',
} as const;

const SERVER: ServerFacts = {
  blockSize: 8192,
  isStandby: false,
  databaseCollation: { name: 'C.UTF-8', isC: false },
  extensions: [],
  settings: { random_page_cost: '4' },
};

async function serverSnapshot(): Promise<Snapshot> {
  const snapshot = await schemaFrom('CREATE TABLE events (id bigint PRIMARY KEY, kind text)');
  const tables = snapshot.tables.map((table) => ({ ...table, statistics: STATISTICS }));
  const source = {
    kind: 'server',
    target: 'shop@localhost:5432',
    versionNumber: 170_010,
    readAt: '2026-11-25T10:00:00.000Z',
  } as const;
  return { ...snapshot, source, tables, server: SERVER };
}

describe("A server's statistics", () => {
  it("stay with the table when a document's DDL changes it", async () => {
    const statement = readWith(await libpgFeeder(), 'CREATE INDEX ON events (kind)');
    const changed = applyStatements(await serverSnapshot(), 'new.sql', [{ statement, span: statement.span }]);
    const table = tableNamed(changed, 'events');
    assert.equal(table.indexes.length, 2);
    assert.deepEqual(table.statistics, STATISTICS);
    assert.deepEqual(changed.server, SERVER);
  });

  it('say how many different values a column has, by number or by share of the rows', () => {
    assert.equal(distinctValues({ distinct: 12 }, undefined), 12);
    assert.equal(distinctValues({ distinct: -0.5 }, 3000), 1500);
    assert.equal(distinctValues({ distinct: -1 }, undefined), undefined);
  });

  it('come with the version that advice is given for', async () => {
    const snapshot = await serverSnapshot();
    assert.equal(forServer(DEFAULT_SETTINGS, snapshot).serverVersion, 17);
    assert.equal(forServer(DEFAULT_SETTINGS, { source: { kind: 'none' } }), DEFAULT_SETTINGS);
  });
});
