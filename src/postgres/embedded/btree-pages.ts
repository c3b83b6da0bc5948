import { BLOCK_SIZE } from './sandbox';

/** `bufpage.h`, `nbtree.h`, `itup.h` */
const PAGE_HEADER = 24;
const SPECIAL = BLOCK_SIZE - 16;
const LAYOUT_VERSION = 4;
const LEAF = 1;
const ROOT = 2;
const LINE_POINTER = 4;
const LINE_POINTER_NORMAL = 1;
const TUPLE = 8;
const PIVOT_WITHOUT_KEYS = 0x2000;
const ROOT_BLOCK = 1;

/** Where the meta page says the root and the height: behind the header, a magic number and a version. */
export const ROOT_FIELDS_AT = PAGE_HEADER + 8;

/** `btm_root`, `btm_level`, `btm_fastroot`, `btm_fastlevel`: the planner reads the height of a btree here (`_bt_getrootheight`). */
export function rootFields(height: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(ROOT_BLOCK, height, ROOT_BLOCK, height).buffer);
}

/**
 * The blocks behind the meta page of a btree of that height without a single row: each points to the next, the last is an empty leaf. They
 * must be sound: the planner looks for the ends of an index when a value lies at the end of a histogram (`get_actual_variable_range`).
 */
export function emptyLevels(height: number): Uint8Array {
  const pages = new Uint8Array((height + 1) * BLOCK_SIZE);
  for (let level = height; level >= 0; level--) {
    const block = ROOT_BLOCK + height - level;
    const view = new DataView(pages.buffer, (block - ROOT_BLOCK) * BLOCK_SIZE, BLOCK_SIZE);
    const flags = (level === 0 ? LEAF : 0) | (level === height ? ROOT : 0);
    writePage(view, level, flags);
    if (level > 0) writeDownLink(view, block + 1);
  }
  return pages;
}

function writePage(view: DataView, level: number, flags: number): void {
  view.setUint16(12, PAGE_HEADER, true);
  view.setUint16(14, SPECIAL, true);
  view.setUint16(16, SPECIAL, true);
  view.setUint16(18, BLOCK_SIZE | LAYOUT_VERSION, true);
  view.setUint32(SPECIAL + 8, level, true);
  view.setUint16(SPECIAL + 12, flags, true);
}

/** The one entry of an inner page: everything lies below it. */
function writeDownLink(view: DataView, block: number): void {
  const at = SPECIAL - TUPLE;
  view.setUint16(12, PAGE_HEADER + LINE_POINTER, true);
  view.setUint16(14, at, true);
  view.setUint32(PAGE_HEADER, at | (LINE_POINTER_NORMAL << 15) | (TUPLE << 17), true);
  view.setUint16(at, block >>> 16, true);
  view.setUint16(at + 2, block & 0xffff, true);
  view.setUint16(at + 6, PIVOT_WITHOUT_KEYS | TUPLE, true);
}
