import type { QueryText } from '../analyzers/query/explainable-query';
import type { Reader, ReadOptions } from './reading/reader';

/** A node of EXPLAIN (FORMAT JSON), as far as it is read; the names are the server's. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Total Cost': number;
  readonly 'Plan Rows': number;
  readonly Plans?: readonly PlanNode[];
}

/** The plan for these values. The query is planned, never run; planning happens behind the door that cannot write. */
export async function explain(
  reader: Reader,
  query: QueryText,
  values: readonly unknown[] = [],
  options: ReadOptions = {},
): Promise<PlanNode> {
  const rows = await reader.read(`EXPLAIN (FORMAT JSON) ${query}`, values, options);
  const plan = rows[0]?.['QUERY PLAN'];
  if (!isPlanDocument(plan)) throw new Error('The server answered EXPLAIN without a plan.');
  return plan[0].Plan;
}

function isPlanDocument(value: unknown): value is readonly [{ readonly Plan: PlanNode }] {
  if (!Array.isArray(value)) return false;
  const first: unknown = value[0];
  return typeof first === 'object' && first !== null && 'Plan' in first;
}

/** The node and everything below it, from the top. */
export function planNodes(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(planNodes)];
}
