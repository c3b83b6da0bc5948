import {
  analyze,
  arrangeMigrations,
  EMPTY_SNAPSHOT,
  readSchema,
  type CodeMigrationReader,
  type EmbeddedSqlFinder,
  type Snapshot,
} from '../analyzers';
import type { SqlFeeder } from '../analyzers/sql/feeder';
import type { AnalysisRequest, SchemaFile, SnapshotSummary, WorkerRequest, WorkerResponse } from './protocol';

/** The chunk that reads TypeScript and JavaScript. */
export interface TypeScriptSource {
  readonly findEmbeddedSql: EmbeddedSqlFinder;
  readonly readCodeMigration: CodeMigrationReader;
}

/** Answers the requests of a host: remembers the schemas it is told, loads TypeScript's parser for the first document that needs it. */
export class AnalysisService {
  readonly #snapshots = new Map<string, Snapshot>();
  #typeScript: TypeScriptSource | undefined;

  constructor(
    private readonly feeder: SqlFeeder,
    private readonly loadTypeScriptSource: () => TypeScriptSource,
  ) {}

  /** Never throws: what the engine throws is the answer. */
  answer(request: WorkerRequest): WorkerResponse {
    const { id } = request;
    try {
      if (request.kind === 'analyze')
        return { kind: 'analysis', id, analysis: this.#analyze(request.request) };
      return { kind: 'migrations-set', id, summary: this.#setMigrations(request.key, request.files) };
    } catch (error) {
      return {
        kind: 'failed',
        id,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      };
    }
  }

  #analyze({ document, settings, snapshotKey }: AnalysisRequest) {
    const isEmbedded = document.languageId !== 'sql';
    return analyze({
      document,
      settings,
      feeder: this.feeder,
      snapshot: this.#snapshots.get(snapshotKey ?? '') ?? EMPTY_SNAPSHOT,
      ...(isEmbedded && {
        findEmbeddedSql: (...args) => this.#source().findEmbeddedSql(...args),
      }),
    });
  }

  #source(): TypeScriptSource {
    this.#typeScript ??= this.loadTypeScriptSource();
    return this.#typeScript;
  }

  #setMigrations(key: string, files: readonly SchemaFile[]): SnapshotSummary {
    const snapshot = files.length === 0 ? EMPTY_SNAPSHOT : this.#read(files);
    if (files.length === 0) this.#snapshots.delete(key);
    else this.#snapshots.set(key, snapshot);
    const { source, tables, problems } = snapshot;
    const indexes = tables.reduce((sum, table) => sum + table.indexes.length, 0);
    return { source, tables: tables.length, indexes, problems };
  }

  #read(files: readonly SchemaFile[]): Snapshot {
    const { files: migrations, forms } = arrangeMigrations(files);
    const names = migrations.map(({ file }) => file);
    const folders = foldersOf(migrations.map(({ file, path }) => path ?? file));
    const source = { kind: 'migrations', folders, files: names, forms } as const;
    return readSchema(migrations, this.feeder, source, (document) =>
      this.#source().readCodeMigration(document),
    );
  }
}

/** In the order of their files. */
function foldersOf(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))))];
}
