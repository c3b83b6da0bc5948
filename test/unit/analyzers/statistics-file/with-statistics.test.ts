import assert from 'node:assert/strict';
import { analyze } from '../../../../src/analyzers/analyze';
import { formatMessage } from '../../../../src/analyzers/message';
import type { Snapshot } from '../../../../src/analyzers/schema/snapshot';
import { DEFAULT_SETTINGS } from '../../../../src/analyzers/settings';
import { compareStatistics } from '../../../../src/analyzers/statistics-file/compare-statistics';
import { withStatistics } from '../../../../src/analyzers/statistics-file/with-statistics';
import { libpgFeeder } from '../feeders';
import { schemaFrom } from '../schema-from';
import { SAMPLE } from './sample-statistics';

const DDL = `CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text NOT NULL, event_type text NOT NULL);
  CREATE TABLE later (id bigint PRIMARY KEY)`;

async function judge(snapshot: Snapshot) {
  const text = 'SELECT * FROM events WHERE stream_id = $1 ORDER BY event_id';
  return analyze({
    document: { file: 'a.sql', languageId: 'sql', text },
    snapshot,
    settings: DEFAULT_SETTINGS,
    feeder: await libpgFeeder(),
  });
}

describe('Migrations with a statistics file', () => {
  it('are judged with its sizes, and say so', async () => {
    const { findings } = await judge(withStatistics(await schemaFrom(DDL), SAMPLE));
    const [finding] = findings.filter(({ ruleId }) => ruleId === 'missing-stream-index');
    assert.ok(finding);
    assert.equal(finding.certainty, 'catalogued');
    assert.equal(finding.severity, 'warning');
    const evidence = (finding.evidence ?? []).map(formatMessage).join(' ');
    assert.match(evidence, /^events has about 3,000,000 rows, 81 of them/);
    assert.equal(formatMessage(finding.basis), 'Judged from 1 migration in . and statistics of 2 Nov 2026.');
  });

  it('say nothing of a table that the file knows to be small', async () => {
    const tables = SAMPLE.tables.map((table) => ({ ...table, rows: 100, pages: 2, currentPages: 2 }));
    const { findings } = await judge(withStatistics(await schemaFrom(DDL), { ...SAMPLE, tables }));
    assert.deepEqual(findings, []);
  });

  it('know nothing of the size of a table that is not in the file', async () => {
    const { tables } = withStatistics(await schemaFrom(DDL), SAMPLE);
    assert.deepEqual(
      tables.map(({ name, statistics }) => [name, statistics?.rows]),
      [
        ['events', 3_000_000],
        ['later', undefined],
      ],
    );
  });
});

describe('A statistics file beside a server', () => {
  const server = async (change: Partial<Snapshot['tables'][number]['statistics']>): Promise<Snapshot> => {
    const snapshot = withStatistics(await schemaFrom(DDL), SAMPLE);
    return {
      ...snapshot,
      source: { kind: 'server', target: 'shop', versionNumber: 150_018, readAt: '2026-11-20T00:00:00Z' },
      tables: snapshot.tables
        .filter(({ name }) => name === 'events')
        .map((table) => ({
          ...table,
          ...(table.statistics && { statistics: { ...table.statistics, ...change } }),
        })),
    };
  };
  const audit = 'The server has no table audit any more.';

  it('differs where the server has lost a table, and not where figures are much the same', async () => {
    const told = compareStatistics(SAMPLE, await server({ rows: 4_000_000 }));
    assert.deepEqual(told.map(formatMessage), [audit]);
  });

  it('differs where a table has grown, the version has changed, or a setting', async () => {
    const now = await server({ rows: 9_000_000 });
    const changed: Snapshot = {
      ...now,
      source: { kind: 'server', target: 'shop', versionNumber: 180_004, readAt: '2026-11-20T00:00:00Z' },
      ...(now.server && { server: { ...now.server, settings: { random_page_cost: '4' } } }),
    };
    assert.deepEqual(compareStatistics(SAMPLE, changed).map(formatMessage), [
      'The statistics are of PostgreSQL 15, and the server is 18 now.',
      'events had 3,000,000 rows in the statistics and has 9,000,000 now.',
      audit,
      'random_page_cost was 1.1 in the statistics and is 4 now.',
    ]);
  });

  it('differs where the server has a large table that the file does not know', async () => {
    const told = compareStatistics({ ...SAMPLE, tables: [] }, await server({}));
    assert.deepEqual(told.map(formatMessage), ['The statistics know nothing of events.']);
  });
});
