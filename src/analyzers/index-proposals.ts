import type { DdlProposal, Finding, Fix, ProposedIndex } from './finding';

/** One index for every finding that it cures, and for those that asked for a narrower one. */
export interface IndexProposal<Place> {
  readonly index: ProposedIndex;
  readonly ddl: DdlProposal;
  readonly places: readonly Place[];
  /** Proposed for some of the places, and not needed beside this one. */
  readonly narrower: readonly ProposedIndex[];
}

/** A finding with where it was made. */
export interface FoundPlace {
  readonly finding: Finding;
}

interface Wish<Place> {
  readonly place: Place;
  readonly index: ProposedIndex;
  readonly ddl: DdlProposal;
}

/**
 * What is to be built for all findings together (gate G6): the same index is proposed once, and of two where the keys of one begin the
 * other only the wider. In the order of the first finding that asks.
 */
export function gatherIndexProposals<Place extends FoundPlace>(
  places: readonly Place[],
): readonly IndexProposal<Place>[] {
  const wishes = places.flatMap((place) => wishOf(place) ?? []);
  const wanted = new Map<string, Wish<Place>[]>();
  for (const wish of wishes) {
    const key = proposalKey(wish.index);
    const group = wanted.get(key);
    if (group) group.push(wish);
    else wanted.set(key, [wish]);
  }
  const groups = [...wanted.values()];
  const widest = groups.filter(
    (group) => !groups.some((other) => includes(other[0]?.index, group[0]?.index)),
  );
  return widest.flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const narrower = groups.filter((other) => other !== group && includes(first.index, other[0]?.index));
    const served = new Set([group, ...narrower].flat().map(({ place }) => place));
    return [
      {
        index: first.index,
        ddl: first.ddl,
        places: places.filter((place) => served.has(place)),
        narrower: narrower.flatMap(([wish]) => wish?.index ?? []),
      },
    ];
  });
}

function wishOf<Place extends FoundPlace>(place: Place): Wish<Place> | undefined {
  const ddl = indexFixOf(place.finding)?.ddl;
  return ddl?.index && { place, index: ddl.index, ddl };
}

/** The fix that offers what other findings of the file ask for. */
export const SHARED_FIX = 'create-index/shared';

/** The index that a finding asks for first, of its own. */
export function indexFixOf({ fixes }: Finding): Fix | undefined {
  const making = fixes.filter(({ id, ddl, edits }) => ddl?.index && edits.length === 0 && id !== SHARED_FIX);
  return making.find(({ preferred }) => preferred) ?? making[0];
}

/** A finding that stays the same from key to key keeps its proposal, the very object. */
const KEYS = new WeakMap<ProposedIndex, string>();

export function proposalKey(index: ProposedIndex): string {
  const known = KEYS.get(index) ?? keyOf(index);
  KEYS.set(index, known);
  return known;
}

function keyOf({ schema, table, method, unique, keys, include, predicate }: ProposedIndex): string {
  return JSON.stringify([schema, table, method, unique, keys, include, predicate]);
}

/** Whether the wide one does the narrow one's work: a btree finds rows by any of its first keys. */
export function includes(wide: ProposedIndex | undefined, narrow: ProposedIndex | undefined): boolean {
  if (!wide || !narrow) return false;
  const isMore = wide.keys.length > narrow.keys.length;
  const isStricter = wide.keys.length === narrow.keys.length && wide.unique && !narrow.unique;
  return (
    (isMore || isStricter) &&
    narrow.method === 'btree' &&
    wide.method === 'btree' &&
    !narrow.unique &&
    wide.schema === narrow.schema &&
    wide.table === narrow.table &&
    wide.predicate === narrow.predicate &&
    narrow.keys.every((key, position) => key === wide.keys[position]) &&
    narrow.include.every((column) => wide.include.includes(column) || wide.keys.includes(column))
  );
}
