import assert from 'node:assert/strict';
import { formatMessage } from '../../../src/analyzers/message';
import { columnsOf, describeExport } from '../../../src/extension/statistics-file/describe-export';
import { SAMPLE } from '../analyzers/statistics-file/sample-statistics';

describe('An exported statistics file', () => {
  it('is told with what it lacks, and why', () => {
    assert.deepEqual(describeExport(SAMPLE).map(formatMessage), [
      'indexwright.statistics.json holds the statistics of 2 tables.',
      'Never analyzed: audit. Run ANALYZE and export again.',
      'The role may not read the statistics of audit.',
      'Extended statistics are not carried: public.events_dependencies.',
    ]);
  });

  it('can have values of the columns that have statistics', () => {
    assert.deepEqual(columnsOf(SAMPLE), ['public.events.event_type', 'public.events.stream_id']);
  });
});
