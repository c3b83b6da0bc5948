import type { DeleteNode, QueryStatement } from '../sql/model';
import type { AccessPath } from './access-path';

/** The DELETE, of the statement or of one of its CTEs, that takes its rows from this path. */
export function deleteOf({ statement, relation }: AccessPath): DeleteNode | undefined {
  const pending: QueryStatement[] = [statement];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.kind === 'delete' && node.table === relation) return node;
    pending.push(...node.with.map(({ query }) => query));
  }
  return undefined;
}
