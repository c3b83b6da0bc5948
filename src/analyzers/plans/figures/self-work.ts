import type { BufferUsage, Plan } from '../plan';
import {
  blocksOf,
  containsBlocks,
  containsBuffers,
  sharedBuffers,
  subtractBuffers,
} from './buffer-arithmetic';
import { containersOf } from './attribute-subplans';

export interface SelfWork {
  readonly ms: number | undefined;
  readonly buffers: BufferUsage | undefined;
}

/**
 * What each node did by itself, by node number: its own totals without those of the nodes whose work they contain.
 *
 * @param totalMs by node number
 */
export function selfWork(plan: Plan, totalMs: readonly (number | undefined)[]): readonly SelfWork[] {
  const rest: Place[] = plan.nodes.map((node) => ({
    ms: totalMs[node.number],
    buffers: node.buffers,
  }));
  const containers = containersOf(plan);
  const byCertainty = [...plan.nodes].sort(
    (one, other) => (containers[one.number]?.length ?? 0) - (containers[other.number]?.length ?? 0),
  );
  // Where there is no choice first: what is left then tells where the others can be.
  for (const { number, buffers, subplanName } of byCertainty) {
    const places = (containers[number] ?? []).flatMap((place) => rest[place] ?? []);
    const isCte = subplanName?.startsWith('CTE ') === true;
    let ms = totalMs[number] ?? 0;
    let blocks = buffers;
    for (const place of isCte ? byMost(places) : chosen(places, ms, buffers)) {
      const taken = Math.min(ms, place.ms ?? 0);
      ms -= taken;
      if (place.ms !== undefined) place.ms -= taken;
      if (!blocks || !place.buffers) continue;
      const isAllThere = containsBuffers(place.buffers, blocks);
      const both = isAllThere ? blocks : sharedBuffers(place.buffers, blocks);
      place.buffers = subtractBuffers(place.buffers, both);
      blocks = isAllThere ? undefined : subtractBuffers(blocks, both);
    }
  }
  return rest;
}

interface Place {
  ms: number | undefined;
  buffers: BufferUsage | undefined;
}

/** The scan that came first has done most of a CTE. */
function byMost(places: readonly Place[]): readonly Place[] {
  return [...places].sort((one, other) => workOf(other) - workOf(one));
}

/** The first that has as much left as was done: buffers tell it exactly, times nearly. */
function chosen(places: readonly Place[], ms: number, buffers: BufferUsage | undefined): readonly Place[] {
  const fitting = places.find(
    (place) =>
      (place.ms ?? 0) >= ms * 0.99 && (!buffers || !place.buffers || containsBlocks(place.buffers, buffers)),
  );
  return fitting ? [fitting] : byMost(places).slice(0, 1);
}

function workOf({ ms, buffers }: Place): number {
  return buffers && blocksOf(buffers) > 0 ? blocksOf(buffers) : (ms ?? 0);
}
