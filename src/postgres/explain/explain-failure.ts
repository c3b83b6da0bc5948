import type { DatabaseError } from 'pg';
import type { ReadOptions } from '../reading/reader';
import type { InferredParameter } from './inferred-query';

/** What the server has said against a query, and where in it. */
export class ExplainFailure extends Error {
  override readonly name = 'ExplainFailure';

  /**
   * @param cause what the reading was rejected with
   * @param offset in the query's text as the code has it (UTF-16 units); absent where the server names no place in it
   * @param limits that held
   * @param parameters with their types, where those were known
   */
  constructor(
    override readonly cause: DatabaseError,
    readonly offset: number | undefined,
    readonly limits: ReadOptions,
    readonly parameters: readonly InferredParameter[] = [],
  ) {
    // The server's own words may have values in them; who shows them takes them from the cause.
    super(`The server refused the query (${cause.code ?? 'no code'}).`, { cause });
  }
}

/** The server counts the characters (code points) before an error from 1. */
export function offsetOfPosition(position: string | undefined, text: string): number | undefined {
  if (position === undefined) return undefined;
  let offset = 0;
  for (let i = Number(position); i > 1 && offset < text.length; i--)
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  return offset;
}
