import { itemsOf } from './join-conditions';
import type { FromItem, QueryStatement, SelectNode } from '../sql/model';

/** The query blocks that see no columns of another: a name that they do not find is found nowhere. Those in expressions and LATERAL ones do. */
export function independentBlocks(statement: QueryStatement): ReadonlySet<SelectNode> {
  const blocks = new Set<SelectNode>();
  const pending: QueryStatement[] = [statement];
  for (let query = pending.pop(); query; query = pending.pop()) {
    pending.push(...query.with.map((table) => table.query));
    if (query.kind === 'insert' && query.source) pending.push(query.source);
    if (query.kind !== 'select') continue;
    blocks.add(query);
    if (query.setOperation) pending.push(query.setOperation.left, query.setOperation.right);
    pending.push(...query.from.flatMap(itemsOf).flatMap(ownQuery));
  }
  return blocks;
}

function ownQuery(item: FromItem): readonly QueryStatement[] {
  return item.kind === 'subquery' && !item.lateral ? [item.query] : [];
}
