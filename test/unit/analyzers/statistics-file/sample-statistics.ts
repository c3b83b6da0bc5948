import type { StatisticsFile } from '../../../../src/analyzers/statistics-file/statistics-file';

/** A table of three million rows, its index, and a column whose values somebody has named. */
export const SAMPLE: StatisticsFile = {
  format: 1,
  readAt: '2026-11-02T10:00:00.000Z',
  database: 'shop',
  server: {
    versionNumber: 150_018,
    blockSize: 8192,
    collation: { name: 'en_US.UTF-8', isC: false },
    extensions: [{ name: 'pg_trgm', schema: 'public', version: '1.6' }],
  },
  settings: { random_page_cost: '1.1', work_mem: '4096' },
  tables: [
    {
      schema: 'public',
      name: 'events',
      rows: 3_000_000,
      pages: 130_000,
      currentPages: 131_000,
      allVisiblePages: 129_000,
      analyzedAt: '2026-11-01T22:00:00.000Z',
      columns: [
        {
          name: 'event_type',
          nullFraction: 0,
          averageWidth: 12,
          distinct: 2,
          commonShares: [0.9, 0.1],
          values: { mostCommon: '{Paid,Opened}' },
        },
        {
          name: 'stream_id',
          nullFraction: 0,
          averageWidth: 43,
          distinct: -0.0123456789,
          correlation: 0.000123456,
        },
      ],
      indexes: [{ name: 'events_pkey', rows: 3_000_000, pages: 8228, currentPages: 8228 }],
    },
    {
      schema: 'public',
      name: 'audit',
      pages: 0,
      allVisiblePages: 0,
      withheld: 'no-privilege',
      columns: [],
      indexes: [],
    },
  ],
  notCarried: ['public.events_dependencies'],
};
