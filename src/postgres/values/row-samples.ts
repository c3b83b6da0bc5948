import { message, type Message } from '../../analyzers/message';
import { quoteIdentifier, quoteQualified } from '../../analyzers/sql/identifiers';
import type { Reader, ReadOptions, Row } from '../reading/reader';
import { readIfCheap } from './read-if-cheap';
import type { TableFacts } from './table-facts';

/** By column. */
export type SampledRow = Readonly<Record<string, string | null>>;

export interface RowSample {
  readonly rows: readonly SampledRow[];
  /** Where they are from; of no rows, why there are none. */
  readonly origin: Message;
}

const MOST_ROWS = 1000;
const SAMPLED_BYTES = 100 * 8192;
/** Values that are larger on disk are left out: of a document a key is enough. */
const LARGEST_VALUE = 2000;

/** The rows at the end of the index that new rows are put at the end of, the newest first. */
export async function readNewestRows(
  reader: Reader,
  facts: TableFacts,
  options: ReadOptions,
): Promise<RowSample> {
  const by = facts.newestBy;
  if (by === undefined)
    return without(message('{0} has no index that tells which rows are the newest.', facts.table));
  const key = `t.${quoteIdentifier(by)}`;
  const tail = `WHERE ${key} IS NOT NULL ORDER BY ${key} DESC LIMIT ${MOST_ROWS}`;
  const origin = message('The newest rows of {0} by {1}.', facts.table, by);
  return read(reader, facts, { tail, origin, meetsLimit: true }, options);
}

/**
 * Rows of some blocks from all over the table, always the same while nobody writes. A small table is read as a whole, and of a view the
 * first rows are.
 */
export async function readSomeRows(
  reader: Reader,
  facts: TableFacts,
  options: ReadOptions,
): Promise<RowSample> {
  if (facts.kind === 'f')
    return without(message('{0} is on another server, where nothing is looked for.', facts.table));
  const percent = Math.min(100, (100 * SAMPLED_BYTES) / Math.max(1, facts.bytes));
  const sample = facts.kind === 'v' ? '' : `TABLESAMPLE SYSTEM (${percent}) REPEATABLE (0) `;
  const origin = message('Some rows of {0}.', facts.table);
  return read(reader, facts, { tail: `${sample}LIMIT ${MOST_ROWS}`, origin }, options);
}

/** One row with this value; `undefined` where there is none, or none that is found cheaply. */
export async function readRowWith(
  reader: Reader,
  facts: TableFacts,
  { column, text }: { readonly column: string; readonly text: string },
  options: ReadOptions,
): Promise<SampledRow | undefined> {
  const name = `t.${quoteIdentifier(column)}`;
  const read = { text: `${selectOf(facts)} WHERE ${name} = $1 LIMIT 1`, values: [text] };
  const found = await readIfCheap(reader, read, options);
  return found.kind === 'rows' && found.rows[0] !== undefined ? toSampledRow(found.rows[0]) : undefined;
}

async function read(
  reader: Reader,
  facts: TableFacts,
  { tail, origin, ...limit }: { readonly tail: string; readonly origin: Message; readonly meetsLimit?: true },
  options: ReadOptions,
): Promise<RowSample> {
  if (!facts.columns.some(({ isReadable }) => isReadable))
    return without(message('The role may not read {0}.', facts.table));
  const found = await readIfCheap(reader, { text: `${selectOf(facts)} ${tail}`, ...limit }, options);
  if (found.kind !== 'rows') return without(found.reason);
  if (found.rows.length === 0) return without(message('{0} has no rows.', facts.table));
  return { rows: found.rows.map(toSampledRow), origin };
}

function selectOf({ schema, table, columns }: TableFacts): string {
  const targets = columns
    .filter(({ isReadable }) => isReadable)
    .map(({ name }) => quoteIdentifier(name))
    .map(
      (name) => `CASE WHEN pg_column_size(t.${name}) <= ${LARGEST_VALUE} THEN t.${name}::text END AS ${name}`,
    );
  return `SELECT ${targets.join(', ')} FROM ${quoteQualified(schema, table)} t`;
}

function toSampledRow(row: Row): SampledRow {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [column, typeof value === 'string' ? value : null]),
  );
}

function without(reason: Message): RowSample {
  return { rows: [], origin: reason };
}
