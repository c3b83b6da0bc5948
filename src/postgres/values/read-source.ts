import { DatabaseError } from 'pg';
import { message, type Message } from '../../analyzers/message';
import { describeReadError } from '../reading/describe-error';
import type { Reader, ReadOptions } from '../reading/reader';
import { readNewestRows, readSomeRows, type RowSample } from './row-samples';
import { type ColumnFacts, readTableFacts } from './table-facts';
import type { ValueSource } from './value-source';

export interface SourceRequest {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
}

/** Or why nothing is known of the table. Rejects where the link breaks or nobody waits any longer. */
export async function readSource(
  reader: Reader,
  request: SourceRequest,
  options: ReadOptions,
): Promise<KnownTable | UnknownTable> {
  const read = await readOwn(reader, request, options);
  if (read.kind === 'unknown') return read;
  const { facts, newest, some } = read.source;
  const isEmpty = newest.rows.length === 0 && some.rows.length === 0;
  const column = facts.columns.find(({ references }) => references !== undefined);
  if (!isEmpty || column?.references === undefined) return read;
  const { references } = column;
  const other = await readOwn(reader, { ...references, columns: [references.column] }, options);
  return other.kind === 'unknown'
    ? read
    : { kind: 'source', source: asOwn(read.source, other.source, column) };
}

async function readOwn(
  reader: Reader,
  request: SourceRequest,
  options: ReadOptions,
): Promise<KnownTable | UnknownTable> {
  const { schema, table, columns } = request;
  try {
    const facts = await readTableFacts(reader, request, columns, options);
    if (facts === undefined)
      return unknown(message('This database has no {0}.{1} with such columns.', schema, table));
    const newest = await readNewestRows(reader, facts, options);
    return { kind: 'source', source: { facts, newest, some: await readSomeRows(reader, facts, options) } };
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return unknown(describeReadError(error));
  }
}

/** Of a table without rows that one may read, values of the table that a column of it refers to: those are what will be asked for. */
function asOwn({ facts }: ValueSource, other: ValueSource, { name, references }: ColumnFacts): ValueSource {
  const from = references?.column ?? '';
  const rename = ({ rows, origin }: RowSample): RowSample => ({
    rows: rows.map((row) => ({ [name]: row[from] ?? null })),
    origin,
  });
  const statistics = other.facts.columns.find((column) => column.name === from)?.statistics;
  const columns = facts.columns.map((column) =>
    column.name === name ? { ...column, ...(statistics && { statistics }) } : column,
  );
  return { facts: { ...facts, columns }, newest: rename(other.newest), some: rename(other.some) };
}

export interface KnownTable {
  readonly kind: 'source';
  readonly source: ValueSource;
}

export interface UnknownTable {
  readonly kind: 'unknown';
  readonly reason: Message;
}

function unknown(reason: Message): UnknownTable {
  return { kind: 'unknown', reason };
}
