import type { BtreeColumn, BtreeFacts } from './btree-facts';
import { align, btreeKeySize, btreeTupleSize } from './btree-tuple';

/** Tuples of an index that are alike. */
export interface KeyGroup {
  /** How many. */
  readonly tuples: number;
  /** Of each on the page, without its line pointer. */
  readonly bytes: number;
  /** How much of that is a list of rows. */
  readonly listBytes: number;
}

/** A posting list of a build takes a tenth of the block, with the line pointer (`_bt_load`). */
const POSTING_SHARE = 10;
const ROW_ID = 6;
const LINE_POINTER = 4;
/** Up to this many rows for a key on average, how many a single key has matters for the padding. */
const FEW_ROWS = 8;
/** Predicates of partial indexes such as `x IS NOT NULL` leave exactly the rows that have a value. */
const CLOSE_TO = 0.02;

/** The tuples of a build, those of equal keys together where the index deduplicates. */
export function groupsOfEqualKeys(facts: BtreeFacts): readonly KeyGroup[] {
  const columns = facts.columns.map((column) =>
    holdsItsValues(column, facts) ? { ...column, nullFraction: 0 } : column,
  );
  const { rows, blockSize } = facts;
  if (!isDeduplicated(facts)) return [{ tuples: rows, bytes: btreeTupleSize(columns), listBytes: 0 }];
  const key = btreeKeySize(columns);
  const posting = align(blockSize / POSTING_SHARE - 7, 8) - LINE_POINTER;
  const mostRows = Math.max(2, Math.floor((align(posting - 7, 8) - key) / ROW_ID));
  return keyCounts(facts).flatMap(({ keys, rowsOfEach }) =>
    spread(keys, rowsOfEach).flatMap((same) => postings(same, key, mostRows)),
  );
}

function isDeduplicated({ isUnique, deduplicates, columns }: BtreeFacts): boolean {
  return !isUnique && deduplicates && columns.every(({ isKey, hasEqualImage }) => isKey && hasEqualImage);
}

interface KeyCount {
  readonly keys: number;
  readonly rowsOfEach: number;
}

function keyCounts(facts: BtreeFacts): readonly KeyCount[] {
  const { rows, tableRows, columns } = facts;
  const [only, ...others] = columns;
  const distinct = Math.min(
    rows,
    columns.reduce((product, column) => product * distinctIn(column, facts), 1),
  );
  if (only === undefined || others.length > 0) return [{ keys: distinct, rowsOfEach: rows / distinct }];
  const nulls = holdsItsValues(only, facts) ? 0 : only.nullFraction * rows;
  const common = rows < tableRows ? [] : only.commonShares;
  const commonRows = common.reduce((sum, share) => sum + share * rows, 0);
  const restRows = Math.max(0, rows - nulls - commonRows);
  const restKeys = Math.min(restRows, Math.max(distinct - common.length, 0));
  return [
    ...(nulls >= 1 ? [{ keys: 1, rowsOfEach: nulls }] : []),
    ...common.map((share) => ({ keys: 1, rowsOfEach: share * rows })),
    ...(restRows >= 1 ? [{ keys: Math.max(1, restKeys), rowsOfEach: restRows / Math.max(1, restKeys) }] : []),
  ];
}

/** Different values among the rows of the index: of a part of the table's rows, what such a part has by chance. */
function distinctIn(column: BtreeColumn, facts: BtreeFacts): number {
  const { rows, tableRows } = facts;
  const { distinct, nullFraction } = column;
  const inTable = Math.max(1, distinct < 0 ? -distinct * tableRows : distinct);
  if (rows >= tableRows || holdsItsValues(column, facts)) return inTable;
  const rowsOfEach = Math.max(1, (tableRows * (1 - nullFraction)) / inTable);
  return Math.max(1, inTable * (1 - (1 - rows / tableRows) ** rowsOfEach));
}

/** Exactly the rows in which the column has a value. */
function holdsItsValues({ nullFraction }: BtreeColumn, { rows, tableRows }: BtreeFacts): boolean {
  const withValue = (1 - nullFraction) * tableRows;
  return rows < tableRows && Math.abs(rows - withValue) <= CLOSE_TO * withValue;
}

/** Rows fall on keys by chance: with 1.5 for each on average most keys have one. The distribution is Poisson's without its zero. */
function spread(keys: number, rowsOfEach: number): readonly KeyCount[] {
  if (rowsOfEach > FEW_ROWS || keys <= 1) return [{ keys, rowsOfEach }];
  if (rowsOfEach <= 1) return [{ keys, rowsOfEach: 1 }];
  const rate = rateOf(rowsOfEach);
  const counts: KeyCount[] = [];
  let probability = Math.exp(-rate) / (1 - Math.exp(-rate));
  for (let count = 1; count <= 4 * FEW_ROWS; count++) {
    probability *= rate / count;
    counts.push({ keys: keys * probability, rowsOfEach: count });
  }
  return counts;
}

/** Solves rate / (1 - e^-rate) = mean by halving. */
function rateOf(mean: number): number {
  let low = 0;
  let high = mean;
  for (let step = 0; step < 40; step++) {
    const rate = (low + high) / 2;
    if (rate / (1 - Math.exp(-rate)) < mean) low = rate;
    else high = rate;
  }
  return high;
}

/** The lists of keys that have so many rows: full ones, and one with the rest. */
function postings({ keys, rowsOfEach }: KeyCount, key: number, mostRows: number): readonly KeyGroup[] {
  const full = Math.floor(rowsOfEach / mostRows);
  const rest = rowsOfEach - full * mostRows;
  return [
    ...(full > 0 ? [posting(keys * full, key, mostRows)] : []),
    ...(rest > 0 ? [posting(keys, key, Math.max(1, rest))] : []),
  ];
}

function posting(tuples: number, key: number, rows: number): KeyGroup {
  if (rows <= 1) return { tuples, bytes: key, listBytes: 0 };
  const bytes = align(key + ROW_ID * rows, 8);
  return { tuples, bytes, listBytes: bytes - key };
}
