import { DatabaseError } from 'pg';
import { message, type Message } from '../../analyzers/message';
import { describeReadError } from '../reading/describe-error';
import type { Reader, ReadOptions, Row } from '../reading/reader';

/** A statement of our own about a user's table. */
export interface OwnRead {
  readonly text: string;
  readonly values?: readonly unknown[];
}

export type CheapRead =
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'too-costly' | 'refused'; readonly reason: Message };

/** The planner's units: reading 64 MB from one end to the other costs about as much. */
const MOST_COST = 10_000;

/** Reads only what the planner takes for cheap, and says why it does not. Rejects where the link breaks or nobody waits any longer. */
export async function readIfCheap(
  reader: Reader,
  { text, values = [] }: OwnRead,
  options: ReadOptions,
): Promise<CheapRead> {
  try {
    const plan = await reader.read(`EXPLAIN (FORMAT JSON) ${text}`, values, options);
    if (totalCost(plan[0]?.['QUERY PLAN']) > MOST_COST)
      return {
        kind: 'too-costly',
        reason: message('Looking for values there would take the server too long.'),
      };
    return { kind: 'rows', rows: await reader.read(text, values, options) };
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return { kind: 'refused', reason: describeReadError(error) };
  }
}

function totalCost(document: unknown): number {
  const cost = property(property(property(document, 0), 'Plan'), 'Total Cost');
  return typeof cost === 'number' ? cost : Infinity;
}

function property(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
