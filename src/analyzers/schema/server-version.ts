/** PostgreSQL's major version, 14 to 19. Everything that depends on it asks here. */
export type ServerVersion = number;

export const OLDEST_SUPPORTED_VERSION: ServerVersion = 14;
export const NEWEST_KNOWN_VERSION: ServerVersion = 18;

/** @param versionNumber `server_version_num`, such as 150004 */
export function majorVersion(versionNumber: number): ServerVersion {
  return Math.trunc(versionNumber / 10_000);
}

/** 15: a btree finds the rows of `col ^@ 'prefix'` (measured: 14 filters, 15 and 18 bound the scan). */
export function findsByStartsWith(version: ServerVersion): boolean {
  return version >= 15;
}

/** 17: a btree scan returns the rows of `key = ANY(…)` in key order for any key (measured: 15 sorts, 17 and 18 do not). */
export function ordersByArrayKeyAnywhere(version: ServerVersion): boolean {
  return version >= 17;
}

/** 18: `a = 1 OR a = 2` is one scan of an array, which keeps the order of the key; before it is a bitmap, which has none. */
export function ordersAlternatives(version: ServerVersion): boolean {
  return version >= 18;
}

/** 18: a btree scan may skip a leading key that has few distinct values (manual 18, "Multicolumn Indexes"). */
export function hasSkipScan(version: ServerVersion): boolean {
  return version >= 18;
}

/** 14: `minmax_multi` operator classes of BRIN (manual, "BRIN Built-in Operator Classes"). */
export function hasBrinMinmaxMulti(version: ServerVersion): boolean {
  return version >= 14;
}
