import type { Expression, FromItem, JoinNode } from '../sql/model';
import { plannedConjuncts } from './conjuncts';

/** A condition of ON and the FROM items whose rows it can find. */
export interface JoinCondition {
  readonly conjunct: Expression;
  readonly finds: ReadonlySet<FromItem>;
}

export interface Joins {
  readonly conditions: readonly JoinCondition[];
  /** FROM items whose rows an outer join fills up with NULLs. */
  readonly nullable: ReadonlySet<FromItem>;
}

/**
 * The ON of an inner join finds rows of both its sides. That of an outer join finds rows of the side that it fills up: every row of the other
 * side comes out, whether the condition holds for it or not (manual, "Joined Tables").
 */
export function readJoins(from: readonly FromItem[]): Joins {
  const conditions: JoinCondition[] = [];
  const nullable = new Set<FromItem>();
  for (const { join, left: leftSide, right: rightSide, on } of joinsIn(from)) {
    const left = itemsOf(leftSide);
    const right = itemsOf(rightSide);
    if (join === 'left' || join === 'full') right.forEach((side) => nullable.add(side));
    if (join === 'right' || join === 'full') left.forEach((side) => nullable.add(side));
    const finds = new Set([
      ...(join === 'left' || join === 'full' ? [] : left),
      ...(join === 'right' || join === 'full' ? [] : right),
    ]);
    for (const conjunct of plannedConjuncts(on)) conditions.push({ conjunct, finds });
  }
  return { conditions, nullable };
}

/** Every ON as it is written. */
export function joinExpressions(from: readonly FromItem[]): readonly Expression[] {
  return joinsIn(from).flatMap(({ on }) => on ?? []);
}

/** Every join, joins within joins included. */
export function joinsIn(from: readonly FromItem[]): readonly JoinNode[] {
  const joins: JoinNode[] = [];
  const pending = [...from];
  for (let item = pending.pop(); item; item = pending.pop()) {
    if (item.kind !== 'join') continue;
    pending.push(item.right, item.left);
    joins.push(item);
  }
  return joins;
}

/** The items that a join puts together. */
export function itemsOf(item: FromItem): readonly Exclude<FromItem, { kind: 'join' }>[] {
  const items: Exclude<FromItem, { kind: 'join' }>[] = [];
  const pending = [item];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.kind === 'join') pending.push(next.right, next.left);
    else items.push(next);
  }
  return items;
}
