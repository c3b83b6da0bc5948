/** What a rule of thumb for the size of an index needs. */
export interface IndexedRows {
  readonly method: string;
  readonly rows: number;
  /** Blocks of the table. */
  readonly tablePages: number;
  readonly pagesPerRange: number;
  /** Of all keys together, in bytes. */
  readonly keyWidth: number;
}

const PAGE = 8192;
/** Of the build of a hash index, `HASH_DEFAULT_FILLFACTOR`; an entry is its row id, a hash and a line pointer. */
const HASH_FILL = 0.75;
const HASH_ENTRY = 20;
/** Elements of a document or of an array, and what an entry of a posting list takes: measured on tags and on event data. */
const GIN_ELEMENTS = 10;
const GIN_ROW_ID = 3;

/** Blocks of an index that is no btree, if it were built now. BRIN is exact but for the width of its values; the others are rough. */
export function otherIndexPages({ method, rows, tablePages, pagesPerRange, keyWidth }: IndexedRows): number {
  switch (method) {
    case 'brin': {
      const ranges = Math.ceil(tablePages / pagesPerRange);
      // A page of the map points to 1,360 ranges; a summary has two values behind a header.
      return 1 + Math.max(1, Math.ceil(ranges / 1360)) + Math.ceil((ranges * (2 * keyWidth + 16)) / PAGE);
    }
    case 'hash': {
      const buckets = Math.max(1, (rows * HASH_ENTRY) / (PAGE * HASH_FILL));
      return 2 ** Math.ceil(Math.log2(buckets)) + 3;
    }
    case 'gin':
      return 2 + Math.ceil((rows * GIN_ELEMENTS * GIN_ROW_ID) / PAGE);
    default:
      return 1 + Math.ceil((rows * (keyWidth + 24)) / (PAGE * 0.7));
  }
}
