import type { RelationName, Snapshot } from '../schema/snapshot';
import { clipIdentifier, MAX_IDENTIFIER_BYTES, utf8Length } from '../sql/identifiers';
import { namesTaken } from './choose-index-name';
import type { PartitionBound } from './partition-bounds';

export interface NamedPartition {
  readonly name: string;
  readonly bound: PartitionBound['bound'];
}

/** A free name for the partitioned table that a table is copied into: `events_partitioned`. */
export function nameOfCopy({ schema, name }: RelationName, snapshot: Snapshot): string {
  const taken = namesTaken(schema, snapshot);
  return firstFree(
    (number) => withTail(name, `_partitioned${number}`),
    (copy) => !taken.has(copy),
  );
}

/** `events_partitioned_2026_01`. Each is cut to what the server takes before the bound is added, so that no two become the same. */
export function namePartitions(
  { schema, name }: RelationName,
  bounds: readonly PartitionBound[],
  snapshot: Snapshot,
): readonly NamedPartition[] {
  const taken = namesTaken(schema, snapshot);
  const longest = Math.max(0, ...bounds.map(({ suffix }) => utf8Length(suffix) + 1));
  const stem = firstFree(
    (number) => clipIdentifier(name, MAX_IDENTIFIER_BYTES - longest - number.length) + number,
    (candidate) => bounds.every(({ suffix }) => !taken.has(`${candidate}_${suffix}`)),
  );
  return bounds.map(({ suffix, bound }) => ({ name: `${stem}_${suffix}`, bound }));
}

function withTail(name: string, tail: string): string {
  return clipIdentifier(name, MAX_IDENTIFIER_BYTES - utf8Length(tail)) + tail;
}

/** With no number first, then with 1, 2, … */
function firstFree(build: (number: string) => string, isFree: (name: string) => boolean): string {
  for (let number = 0; ; number++) {
    const name = build(number === 0 ? '' : String(number));
    if (isFree(name)) return name;
  }
}
