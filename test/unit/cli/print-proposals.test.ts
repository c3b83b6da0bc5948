import assert from 'node:assert/strict';
import { analyze, DEFAULT_SETTINGS } from '../../../src/analyzers';
import { LineIndex } from '../../../src/cli/line-index';
import { printProposals } from '../../../src/cli/print-proposals';
import type { CheckReport, FileReport } from '../../../src/cli/report';
import { createStyle } from '../../../src/cli/style';
import { libpgFeeder } from '../analyzers/feeders';
import { snapshotOf } from '../../rule-fixtures';

async function fileOf(path: string, text: string): Promise<FileReport> {
  const analysis = analyze({
    document: { file: path, languageId: 'sql', text },
    snapshot: await snapshotOf('bare'),
    settings: DEFAULT_SETTINGS,
    feeder: await libpgFeeder(),
  });
  return { path, lines: new LineIndex(text), analysis };
}

const print = (...files: readonly FileReport[]): readonly string[] => {
  const report: CheckReport = { schemas: [], files, notes: [] };
  return printProposals(report, createStyle(false));
};

describe('The list of indexes below a report', () => {
  it('gathers the places of several files, and says which narrower index is not needed', async () => {
    const count = await fileOf('count.sql', "SELECT count(*) FROM events WHERE stream_id = 'a';");
    const read = await fileOf(
      'read.sql',
      "SELECT *\nFROM events WHERE stream_id = 'a' ORDER BY event_id LIMIT 5;",
    );
    assert.deepEqual(print(count, read), [
      '1 index for 2 findings:',
      '  events_stream_id_event_id_idx on public.events (stream_id, event_id)',
      '    count.sql:1:35',
      '    read.sql:2:19',
      '    instead of (stream_id)',
      '',
    ]);
  });

  it('is left out where each finding has its own', async () => {
    assert.deepEqual(print(await fileOf('a.sql', "SELECT count(*) FROM events WHERE stream_id = 'a';")), []);
  });
});
