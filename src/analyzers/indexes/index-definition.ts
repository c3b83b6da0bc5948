import type { Expression } from '../sql/model';
import type { RelationName, SourceLocation } from '../schema/snapshot';
import type { IndexStatistics } from '../schema/statistics';

/** One index as PostgreSQL knows it, from migrations, from a server's catalogue, or a candidate that does not exist yet. */
export interface IndexDefinition {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  /** `btree`, `hash`, `gin`, `gist`, `spgist`, `brin`, or an extension's. */
  readonly method: string;
  readonly unique: boolean;
  readonly nullsNotDistinct: boolean;
  readonly keys: readonly IndexKey[];
  readonly include: readonly string[];
  /** The predicate of a partial index. */
  readonly predicate?: Expression;
  readonly options: Readonly<Record<string, string>>;
  /** The constraint that owns the index: it cannot be dropped by itself. */
  readonly constraint?: { readonly kind: 'primary-key' | 'unique' | 'exclude'; readonly name: string };
  /** The index of the partitioned parent that this one is attached to: it cannot be dropped by itself. */
  readonly partitionOf?: RelationName;
  /** `indisvalid`: false after a failed CONCURRENTLY build, and for `ON ONLY` of a partitioned parent until all partitions are attached. */
  readonly valid: boolean;
  /** `indisready` is false: a CONCURRENTLY build has not come so far that writes keep it. */
  readonly notReady?: true;
  /** Logical replication tells rows apart by it. */
  readonly replicaIdentity?: true;
  /** A migration declares it, and the server that the rest is known from does not have it yet. */
  readonly unapplied?: true;
  /** Absent: not read from a server. */
  readonly statistics?: IndexStatistics;
  readonly declaredAt?: SourceLocation;
}

export type IndexKey = ColumnKey | ExpressionKey;

interface KeyProperties {
  /** Written or non-default operator class. */
  readonly opclass?: string;
  /** Where it is not PostgreSQL's own or on the search path. */
  readonly opclassSchema?: string;
  readonly opclassOptions?: Readonly<Record<string, string>>;
  readonly collation?: string;
  readonly collationSchema?: string;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

export interface ColumnKey extends KeyProperties {
  readonly kind: 'column';
  readonly column: string;
}

export interface ExpressionKey extends KeyProperties {
  readonly kind: 'expression';
  readonly expression: Expression;
}

export function columnKey(column: string, properties: Partial<KeyProperties> = {}): ColumnKey {
  const descending = properties.descending ?? false;
  return { kind: 'column', column, nullsFirst: descending, ...properties, descending };
}
