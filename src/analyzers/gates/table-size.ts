import { partitionsOf } from '../indexes/propose-ddl';
import type { Snapshot, Table } from '../schema/snapshot';
import { hasStatistics } from '../schema/snapshot-source';
import { LARGE_PAGES, SMALL_PAGES, SMALL_ROWS, STALE_SHARE } from './thresholds';

/** As far as a server knows it. Of a partitioned table the sum of its partitions. */
export interface TableSize {
  readonly rows: number;
  /** Blocks of the heap. */
  readonly pages: number;
  /** So many rows have changed since ANALYZE that its figures are of another table. */
  readonly stale: boolean;
}

/** `undefined`: known from no server and no statistics file, or never analyzed, or a partition never was. */
export function sizeOf(table: Table, snapshot: Snapshot): TableSize | undefined {
  if (!hasStatistics(snapshot.source)) return undefined;
  if (!table.partitioning) return ownSize(table, snapshot);
  const sizes = partitionsOf(table, snapshot).map((partition) => sizeOf(partition, snapshot));
  const known = sizes.filter((size) => size !== undefined);
  if (known.length === 0 || known.length < sizes.length) return undefined;
  return {
    rows: known.reduce((sum, { rows }) => sum + rows, 0),
    pages: known.reduce((sum, { pages }) => sum + pages, 0),
    stale: known.some(({ stale }) => stale),
  };
}

/** As the planner counts: the rows per block of the last ANALYZE in the blocks of today (`estimate_rel_size`, plancat.c). */
function ownSize({ statistics }: Table, { server }: Snapshot): TableSize | undefined {
  if (statistics?.rows === undefined) return undefined;
  const { rows, pages, heapBytes, activity } = statistics;
  const pagesNow = Math.max(pages, Math.ceil(heapBytes / (server?.blockSize ?? 8192)));
  const scaled = pages > 0 ? (rows / pages) * pagesNow : rows;
  const modified = activity?.modifiedSinceAnalyze ?? 0;
  const stale = modified > 1000 && modified > STALE_SHARE * scaled;
  const live = activity?.liveRows ?? 0;
  if (!stale || live <= scaled) return { rows: scaled, pages: pagesNow, stale };
  const rowsPerPage = rows > 0 && pages > 0 ? rows / pages : ROWS_PER_PAGE;
  return { rows: live, pages: Math.max(pagesNow, Math.ceil(live / rowsPerPage)), stale };
}

/** For a table that was empty when it was analyzed: rows of 160 bytes. */
const ROWS_PER_PAGE = 50;

/** Reading all of it takes no longer than a person could notice. */
export function isSmall({ rows, pages }: TableSize): boolean {
  return pages < SMALL_PAGES || (rows < SMALL_ROWS && pages < LARGE_PAGES);
}

export function isLarge({ pages }: TableSize): boolean {
  return pages >= LARGE_PAGES;
}
