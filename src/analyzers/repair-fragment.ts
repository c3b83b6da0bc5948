import { holeIdentifier, type Fragment, type Hole, type HoleRole } from './sources/fragment';
import { refillHoles, type Refill } from './sources/refill-holes';
import type { FeedResult, SqlFeeder } from './sql/feeder';

export interface FedFragment {
  readonly fragment: Fragment;
  readonly result: FeedResult;
}

/** Texts tried at most (measured on 2,363 queries: half need 3, nine of ten at most 9). */
const MAX_PARSES = 24;

/**
 * Gives a fragment to the grammar. When that does not accept it, the hole nearest before the error may not be what its place told: its other
 * roles are tried in turn. What is accepted then is approximate.
 */
export function feedFragment(fragment: Fragment, feeder: SqlFeeder): FedFragment {
  const { otherDatabase } = fragment;
  if (otherDatabase !== undefined) {
    return { fragment, result: { kind: 'declined', reason: otherDatabase } };
  }
  const result = feeder.feed(fragment.text);
  // The second grammar takes 2 ms a text, and mostly names no place.
  if (result.kind !== 'syntax-error' || feeder.name !== 'libpg-query') return { fragment, result };
  return repair(fragment, result.offset, feeder) ?? { fragment, result };
}

interface Repairable {
  readonly index: number;
  readonly hole: Hole;
  /** Still to be tried. */
  readonly roles: Role[];
  current?: Role;
}

function repair(fragment: Fragment, offset: number, feeder: SqlFeeder): FedFragment | undefined {
  const repairables = fragment.holes.flatMap((hole, index): Repairable[] =>
    isRepairable(hole, fragment) ? [{ index, hole, roles: [...ROLES[hole.role]] }] : [],
  );
  let refilled = fragment;
  let error = offset;
  for (let parses = 1; parses < MAX_PARSES; parses++) {
    const next = nearestBefore(error, repairables, refilled);
    const role = next?.roles.shift();
    if (!next || !role) return undefined;
    next.current = role;
    refilled = refillHoles(fragment, repairables.flatMap(refillOf));
    const result = feeder.feed(refilled.text);
    if (result.kind !== 'syntax-error') return { fragment: refilled, result };
    error = result.offset;
  }
  return undefined;
}

/** The last hole at or before the error that has a role left to try. */
function nearestBefore(
  error: number,
  repairables: readonly Repairable[],
  { holes }: Fragment,
): Repairable | undefined {
  return repairables.findLast(
    ({ index, roles }) => roles.length > 0 && (holes[index]?.span.start ?? Infinity) <= error + 1,
  );
}

/** What may stand in a hole, in the order in which it is tried. */
type Role = 'nothing' | 'name' | 'value' | 'list' | 'columns' | 'predicate' | 'query' | 'assignment';

const ROLES: Readonly<Record<Exclude<HoleRole, 'quoted'>, readonly Role[]>> = {
  value: ['name', 'list', 'nothing', 'columns', 'predicate', 'query', 'assignment'],
  identifier: ['value', 'nothing', 'query', 'predicate', 'list'],
  unknown: ['nothing', 'name', 'value', 'list', 'columns', 'predicate', 'query', 'assignment'],
};

type RepairableHole = Hole & { readonly role: Exclude<HoleRole, 'quoted'> };

/** What stands between quotes is a name, whatever is wrong around it. */
function isRepairable(hole: Hole, { text }: Fragment): hole is RepairableHole {
  const isSubstitution = hole.origin === 'substitution' && hole.role !== 'quoted';
  return isSubstitution && text[hole.span.start - 1] !== '"';
}

function refillOf({ index, hole, current }: Repairable): readonly Refill[] {
  if (!current) return [];
  const role: HoleRole = current === 'name' ? 'identifier' : current === 'value' ? 'value' : 'unknown';
  return [{ hole: index, text: textFor(current, hole.number), role }];
}

/** Never empty and never glued to what stands beside it. */
function textFor(role: Role, number: number): string {
  const name = holeIdentifier(number);
  switch (role) {
    case 'nothing':
      return ' ';
    case 'name':
      return name;
    case 'value':
      return `$${number}`;
    case 'list':
      return `($${number})`;
    case 'columns':
      return `${name}, ${name}`;
    case 'predicate':
      return ` WHERE ${name} `;
    case 'query':
      return `(SELECT * FROM ${name})`;
    case 'assignment':
      return `${name} = NULL`;
  }
}
