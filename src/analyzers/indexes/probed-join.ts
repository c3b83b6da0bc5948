import type { AccessPath, Condition } from '../query/access-path';
import { isJoin, isSearchedPerRow, joinedPath } from '../query/joined-path';
import type { AnalysisSettings } from '../settings';
import { findsRows, type Support, supportsOf } from './supports';

interface Joined {
  readonly path: AccessPath;
  readonly statementPaths: readonly AccessPath[];
  readonly settings: Pick<AnalysisSettings, 'serverVersion'>;
}

/** A join condition that is searched once for each row of another query, or for the few rows that an index finds on its other side. */
export function isProbed({ path, statementPaths, settings }: Joined, condition: Condition): boolean {
  if (isSearchedPerRow(path, condition)) return true;
  const other = isJoin(condition) ? joinedPath(path, condition, statementPaths) : undefined;
  if (!other) return false;
  return supportsOf(other, settings.serverVersion).some(
    (support) => findsRows(support) && support.bounding.some(comparesWithConstant),
  );
}

function comparesWithConstant(condition: Condition): boolean {
  if (condition.letter !== 'E' && condition.letter !== 'A') return false;
  return condition.value.kind !== 'join' && condition.value.kind !== 'null';
}

/**
 * The scan is bounded by constants, or by a join whose other side has few rows: found by an index that is bounded in the same way. Of a
 * sub-select or a CTE nobody can tell, so it counts. Behind a leading key that only a join of whole tables bounds, constants do not help.
 */
export function isDriven(joined: Joined, support: Support, seen: readonly AccessPath[] = []): boolean {
  if (!support.usable) return false;
  const leading = support.lossy ? support.bounding : support.bounding.slice(0, 1);
  return leading.some((condition) => {
    if (!isJoin(condition)) return true;
    const { path, statementPaths, settings } = joined;
    const other = joinedPath(path, condition, statementPaths);
    if (!other || seen.includes(other)) return !other;
    const supports = supportsOf(other, settings.serverVersion);
    return supports.some((each) => isDriven({ ...joined, path: other }, each, [...seen, path]));
  });
}
