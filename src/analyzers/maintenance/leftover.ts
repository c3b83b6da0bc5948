import { message, type Message } from '../message';
import type { RelationName } from '../schema/snapshot';
import type { MaintenanceAction } from './maintenance-action';

/** An index that a broken-off build or rebuild has left. It costs writes and room, and no query uses it. */
export interface Leftover {
  readonly table: RelationName;
  readonly index: string;
  /** `new`, `old`: of a REINDEX CONCURRENTLY of `of`. `build`: of a CREATE INDEX CONCURRENTLY. `drop`: of a DROP INDEX CONCURRENTLY. */
  readonly kind: 'build' | 'new' | 'old' | 'drop';
  /** The index that was rebuilt, where it is there. */
  readonly of?: string;
  /** A constraint, or the index of a partitioned table, needs it: it cannot be dropped by itself. */
  readonly isNeeded: boolean;
}

export interface LeftoverIndex {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly isValid: boolean;
  /** False: a DROP INDEX CONCURRENTLY had begun. */
  readonly isLive: boolean;
  readonly isNeeded: boolean;
}

/** @param siblings all indexes of the table, that one included */
export function leftoverOf(
  index: LeftoverIndex,
  siblings: readonly Pick<LeftoverIndex, 'name'>[],
): Leftover | undefined {
  if (index.isValid) return undefined;
  const { schema, table, name, isNeeded } = index;
  const base = { table: { schema, name: table }, index: name, isNeeded };
  const [, stem, suffix] = /^(.+)_cc(new|old)\d*$/.exec(name) ?? [];
  if (stem === undefined) return { ...base, kind: index.isLive ? 'build' : 'drop' };
  // The server cuts a long name to make room for the suffix.
  const of =
    siblings.find((other) => other.name === stem) ??
    siblings.find((other) => stem.length > 50 && other.name.startsWith(stem));
  return { ...base, kind: suffix === 'new' ? 'new' : 'old', ...(of && { of: of.name }) };
}

export function describeLeftover({ index, kind, of }: Leftover): Message {
  switch (kind) {
    case 'build':
      return message(
        '{0} is invalid: its build, or a DROP of it, was broken off. Writes may keep it up to date, and no query uses it.',
        index,
      );
    case 'drop':
      return message('{0} is half dropped: nothing uses it any more. Drop it once more.', index);
    case 'new':
      return of === undefined
        ? message('{0} is what a broken-off REINDEX CONCURRENTLY has left of a new index. Drop it.', index)
        : message(
            '{0} is what a broken-off REINDEX CONCURRENTLY of {1} has left. {1} is as it was: drop {0}, then rebuild {1} if you still want to.',
            index,
            of,
          );
    case 'old':
      return message(
        '{0} is the index that REINDEX CONCURRENTLY has replaced already, and was broken off before it was dropped. Drop it.',
        index,
      );
  }
}

/** What mends it, the best first. */
export function repairsOf({ table, index, kind, isNeeded }: Leftover): readonly MaintenanceAction[] {
  const drop: MaintenanceAction = { kind: 'drop-index', table, index };
  const rebuild: MaintenanceAction = { kind: 'reindex', table, index };
  if (isNeeded) return [rebuild];
  return kind === 'build' ? [rebuild, drop] : [drop];
}
