import type { PartitionSpecification } from '../sql/model';

/**
 * What keeps a unique key of these columns from a partitioned table: each partition guards its own rows, so the key must hold the whole
 * partition key (manual, "Table Partitioning", limitations).
 */
export type KeyFault =
  | { readonly kind: 'none' }
  | { readonly kind: 'columns-missing'; readonly missing: readonly string[] }
  /** PostgreSQL accepts no unique key at all. */
  | { readonly kind: 'partitioned-by-expression' };

export function faultOfUniqueKey({ keys }: PartitionSpecification, columns: readonly string[]): KeyFault {
  const partitionKey = keys.map((key) => (key.kind === 'column' ? key.name : undefined));
  if (partitionKey.includes(undefined)) return { kind: 'partitioned-by-expression' };
  const missing = partitionKey
    .filter((column) => column !== undefined)
    .filter((column) => !columns.includes(column));
  return missing.length > 0 ? { kind: 'columns-missing', missing } : { kind: 'none' };
}
