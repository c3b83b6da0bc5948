import {
  arrangeMigrations,
  type CodeMigrationReader,
  EMPTY_SNAPSHOT,
  mergeMigrations,
  readSchema,
  type Snapshot,
  snapshotFromCatalog,
  type StatisticsFile,
  withStatistics,
} from '../analyzers';
import { compareStatistics } from '../analyzers/statistics-file/compare-statistics';
import { type SchemaStatement, schemaStatements } from '../analyzers/schema/schema-statements';
import type { CatalogRows } from '../analyzers/schema/catalog-rows';
import { indexNamesOf } from '../analyzers/schema/table-read-later';
import type { SqlFeeder } from '../analyzers/sql/feeder';
import type { SchemaFile, SnapshotSummary } from './protocol';

interface SchemaParts {
  readonly migrations: Snapshot | undefined;
  readonly server: Snapshot | undefined;
  readonly statistics: StatisticsFile | undefined;
}

const NOTHING_KNOWN: SchemaParts = { migrations: undefined, server: undefined, statistics: undefined };

interface KnownSchema {
  readonly parts: SchemaParts;
  readonly files: readonly SchemaFile[];
  /** All of them together. */
  readonly whole: Snapshot;
}

/** The schemas that a host has told of: of each the migrations, what a server says, and what a file knows of sizes. */
export class KnownSchemas {
  readonly #schemas = new Map<string, KnownSchema>();

  constructor(
    private readonly feeder: SqlFeeder,
    private readonly readCode: CodeMigrationReader,
  ) {}

  get(key: string): Snapshot | undefined {
    return this.#schemas.get(key)?.whole;
  }

  /** What the server alone says, without what migrations will bring. */
  serverOf(key: string): Snapshot | undefined {
    return this.#schemas.get(key)?.parts.server;
  }

  /** What the migrations alone make, with sizes of which the caller knows. */
  withoutServer(key: string, statistics: StatisticsFile | undefined): Snapshot {
    return wholeOf({ migrations: this.#schemas.get(key)?.parts.migrations, server: undefined, statistics });
  }

  /** Without files there are no migrations any more. */
  setMigrations(key: string, files: readonly SchemaFile[]): SnapshotSummary {
    return this.#change(key, { migrations: files.length > 0 ? this.#read(files) : undefined }, files);
  }

  setCatalog(key: string, rows: CatalogRows | undefined): SnapshotSummary {
    return this.#change(key, { server: rows && snapshotFromCatalog(rows, this.feeder) });
  }

  setStatistics(key: string, statistics: StatisticsFile | undefined): SnapshotSummary {
    return this.#change(key, { statistics });
  }

  /** What the migrations run to make the schema, in their order. */
  statementsOf(key: string): readonly SchemaStatement[] {
    const { files } = arrangeMigrations(this.#schemas.get(key)?.files ?? []);
    return schemaStatements(files, this.readCode);
  }

  #change(
    key: string,
    change: Partial<SchemaParts>,
    files = this.#schemas.get(key)?.files ?? [],
  ): SnapshotSummary {
    const known = this.#schemas.get(key)?.parts ?? NOTHING_KNOWN;
    const parts = { ...known, ...change };
    const whole = wholeOf(parts);
    if (Object.values(parts).every((part) => part === undefined)) this.#schemas.delete(key);
    else this.#schemas.set(key, { parts, files, whole });
    return summaryOf(whole, driftOf(parts));
  }

  #read(files: readonly SchemaFile[]): Snapshot {
    const { files: migrations, forms } = arrangeMigrations(files);
    const names = migrations.map(({ file }) => file);
    const folders = foldersOf(migrations.map(({ file, path }) => path ?? file));
    const source = { kind: 'migrations', folders, files: names, forms } as const;
    return readSchema(migrations, this.feeder, source, this.readCode);
  }
}

/** A server's own figures are newer than a file's. */
function wholeOf({ migrations = EMPTY_SNAPSHOT, server, statistics }: SchemaParts): Snapshot {
  if (server) return mergeMigrations(server, migrations);
  return statistics ? withStatistics(migrations, statistics) : migrations;
}

function driftOf({ server, statistics }: SchemaParts): Pick<SnapshotSummary, 'statisticsDrift'> {
  return server && statistics ? { statisticsDrift: compareStatistics(statistics, server) } : {};
}

function summaryOf(
  { source, tables, problems, drift }: Snapshot,
  statistics: Pick<SnapshotSummary, 'statisticsDrift'>,
): SnapshotSummary {
  const indexes = tables.reduce((sum, table) => sum + indexNamesOf(table).length, 0);
  return { source, tables: tables.length, indexes, problems, ...(drift && { drift }), ...statistics };
}

/** In the order of their files. */
function foldersOf(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))))];
}
