import type { AccessPath, Condition, ContainmentCondition, IndexableCondition } from '../query/access-path';
import type { ServerVersion } from '../schema/server-version';
import { supportsOf, type UsableSupport } from './supports';

/** The indexes of the table that would find rows by a condition if it stood in the place of another. */
export function servedInstead(
  path: AccessPath,
  replaced: Condition,
  condition: IndexableCondition | ContainmentCondition,
  server: ServerVersion,
): readonly UsableSupport[] {
  const conditions = path.conditions.map((other) => (other === replaced ? condition : other));
  return supportsOf({ ...path, conditions }, server).filter(
    (support): support is UsableSupport => support.usable && support.bounding.includes(condition),
  );
}
