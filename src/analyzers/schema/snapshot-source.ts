import type { MigrationForm } from './migrations/tool';

/** Where a schema is known from. */
export type SnapshotSource =
  /** Nothing is known. */
  { readonly kind: 'none' } | MigrationsSource | ServerSource;

/** `files` in the order they were applied. */
export interface MigrationsSource {
  readonly kind: 'migrations';
  readonly folders: readonly string[];
  readonly files: readonly string[];
  /** By their files, for those that a tool is known to run. */
  readonly forms?: Readonly<Record<string, MigrationForm>>;
  /** The file that sizes are known from. */
  readonly statistics?: StatisticsOrigin;
}

/** Where the figures of a statistics file were read. */
export interface StatisticsOrigin {
  /** ISO 8601 in UTC. */
  readonly readAt: string;
  readonly database: string;
  /** `server_version_num` */
  readonly versionNumber: number;
}

/** A server's catalogue, with the folder's migrations where it has some: the server is right, and they say where things are declared. */
export interface ServerSource {
  readonly kind: 'server';
  /** As people read it, without user and password: `shop@db.example:5432`. */
  readonly target: string;
  /** `server_version_num`: 150004 is 15.4. */
  readonly versionNumber: number;
  /** When the reading began, ISO 8601 in UTC, by the clock of the machine that read. */
  readonly readAt: string;
  /** The schemas that were read; absent: all but the system's. */
  readonly schemas?: readonly string[];
  /** Patterns of the names of the tables that were read, with `*` for any characters; absent: all. */
  readonly tables?: readonly string[];
  readonly migrations?: MigrationsSource;
}

/** Whether sizes are known, be it from a server or from a file: tables without figures were never analyzed then. */
export function hasStatistics(source: SnapshotSource): boolean {
  return source.kind === 'server' || (source.kind === 'migrations' && source.statistics !== undefined);
}

/** `server_version_num` of the server that the schema or its figures were read from. */
export function versionNumberOf(source: SnapshotSource): number | undefined {
  if (source.kind === 'server') return source.versionNumber;
  return source.kind === 'migrations' ? source.statistics?.versionNumber : undefined;
}

/** The migrations that have been read, whatever else the schema is known from. */
export function migrationsOf(source: SnapshotSource): MigrationsSource | undefined {
  if (source.kind === 'migrations') return source;
  return source.kind === 'server' ? source.migrations : undefined;
}

/** Whether a file is one of the migrations that have been read. */
export function isReadMigration(source: SnapshotSource, file: string): boolean {
  return migrationsOf(source)?.files.includes(file) === true;
}

/** Whether other migrations come behind this one: it has run. */
export function isFollowedMigration(source: SnapshotSource, file: string): boolean {
  const { files = [] } = migrationsOf(source) ?? {};
  return files.includes(file) && files.at(-1) !== file;
}
