import type { BtreeFacts } from './btree-facts';
import { btreeKeySize } from './btree-tuple';
import { groupsOfEqualKeys, type KeyGroup } from './btree-key-groups';

/** Page header, and the room at its end that only btrees have. */
const PAGE_HEADER = 24;
const PAGE_END = 16;
const LINE_POINTER = 4;
/** Leaves keep room for a row id in the key that bounds them. */
const ROW_ID_ROOM = 8;
/** Pages above the leaves are left 30 % free (`BTREE_NONLEAF_FILLFACTOR`). */
const INNER_FILL_FACTOR = 70;

/**
 * The blocks that the index would have if it were built now (`nbtsort.c`, `nbtdedup.c`): rows sorted by key, equal keys of an index that
 * deduplicates together in posting lists, leaves filled to the fill factor, the levels above, the meta page.
 */
export function estimateBtreePages(facts: BtreeFacts): number {
  const { blockSize, fillFactor } = facts;
  let pages = 0;
  for (const group of groupsOfEqualKeys(facts)) {
    pages += group.tuples / tuplesPerPage(group, blockSize, fillFactor);
  }
  const fanOut = fanOutOf(facts);
  let level = Math.max(1, Math.ceil(pages));
  let all = level;
  while (level > 1) {
    level = Math.ceil(level / fanOut);
    all += level;
  }
  return all + 1;
}

/** Levels above the leaves of a btree of so many blocks: what a descent reads before it reads a leaf. */
export function btreeHeight(facts: BtreeFacts, pages: number): number {
  const fanOut = fanOutOf(facts);
  let height = 0;
  for (let level = Math.max(1, pages - 1); level > 1; level = Math.ceil(level / fanOut)) height++;
  return height;
}

function fanOutOf({ columns, blockSize }: BtreeFacts): number {
  const key: KeyGroup = { tuples: 0, bytes: btreeKeySize(columns), listBytes: 0 };
  return tuplesPerPage(key, blockSize, INNER_FILL_FACTOR);
}

/** As the build fills a page: it ends with the first tuple that leaves less free than the fill factor wants, which goes to the next page. */
function tuplesPerPage({ bytes, listBytes }: KeyGroup, blockSize: number, fillFactor: number): number {
  const free = blockSize - PAGE_HEADER - PAGE_END - 2 * LINE_POINTER;
  const reserve = Math.trunc((blockSize * (100 - fillFactor)) / 100);
  const untilFull = Math.floor((free - (bytes + ROW_ID_ROOM)) / (bytes + LINE_POINTER)) + 1;
  // What a posting list leaves behind when it becomes the bound of the page counts as free.
  const untilReserve = Math.floor((free + listBytes - reserve) / (bytes + LINE_POINTER)) + 1;
  return Math.max(1, Math.min(untilFull, Math.max(2, untilReserve)) - 1);
}
