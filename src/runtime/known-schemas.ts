import {
  arrangeMigrations,
  type CodeMigrationReader,
  EMPTY_SNAPSHOT,
  mergeMigrations,
  readSchema,
  type Snapshot,
  snapshotFromCatalog,
} from '../analyzers';
import type { CatalogRows } from '../analyzers/schema/catalog-rows';
import { indexNamesOf } from '../analyzers/schema/table-read-later';
import type { SqlFeeder } from '../analyzers/sql/feeder';
import type { SchemaFile, SnapshotSummary } from './protocol';

interface KnownSchema {
  readonly migrations?: Snapshot;
  readonly server?: Snapshot;
  /** The two together. */
  readonly whole: Snapshot;
}

/** The schemas that a host has told of: of each the migrations, what a server says, or both. */
export class KnownSchemas {
  readonly #schemas = new Map<string, KnownSchema>();

  constructor(
    private readonly feeder: SqlFeeder,
    private readonly readCode: CodeMigrationReader,
  ) {}

  get(key: string): Snapshot | undefined {
    return this.#schemas.get(key)?.whole;
  }

  /** Without files there are no migrations any more. */
  setMigrations(key: string, files: readonly SchemaFile[]): SnapshotSummary {
    const { server } = this.#schemas.get(key) ?? {};
    return this.#set(key, files.length > 0 ? this.#read(files) : undefined, server);
  }

  setCatalog(key: string, rows: CatalogRows | undefined): SnapshotSummary {
    const { migrations } = this.#schemas.get(key) ?? {};
    return this.#set(key, migrations, rows && snapshotFromCatalog(rows, this.feeder));
  }

  #set(key: string, migrations: Snapshot | undefined, server: Snapshot | undefined): SnapshotSummary {
    const whole = server
      ? mergeMigrations(server, migrations ?? EMPTY_SNAPSHOT)
      : (migrations ?? EMPTY_SNAPSHOT);
    if (!migrations && !server) this.#schemas.delete(key);
    else this.#schemas.set(key, { ...(migrations && { migrations }), ...(server && { server }), whole });
    return summaryOf(whole);
  }

  #read(files: readonly SchemaFile[]): Snapshot {
    const { files: migrations, forms } = arrangeMigrations(files);
    const names = migrations.map(({ file }) => file);
    const folders = foldersOf(migrations.map(({ file, path }) => path ?? file));
    const source = { kind: 'migrations', folders, files: names, forms } as const;
    return readSchema(migrations, this.feeder, source, this.readCode);
  }
}

function summaryOf({ source, tables, problems, drift }: Snapshot): SnapshotSummary {
  const indexes = tables.reduce((sum, table) => sum + indexNamesOf(table).length, 0);
  return { source, tables: tables.length, indexes, problems, ...(drift && { drift }) };
}

/** In the order of their files. */
function foldersOf(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))))];
}
