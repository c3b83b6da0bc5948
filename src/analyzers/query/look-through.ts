import type { Snapshot } from '../schema/snapshot';
import type { QueryStatement, SelectNode } from '../sql/model';
import { replaceCalls } from './look-through-functions';
import { replaceViews } from './look-through-views';
import { commonTablesIn, mapTree } from './map-tree';

/** A view of a view of a view… */
const MAX_DEPTH = 8;

/**
 * The query as PostgreSQL plans it: with tables in the place of views that only select columns and rows of one, and the query of a function in
 * the place of a call of it in FROM. What comes from a view or a function stands where the query names it. The same object when there is
 * neither.
 *
 * @param text of the statement: most name neither
 */
export function lookThrough(statement: QueryStatement, snapshot: Snapshot, text: string): QueryStatement {
  if (!mayHoldAny(snapshot, text.toLowerCase())) return statement;
  const hidden = commonTablesIn(statement);
  const replace = (node: object): object =>
    isSelect(node) ? replaceCalls(replaceViews(node, hidden, snapshot), snapshot) : node;
  let current = statement;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const next = mapTree(current, replace);
    if (next === current) break;
    current = next;
  }
  return current;
}

function mayHoldAny({ views, functions }: Snapshot, text: string): boolean {
  const isNamed = ({ name }: { readonly name: string }): boolean => text.includes(name.toLowerCase());
  return (
    views.some((view) => view.window !== undefined && isNamed(view)) ||
    functions.some((declared) => declared.inlinable !== undefined && isNamed(declared))
  );
}

function isSelect(node: object): node is SelectNode {
  return 'kind' in node && node.kind === 'select' && !('setOperation' in node) && 'from' in node;
}
