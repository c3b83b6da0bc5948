import {
  type CodeMigrationReader,
  type EmbeddedSqlFinder,
  EMPTY_SNAPSHOT,
  judgeDocument,
} from '../analyzers';
import type { SqlFeeder } from '../analyzers/sql/feeder';
import { DocumentMemory } from './document-memory';
import { KnownSchemas } from './known-schemas';
import type { AnalysisRequest, JudgedChange, WorkerRequest, WorkerResponse } from './protocol';
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
  readonly #schemas: KnownSchemas;
  readonly #memories = new Recent<string, DocumentMemory>(MAX_DOCUMENTS);
  #typeScript: TypeScriptSource | undefined;

  constructor(
    private readonly feeder: SqlFeeder,
    private readonly loadTypeScriptSource: () => TypeScriptSource,
  ) {
    this.#schemas = new KnownSchemas(feeder, (document) => this.#source().readCodeMigration(document));
  }

  /** Never throws: what the engine throws is the answer. */
  answer(request: WorkerRequest): WorkerResponse {
    const { id } = request;
    try {
      if (request.kind === 'analyze')
        return { kind: 'analysis', id, judged: this.#analyze(request.request, id, request.since) };
      const summary =
        request.kind === 'set-migrations'
          ? this.#schemas.setMigrations(request.key, request.files)
          : this.#schemas.setCatalog(request.key, request.rows);
      return { kind: 'schema-set', id, summary };
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
      snapshot: this.#schemas.get(snapshotKey ?? '') ?? EMPTY_SNAPSHOT,
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
}
