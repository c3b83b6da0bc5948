import type { AccessPath, Condition } from '../query/access-path';
import type { ServerVersion } from '../schema/server-version';
import { supportsOf, type UsableSupport } from './supports';

/** An index that finds the rows of some alternatives of an OR; PostgreSQL puts what it finds together with what others find (BitmapOr). */
export interface ArmSupport {
  readonly support: UsableSupport;
  /** Which alternatives, counted from 0. */
  readonly arms: readonly number[];
}

/** Of the first OR of which each alternative has an index. None: an alternative without one makes the scan read the whole table. */
export function servedArms(path: AccessPath, server: ServerVersion): readonly ArmSupport[] {
  for (const condition of path.conditions) {
    if (condition.letter !== 'F' || !condition.alternatives) continue;
    const arms = condition.alternatives.map((arm) => supportsOfArm(path, condition, arm, server));
    if (arms.length > 0 && arms.every((found) => found.length > 0)) return gather(arms);
  }
  return [];
}

/** Those that an alternative's own conditions bound: what is asked beside the OR serves the whole path anyway. */
function supportsOfArm(
  path: AccessPath,
  or: Condition,
  arm: readonly Condition[],
  server: ServerVersion,
): readonly UsableSupport[] {
  const conditions = [...path.conditions.filter((other) => other !== or), ...arm];
  return supportsOf({ ...path, conditions, order: [], columns: 'all' }, server).filter(
    (support): support is UsableSupport =>
      support.usable && support.bounding.some((condition) => arm.includes(condition)),
  );
}

function gather(arms: readonly (readonly UsableSupport[])[]): readonly ArmSupport[] {
  const byIndex = new Map<string, { support: UsableSupport; arms: number[] }>();
  for (const [arm, supports] of arms.entries()) {
    for (const support of supports) {
      const known = byIndex.get(support.index.name);
      if (known) known.arms.push(arm);
      else byIndex.set(support.index.name, { support, arms: [arm] });
    }
  }
  return [...byIndex.values()];
}
