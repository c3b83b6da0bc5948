import type {
  ColumnRow,
  ColumnStatisticsRow,
  ConstraintRow,
  DefaultRow,
  IndexActivityRow,
  IndexRow,
} from './catalog-rows';
import type { Layout } from './packed-rows';

const text = (field: string): string => field;
const flag = (field: string): boolean => field === 't';
const textOrNull = (field: string): string | null => (field === '' ? null : field);
const numberOrNull = (field: string): number | null => (field === '' ? null : Number(field));
/** Lists are JSON: their elements may hold anything. */
const textsOrNull = (field: string): readonly string[] | null =>
  field === '' ? null : (JSON.parse(field) as readonly string[]);
const numbersOrNull = (field: string): readonly number[] | null =>
  field === '' ? null : (JSON.parse(field) as readonly number[]);

export const COLUMN_LAYOUT: Layout<ColumnRow> = {
  attnum: Number,
  attname: text,
  atttypid: Number,
  attndims: Number,
  attcollation: Number,
  attnotnull: flag,
  attidentity: text,
  attgenerated: text,
};

export const DEFAULT_LAYOUT: Layout<DefaultRow> = { adnum: Number, expression: textOrNull };

export const CONSTRAINT_LAYOUT: Layout<ConstraintRow> = {
  conname: text,
  contype: text,
  conkey: text,
  conindid: Number,
  confrelid: Number,
  confkey: text,
  confdeltype: text,
  connoinherit: flag,
  convalidated: flag,
  condeferrable: flag,
};

/** The name first: it is looked for where nothing else of the index is. */
export const INDEX_LAYOUT: Layout<IndexRow> = {
  relname: text,
  indexrelid: Number,
  amname: text,
  indkey: text,
  indnkeyatts: Number,
  indclass: text,
  indcollation: text,
  indoption: text,
  indisunique: flag,
  indnullsnotdistinct: flag,
  indisvalid: flag,
  indisready: flag,
  indisreplident: flag,
  hasExpressions: flag,
  hasPredicate: flag,
  reloptions: textsOrNull,
  reltuples: Number,
  relpages: Number,
};

export const INDEX_ACTIVITY_LAYOUT: Layout<IndexActivityRow> = {
  indexrelid: Number,
  scans: Number,
  rowsRead: Number,
  rowsFetched: Number,
  lastScan: textOrNull,
};

export const COLUMN_STATISTICS_LAYOUT: Layout<ColumnStatisticsRow> = {
  attname: text,
  nullFraction: Number,
  averageWidth: Number,
  distinct: Number,
  correlation: numberOrNull,
  mostCommonShare: numberOrNull,
  values: textsOrNull,
  shares: numbersOrNull,
};
