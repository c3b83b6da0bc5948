import { DatabaseError } from 'pg';
import { message, type Message } from '../../analyzers/message';
import { describeReadError } from '../reading/describe-error';
import type { Reader, ReadOptions } from '../reading/reader';
import { readNewestRows, readSomeRows } from './row-samples';
import { readTableFacts } from './table-facts';
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
): Promise<{ readonly kind: 'source'; readonly source: ValueSource } | UnknownTable> {
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

export interface UnknownTable {
  readonly kind: 'unknown';
  readonly reason: Message;
}

function unknown(reason: Message): UnknownTable {
  return { kind: 'unknown', reason };
}
