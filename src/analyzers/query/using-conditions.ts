import type { Expression, FromItem, JoinNode } from '../sql/model';
import { itemsOf, type JoinCondition, joinsIn } from './join-conditions';
import type { ScopeEntry } from './scope';

/**
 * What `JOIN … USING (a, b)` and `NATURAL JOIN` compare: `l.a = r.a`. Only columns of tables that are known, since names alone do not say which one
 * is meant.
 */
export function usingConditions(
  from: readonly FromItem[],
  entries: readonly ScopeEntry[],
): readonly JoinCondition[] {
  return joinsIn(from).flatMap((join) =>
    mergedColumns(join, entries).flatMap((column) => conditionOn(column, join, entries)),
  );
}

/** Columns that are one in the rows of the joins, and have the value of the first table that has them. */
export function columnsOfUsing(
  from: readonly FromItem[],
  entries: readonly ScopeEntry[],
): ReadonlySet<string> {
  const joins = joinsIn(from);
  const merged = new Set(joins.flatMap((join) => mergedColumns(join, entries)));
  // The other side has the value where the first has no row.
  for (const join of joins) {
    if (join.join === 'right' || join.join === 'full')
      for (const column of mergedColumns(join, entries)) merged.delete(column);
  }
  return merged;
}

/** Of NATURAL those that both sides have. Where a side's columns are not all known it cannot be told. */
function mergedColumns(
  { natural, using, left, right }: JoinNode,
  entries: readonly ScopeEntry[],
): readonly string[] {
  if (!natural) return using;
  const [first, second] = [left, right].map((side) => columnsOf(side, entries));
  return first && second ? [...first].filter((column) => second.has(column)) : [];
}

function columnsOf(side: FromItem, entries: readonly ScopeEntry[]): ReadonlySet<string> | undefined {
  const columns = new Set<string>();
  for (const item of itemsOf(side)) {
    const known = entries.find(({ relation }) => relation === item)?.columns;
    if (!known) return undefined;
    for (const column of known) columns.add(column);
  }
  return columns;
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
