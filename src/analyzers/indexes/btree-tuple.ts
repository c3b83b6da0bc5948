import type { BtreeColumn } from './btree-facts';

const HEADER = 8;
/** Of 32 columns, after the header, where one of them is null. */
const NULL_BITMAP = 4;
const MAXIMUM_ALIGNMENT = 8;
/** Longer values have a header of four bytes, which is aligned. */
const LONGEST_SHORT_VALUE = 127;

/** The average size of an index tuple for one row, in bytes, as it is aligned on the page; without its line pointer. */
export function btreeTupleSize(columns: readonly BtreeColumn[]): number {
  const nullable = columns.filter(({ nullFraction }) => nullFraction > 0);
  const [first, ...others] = nullable;
  if (first === undefined) return sizeWith(columns, false);
  // Two nullable columns and more are told apart by the first: the rest goes by its average.
  const isNull = sizeWith(
    columns.filter((column) => column !== first),
    true,
  );
  const anyOther = 1 - others.reduce((share, { nullFraction }) => share * (1 - nullFraction), 1);
  const isValue = (1 - anyOther) * sizeWith(columns, false) + anyOther * sizeWith(columns, true);
  return first.nullFraction * isNull + (1 - first.nullFraction) * isValue;
}

/** The size of the tuple of a row whose values are all there. */
export function btreeKeySize(columns: readonly BtreeColumn[]): number {
  return sizeWith(
    columns.map((column) => ({ ...column, nullFraction: 0 })),
    false,
  );
}

/**
 * `avg_width` is cut to whole bytes, and where the next byte begins another eight, it cannot say whether most rows pay for them: 8.9 and 8.0
 * look the same. The middle of both is wrong by less.
 */
function sizeWith(columns: readonly BtreeColumn[], hasNull: boolean): number {
  const varies = columns.some(({ fixedLength }) => fixedLength === undefined);
  const least = sizeOf(columns, hasNull, 0);
  return varies ? (least + sizeOf(columns, hasNull, 1)) / 2 : least;
}

function sizeOf(columns: readonly BtreeColumn[], hasNull: boolean, cutOff: number): number {
  let size = cutOff;
  for (const column of columns) {
    const { fixedLength, alignment, averageWidth, nullFraction } = column;
    const isShort = fixedLength === undefined && averageWidth <= LONGEST_SHORT_VALUE;
    const share = hasNull ? 1 - nullFraction : 1;
    size = align(size, isShort ? 1 : alignment) + (fixedLength ?? averageWidth) * share;
  }
  const header = hasNull ? align(HEADER + NULL_BITMAP, MAXIMUM_ALIGNMENT) : HEADER;
  return align(header + size, MAXIMUM_ALIGNMENT);
}

export function align(size: number, to: number): number {
  return Math.ceil(size / to) * to;
}
