import { quoteQualified } from '../../analyzers/sql/identifiers';
import type { Sandbox } from './sandbox';

/** How many rows of a table the planner expects a predicate to keep: what a partial index would have. */
export async function rowsOfPredicate(
  sandbox: Sandbox,
  { schema, name }: { readonly schema: string; readonly name: string },
  predicate: string,
): Promise<number> {
  const text = `EXPLAIN (FORMAT JSON) SELECT FROM ONLY ${quoteQualified(schema, name)} WHERE ${predicate}`;
  const [row] = await sandbox.run(text);
  const [document] = row?.['QUERY PLAN'] as readonly [{ readonly Plan: { readonly 'Plan Rows': number } }];
  return document.Plan['Plan Rows'];
}
