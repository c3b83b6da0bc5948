import type { AccessPath, Condition } from './access-path';
import { withoutCasts } from './classify-value';

/** A comparison with a column of another FROM item of the same query block. */
export function isJoin(condition: Condition): boolean {
  return condition.letter !== 'F' && condition.value.kind === 'join' && condition.value.outer !== true;
}

/**
 * The path of the base table that a join condition compares with. `undefined` for a sub-select, a function or a CTE, and where the
 * other side is no plain column.
 */
export function joinedPath(
  path: AccessPath,
  condition: Condition,
  statementPaths: readonly AccessPath[],
): AccessPath | undefined {
  const name = joinedName(condition);
  if (name === undefined) return undefined;
  return statementPaths.find(
    ({ relation, block }) =>
      relation !== path.relation && block === path.block && (relation.alias ?? relation.name.name) === name,
  );
}

/** The qualifier of the column that a join condition compares with. */
export function joinedName(condition: Condition): string | undefined {
  if (condition.letter === 'F' || condition.value.kind !== 'join') return undefined;
  const other = withoutCasts(condition.value.expression);
  return other.kind === 'column' ? other.qualifier : undefined;
}

/** The block runs once for each row of the query around it: PostgreSQL makes no join of an aggregate or of a page. */
export function isSearchedPerRow({ aggregated, order, limit }: AccessPath, condition: Condition): boolean {
  if (condition.letter === 'F' || condition.value.kind !== 'join') return false;
  return condition.value.outer === true && (aggregated || (order.length > 0 && limit !== undefined));
}
