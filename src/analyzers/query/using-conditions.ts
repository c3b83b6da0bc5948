import type { Expression, FromItem, JoinNode } from '../sql/model';
import { itemsOf, type JoinCondition } from './join-conditions';
import type { ScopeEntry } from './scope';

/** What `JOIN … USING (a, b)` compares: `l.a = r.a`. Only columns of tables that are known, since names alone do not say which one is meant. */
export function usingConditions(
  from: readonly FromItem[],
  entries: readonly ScopeEntry[],
): readonly JoinCondition[] {
  const conditions: JoinCondition[] = [];
  const pending = [...from];
  for (let item = pending.pop(); item; item = pending.pop()) {
    if (item.kind !== 'join') continue;
    pending.push(item.left, item.right);
    for (const column of item.using) conditions.push(...conditionOn(column, item, entries));
  }
  return conditions;
}

function conditionOn(
  column: string,
  join: JoinNode,
  entries: readonly ScopeEntry[],
): readonly JoinCondition[] {
  const [left, right] = [join.left, join.right].map((side) => ownerOf(column, side, entries));
  if (left?.name === undefined || right?.name === undefined) return [];
  // The words behind the right side.
  const span = { start: join.right.span.end + 1, end: join.span.end };
  const reference = (name: string): Expression => ({ kind: 'column', qualifier: name, name: column, span });
  const conjunct: Expression = {
    kind: 'operator',
    operator: '=',
    left: reference(left.name),
    right: reference(right.name),
    span,
  };
  const finds = [
    ...(join.join === 'left' || join.join === 'full' ? [] : itemsOf(join.left)),
    ...(join.join === 'right' || join.join === 'full' ? [] : itemsOf(join.right)),
  ];
  return [{ conjunct, finds: new Set(finds) }];
}

/** The first of the side's items that has the column; those that are joined by it have the same value. */
function ownerOf(column: string, side: FromItem, entries: readonly ScopeEntry[]): ScopeEntry | undefined {
  const items = new Set<FromItem>(itemsOf(side));
  return entries.find(({ relation, columns }) => relation && items.has(relation) && columns?.has(column));
}
