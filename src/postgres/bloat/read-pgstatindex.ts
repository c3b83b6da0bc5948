import { quoteIdentifier } from '../../analyzers/sql/identifiers';
import { number } from '../catalog/catalogue';
import type { Reader, ReadOptions } from '../reading/reader';

/** What pgstattuple has counted in a btree. */
export interface CountedBtree {
  /** How full the leaves are, in percent: 90 after a build with the default fill factor; 0 of an empty index. */
  readonly leafDensity: number;
  /** Leaves that do not lie in the order of their keys, in percent. */
  readonly fragmentation: number;
  readonly bytes: number;
  readonly emptyPages: number;
  readonly deletedPages: number;
}

const EXTENSION = `SELECT n.nspname AS schema FROM pg_catalog.pg_extension e
  JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pgstattuple'`;

/** A large index takes a while. */
const STATEMENT_TIMEOUT_MS = 120_000;

/**
 * Reads every page of the index, on request only. `undefined`: the extension is not installed. Rejects as the reader does, with 42501 for a
 * role outside of pg_stat_scan_tables.
 */
export async function readPgstatindex(
  reader: Reader,
  index: number,
  options: ReadOptions = {},
): Promise<CountedBtree | undefined> {
  const [extension] = await reader.read(EXTENSION, [], options);
  if (!extension) return undefined;
  const [row] = await reader.read(
    `SELECT avg_leaf_density, leaf_fragmentation, index_size, empty_pages, deleted_pages
     FROM ${quoteIdentifier(String(extension['schema']))}.pgstatindex($1::oid::pg_catalog.regclass)`,
    [index],
    { statementTimeoutMs: STATEMENT_TIMEOUT_MS, ...options },
  );
  if (!row) return undefined;
  return {
    leafDensity: orZero(row['avg_leaf_density']),
    fragmentation: orZero(row['leaf_fragmentation']),
    bytes: number(row['index_size']),
    emptyPages: number(row['empty_pages']),
    deletedPages: number(row['deleted_pages']),
  };
}

/** Of no leaves the server says NaN. */
function orZero(value: unknown): number {
  return Number.isNaN(Number(value)) ? 0 : number(value);
}
