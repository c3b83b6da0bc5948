import { holeIdentifier, type Fragment, type Hole, type HoleRole } from './sources/fragment';
import { refillHoles, type Refill } from './sources/refill-holes';
import type { Span } from './span';
import type { FeedResult, SqlFeeder } from './sql/feeder';

export interface FedFragment {
  readonly fragment: Fragment;
  readonly result: FeedResult;
}

/** Texts tried at most (measured on 2,363 queries: half need 3, nine of ten at most 9). */
const MAX_PARSES = 24;

/**
 * Gives a fragment to the grammar. When that does not accept it, the hole nearest before the error may not be what its place told: its other
 * roles are tried in turn. A splice that some runs leave out is left out too: of two conditions a program may write one. What is accepted then
 * is approximate.
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

/** A hole, or a splice that some runs of the program leave out. */
interface Repairable {
  readonly span: Span;
  readonly hole?: { readonly index: number; readonly hole: Hole };
  /** Where it begins once others have got other texts. */
  readonly startIn: (refilled: Fragment) => number | undefined;
  /** Still to be tried. */
  readonly roles: Role[];
  current?: Role;
}

function repair(fragment: Fragment, offset: number, feeder: SqlFeeder): FedFragment | undefined {
  const repairables = repairablesOf(fragment);
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

/** In the text's order. What a splice holds comes behind it, and so is tried first. */
function repairablesOf({ text, holes, splices }: Fragment): readonly Repairable[] {
  const ofSplices = splices.flatMap(({ span, isCertain }, index): Repairable[] =>
    isCertain
      ? []
      : [{ span, startIn: (refilled) => refilled.splices[index]?.span.start, roles: ['nothing'] }],
  );
  const ofHoles = holes.flatMap((hole, index): Repairable[] =>
    isRepairable(hole, text)
      ? [
          {
            span: hole.span,
            hole: { index, hole },
            startIn: (refilled) => refilled.holes[index]?.span.start,
            roles: [...ROLES[hole.role]],
          },
        ]
      : [],
  );
  return [...ofSplices, ...ofHoles].sort((one, other) => one.span.start - other.span.start);
}

/** The last one at or before the error that has a role left to try. */
function nearestBefore(
  error: number,
  repairables: readonly Repairable[],
  refilled: Fragment,
): Repairable | undefined {
  return repairables.findLast(
    ({ roles, startIn }) => roles.length > 0 && (startIn(refilled) ?? Infinity) <= error + 1,
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
function isRepairable(hole: Hole, text: string): hole is RepairableHole {
  const isSubstitution = hole.origin === 'substitution' && hole.role !== 'quoted';
  return isSubstitution && text[hole.span.start - 1] !== '"';
}

function refillOf({ span, hole: repaired, current }: Repairable): readonly Refill[] {
  if (!current) return [];
  if (!repaired) return [{ span, text: ' ' }];
  const { index, hole } = repaired;
  const role: HoleRole = current === 'name' ? 'identifier' : current === 'value' ? 'value' : 'unknown';
  return [{ span, text: textFor(current, hole.number), hole: { index, role } }];
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
