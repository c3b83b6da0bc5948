import assert from 'node:assert/strict';
import { printResult } from '../../../../src/extension/monitoring/result-text';
import type { Row } from '../../../../src/postgres/reading/reader';
import { ENGLISH } from '../english';

const print = (rows: readonly Row[]) =>
  printResult(
    {
      title: 'How often',
      explanation: 'Counted.',
      target: 'ann@db:5432/shop',
      readAt: new Date(2026, 10, 26, 5, 10),
      rows,
      sql: 'SELECT 1;',
    },
    'en',
    ENGLISH,
  ).split('\n');

describe('The answer to a monitoring question', () => {
  it('is an aligned table whose figures have units, with the SQL below', () => {
    const lines = print([
      { relname: 'orders', idx_scan: '1234567', share: '0.50', valid: true, last: null },
      { relname: 'x', idx_scan: '8', share: null, valid: false, last: new Date(2026, 0, 2, 3, 4, 5) },
    ]);
    assert.deepEqual(lines.slice(0, 5), [
      'How often',
      '',
      'Counted.',
      '',
      'ann@db:5432/shop, read Nov 26, 2026, 5:10:00 AM',
    ]);
    assert.deepEqual(
      lines.slice(6, 10).map((line) => line.replaceAll('\u202f', ' ')),
      [
        'relname  idx_scan (scans)  share  valid  last',
        '───────  ────────────────  ─────  ─────  ───────────────────────',
        'orders          1,234,567   0.50  true',
        'x                       8         false  Jan 2, 2026, 3:04:05 AM',
      ],
    );
    assert.deepEqual(lines.slice(-4), ['This was asked:', '', 'SELECT 1;', '']);
  });

  it('writes an interval as the server does, and a long text on one line', () => {
    const lines = print([
      { open_for: { toPostgres: () => '01:02:03' }, query: `SELECT\n  ${'a'.repeat(200)}` },
    ]);
    assert.match(lines[8] ?? '', /^01:02:03 {2}SELECT a+…$/);
  });

  it('says that there is nothing, and how much is left out', () => {
    assert.ok(print([]).includes('The server has nothing to tell: there are no such rows.'));
    assert.ok(print(Array.from({ length: 510 }, (_, n) => ({ n }))).includes('10 more rows are not shown.'));
  });
});
