import type { BufferUsage } from '../plan';

const COUNTERS = [
  'sharedHit',
  'sharedRead',
  'sharedDirtied',
  'sharedWritten',
  'localHit',
  'localRead',
  'localDirtied',
  'localWritten',
  'tempRead',
  'tempWritten',
] as const;

export function addBuffers(one: BufferUsage, other: BufferUsage): BufferUsage {
  return combine(one, other, (mine, others) => mine + others);
}

/** Never below zero: the server's counters of parts may be a little more than those of the whole. */
export function subtractBuffers(whole: BufferUsage, part: BufferUsage): BufferUsage {
  return combine(whole, part, (mine, others) => Math.max(0, mine - others));
}

/** What both have. */
export function sharedBuffers(one: BufferUsage, other: BufferUsage): BufferUsage {
  return combine(one, other, Math.min);
}

/** Whether every block that the part counts may be among those of the whole. */
export function containsBlocks(whole: BufferUsage, part: BufferUsage): boolean {
  return COUNTERS.every((counter) => part[counter] <= whole[counter]);
}

/** The same with the times of reading and writing them. */
export function containsBuffers(whole: BufferUsage, part: BufferUsage): boolean {
  return (
    containsBlocks(whole, part) &&
    (part.readMs ?? 0) <= (whole.readMs ?? 0) &&
    (part.writeMs ?? 0) <= (whole.writeMs ?? 0)
  );
}

/** Blocks of tables and indexes that were asked for, wherever they were found. */
export function blocksOf({ sharedHit, sharedRead, localHit, localRead }: BufferUsage): number {
  return sharedHit + sharedRead + localHit + localRead;
}

/** Written out: a plan of thousands of nodes does this for each of them several times. */
function combine(
  one: BufferUsage,
  other: BufferUsage,
  join: (one: number, other: number) => number,
): BufferUsage {
  const blocks = {
    sharedHit: join(one.sharedHit, other.sharedHit),
    sharedRead: join(one.sharedRead, other.sharedRead),
    sharedDirtied: join(one.sharedDirtied, other.sharedDirtied),
    sharedWritten: join(one.sharedWritten, other.sharedWritten),
    localHit: join(one.localHit, other.localHit),
    localRead: join(one.localRead, other.localRead),
    localDirtied: join(one.localDirtied, other.localDirtied),
    localWritten: join(one.localWritten, other.localWritten),
    tempRead: join(one.tempRead, other.tempRead),
    tempWritten: join(one.tempWritten, other.tempWritten),
  };
  if (one.readMs === undefined && one.writeMs === undefined) return blocks;
  return {
    ...blocks,
    ...(one.readMs !== undefined && { readMs: join(one.readMs, other.readMs ?? 0) }),
    ...(one.writeMs !== undefined && { writeMs: join(one.writeMs, other.writeMs ?? 0) }),
  };
}
