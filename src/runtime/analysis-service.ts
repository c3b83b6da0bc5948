import {
  arrangeMigrations,
  EMPTY_SNAPSHOT,
  judgeDocument,
  readSchema,
  type CodeMigrationReader,
  type EmbeddedSqlFinder,
  type Snapshot,
} from '../analyzers';
import type { SqlFeeder } from '../analyzers/sql/feeder';
import { DocumentMemory } from './document-memory';
import type {
  AnalysisRequest,
  JudgedChange,
  SchemaFile,
  SnapshotSummary,
  WorkerRequest,
  WorkerResponse,
} from './protocol';
import { Recent } from './recent';

/** Documents that are edited at the same time: a memory holds the findings of one, a few hundred kilobytes for a long one. */
const MAX_DOCUMENTS = 32;

/** The chunk that reads TypeScript and JavaScript. */
export interface TypeScriptSource {
  readonly findEmbeddedSql: EmbeddedSqlFinder;
  readonly readCodeMigration: CodeMigrationReader;
}

/** Answers the requests of a host: remembers the schemas it is told, loads TypeScript's parser for the first document that needs it. */
export class AnalysisService {
  readonly #snapshots = new Map<string, Snapshot>();
  readonly #memories = new Recent<string, DocumentMemory>(MAX_DOCUMENTS);
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
        return { kind: 'analysis', id, judged: this.#analyze(request.request, id, request.since) };
      return { kind: 'migrations-set', id, summary: this.#setMigrations(request.key, request.files) };
    } catch (error) {
      return {
        kind: 'failed',
        id,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      };
    }
  }

  #analyze({ document, settings, snapshotKey }: AnalysisRequest, id: number, since?: number): JudgedChange {
    const isEmbedded = document.languageId !== 'sql';
    const memory = this.#memoryOf(document.file, since);
    const input = {
      document,
      settings,
      feeder: this.feeder,
      snapshot: this.#snapshots.get(snapshotKey ?? '') ?? EMPTY_SNAPSHOT,
      ...(isEmbedded && {
        findEmbeddedSql: ((...args) => this.#source().findEmbeddedSql(...args)) satisfies EmbeddedSqlFinder,
      }),
    };
    return memory.toChange(judgeDocument(input, memory.judgements), id, since ?? 0);
  }

  #memoryOf(file: string, since: number | undefined): DocumentMemory {
    if (since === undefined) return new DocumentMemory();
    const memory = this.#memories.get(file) ?? new DocumentMemory();
    this.#memories.set(file, memory);
    return memory;
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
