import type { Row } from '../../postgres/reading/reader';
import type { Localizer } from '../localizer';

export interface MonitoringResult {
  readonly title: string;
  readonly explanation: string;
  /** `user@host:port/database` */
  readonly target: string;
  readonly readAt: Date;
  readonly rows: readonly Row[];
  readonly sql: string;
}

/** More than anybody reads; the statement below has the rest. */
const MAX_ROWS = 500;
const MAX_CELL = 120;

/** Behind the name of a column what its figures count in, where the name does not say it. */
const UNITS: Readonly<Record<string, string>> = {
  avg_leaf_density: '%',
  avg_width: 'bytes',
  blocks_done: 'blocks',
  blocks_total: 'blocks',
  heap_blks_hit: 'blocks',
  heap_blks_read: 'blocks',
  idx_scan: 'scans',
  idx_tup_fetch: 'rows',
  idx_tup_read: 'rows',
  leaf_fragmentation: '%',
  n_dead_tup: 'rows',
  n_ins_since_vacuum: 'rows',
  n_live_tup: 'rows',
  n_mod_since_analyze: 'rows',
  seq_scan: 'scans',
  seq_tup_read: 'rows',
  shared_blks_hit: 'blocks',
  shared_blks_read: 'blocks',
};

/** The answer as an aligned table, and below it the statement that was sent. */
export function printResult(result: MonitoringResult, language: string, l10n: Localizer): string {
  const { title, explanation, target, readAt, rows, sql } = result;
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
  const shown = rows.slice(0, MAX_ROWS);
  const more = rows.length - shown.length;
  return [
    title,
    '',
    ...wrap(explanation),
    '',
    l10n.t('{0}, read {1}', target, moment.format(readAt)),
    '',
    ...(rows.length === 0 ? [l10n.t('The server has nothing to tell: there are no such rows.')] : []),
    ...printTable(shown, (value) => printValue(value, language, moment)),
    ...(more > 0 ? ['', l10n.t('{0} more rows are not shown.', more)] : []),
    '',
    l10n.t('This was asked:'),
    '',
    sql,
    '',
  ].join('\n');
}

const LINE = 100;

/** The page is not wrapped, for the sake of the table. */
function wrap(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < LINE) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function printTable(rows: readonly Row[], print: (value: unknown) => string): readonly string[] {
  const [first] = rows;
  if (!first) return [];
  const columns = Object.keys(first).map((name) => {
    const unit = UNITS[name];
    const cells = rows.map((row) => print(row[name]));
    const isNumeric = rows.every((row) => row[name] === null || isFigure(row[name]));
    return { cells: [unit === undefined ? name : `${name} (${unit})`, ...cells], isNumeric };
  });
  const widths = columns.map(({ cells }) => Math.max(...cells.map((cell) => cell.length)));
  const line = (row: number): string =>
    columns
      .map(({ cells, isNumeric }, column) => {
        const cell = cells[row] ?? '';
        return isNumeric ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(0), rule, ...rows.map((_, row) => line(row + 1))];
}

/** The driver hands counts that may be large on as texts. */
function isFigure(value: unknown): value is number | string {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value));
}

function printValue(value: unknown, language: string, moment: Intl.DateTimeFormat): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return moment.format(value);
  if (isFigure(value)) return printFigure(String(value), language);
  const text = printObject(value).replace(/\s+/g, ' ');
  return text.length > MAX_CELL ? `${text.slice(0, MAX_CELL)}…` : text;
}

function printFigure(figure: string, language: string): string {
  const decimals = figure.split('.')[1]?.length ?? 0;
  const format = new Intl.NumberFormat(language, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return format.format(Number(figure));
}

/** Of an interval the driver makes an object that can write itself. */
function printObject(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return isInterval(value) ? value.toPostgres() : JSON.stringify(value);
}

function isInterval(value: unknown): value is { toPostgres(): string } {
  return typeof value === 'object' && value !== null && 'toPostgres' in value;
}
