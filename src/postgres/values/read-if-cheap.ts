import { DatabaseError } from 'pg';
import { message, type Message } from '../../analyzers/message';
import { describeReadError } from '../reading/describe-error';
import type { Reader, ReadOptions, Row } from '../reading/reader';

/** A statement of our own about a user's table. */
export interface OwnRead {
  readonly text: string;
  readonly values?: readonly unknown[];
  /** There are surely as many rows as its LIMIT asks for, so that it ends with them. Else it counts for what it costs without. */
  readonly meetsLimit?: true;
}

export type CheapRead =
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'too-costly' | 'refused'; readonly reason: Message };

/** The planner's units: reading 64 MB from one end to the other costs about as much. */
const MOST_COST = 10_000;

/** Reads only what the planner takes for cheap, and says why it does not. Rejects where the link breaks or nobody waits any longer. */
export async function readIfCheap(
  reader: Reader,
  { text, values = [], meetsLimit }: OwnRead,
  options: ReadOptions,
): Promise<CheapRead> {
  if (reader.ownPlanner) {
    return { kind: 'refused', reason: message('The embedded planner has no rows to take values from.') };
  }
  try {
    const plan = await reader.read(`EXPLAIN (FORMAT JSON) ${text}`, values, options);
    const root = property(property(plan[0]?.['QUERY PLAN'], 0), 'Plan');
    if ((meetsLimit ? totalCost(root) : largestCost(root)) > MOST_COST)
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

function totalCost(node: unknown): number {
  const cost = property(node, 'Total Cost');
  return typeof cost === 'number' ? cost : Infinity;
}

/** The planner believes that a walk ends early: of a value that is nowhere it goes on to the end. */
function largestCost(node: unknown): number {
  const children = property(node, 'Plans');
  return Math.max(totalCost(node), ...(Array.isArray(children) ? children.map(largestCost) : []));
}

function property(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
