import type { BtreeFacts } from './btree-facts';
import { estimateBtreePages } from './btree-size';

/** How much smaller an index would be if it were built anew. */
export interface BtreeBloat {
  /** Of the index as it is, in bytes. */
  readonly bytes: number;
  /** What a rebuild would free, in bytes; 0 where it would free nothing. */
  readonly wastedBytes: number;
  /** `wastedBytes` of `bytes`, 0 to 1. */
  readonly share: number;
}

/** Below these a rebuild is not worth its work: an index that is written to is never full. */
export const LEAST_SHARE = 0.3;
export const LEAST_BYTES = 10 * 1024 * 1024;

/** @param pages as they are; the facts say what they would be */
export function estimateBtreeBloat(pages: number, facts: BtreeFacts): BtreeBloat {
  const wasted = Math.max(0, pages - estimateBtreePages(facts));
  return {
    bytes: pages * facts.blockSize,
    wastedBytes: wasted * facts.blockSize,
    share: pages === 0 ? 0 : wasted / pages,
  };
}

/** Whether somebody should hear of it. */
export function isWorthTelling({ share, wastedBytes }: BtreeBloat): boolean {
  return share >= LEAST_SHARE && wastedBytes >= LEAST_BYTES;
}
