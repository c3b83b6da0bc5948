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
const TIMES = ['readMs', 'writeMs'] as const;

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

export function isNoBuffers(usage: BufferUsage): boolean {
  return COUNTERS.every((counter) => usage[counter] === 0);
}

/** Blocks of tables and indexes that were asked for, wherever they were found. */
export function blocksOf({ sharedHit, sharedRead, localHit, localRead }: BufferUsage): number {
  return sharedHit + sharedRead + localHit + localRead;
}

function combine(
  one: BufferUsage,
  other: BufferUsage,
  join: (one: number, other: number) => number,
): BufferUsage {
  const counts = COUNTERS.map((name) => [name, join(one[name], other[name])] as const);
  const times = TIMES.filter((name) => one[name] !== undefined).map(
    (name) => [name, join(one[name] ?? 0, other[name] ?? 0)] as const,
  );
  return { ...one, ...Object.fromEntries([...counts, ...times]) };
}
