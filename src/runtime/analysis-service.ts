import {
  type AnalysisInput,
  type CodeMigrationReader,
  dutiesOf,
  type EmbeddedSqlFinder,
  EMPTY_SNAPSHOT,
  findIndexUses,
  findQuery,
  findQueryIndexes,
  judgeDocument,
  type JudgedPlanReading,
  judgePlans,
  judgePlansOf,
  judgeTrialOf,
  type Snapshot,
  type EnclosingNameFinder,
  type WrittenNumberFinder,
} from '../analyzers';
import { printSchema } from '../analyzers/schema/print-schema';
import { answerMaintenance } from '../analyzers/maintenance/answer-question';
import { findWorkload } from '../analyzers/workload/find-workload';
import type { SqlFeeder } from '../analyzers/sql/feeder';
import { answerDatabaseQuestion } from './database-questions';
import { DocumentMemory } from './document-memory';
import { KnownSchemas } from './known-schemas';
import type {
  AnalysisRequest,
  JudgedChange,
  PlansRequest,
  SchemaRequest,
  WorkerRequest,
  WorkerResponse,
} from './protocol';
import { Recent } from './recent';

/** Documents that are edited at the same time: a memory holds the findings of one, a few hundred kilobytes for a long one. */
const MAX_DOCUMENTS = 32;

/** The chunk that reads TypeScript and JavaScript. */
export interface TypeScriptSource {
  readonly findEmbeddedSql: EmbeddedSqlFinder;
  readonly findWrittenNumbers: WrittenNumberFinder;
  readonly findEnclosingNames: EnclosingNameFinder;
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
      return this.#answer(request);
    } catch (error) {
      return {
        kind: 'failed',
        id,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      };
    }
  }

  #answer(request: WorkerRequest): WorkerResponse {
    const { id } = request;
    switch (request.kind) {
      case 'analyze':
        return { kind: 'analysis', id, judged: this.#analyze(request.request, id, request.since) };
      case 'find-query': {
        const search = findQuery(this.#inputOf(request.request), request.request.offset);
        return { kind: 'query-searched', id, search };
      }
      case 'judge-plans':
        return { kind: 'plans-judged', id, plans: this.#judgePlans(request.request) };
      case 'judge-trial': {
        const { trial, query } = request.request;
        return { kind: 'trial-judged', id, trial: judgeTrialOf(trial, this.#inputOf(query), query.offset) };
      }
      case 'ask-database': {
        const answer = answerDatabaseQuestion(this.#schemas.serverOf(request.key), request.question);
        return { kind: 'database-answered', id, answer };
      }
      case 'ask-maintenance': {
        const snapshot = this.#snapshotOf(request.snapshotKey);
        const answer = answerMaintenance(request.question, snapshot, this.feeder);
        return { kind: 'maintenance-answered', id, answer };
      }
      case 'find-index-uses':
        return { kind: 'index-uses-found', id, queries: findIndexUses(this.#inputOf(request.request)) };
      case 'find-workload':
        return { kind: 'workload-found', id, queries: findWorkload(this.#inputOf(request.request)) };
      case 'find-query-indexes': {
        const found = findQueryIndexes(this.#inputOf(request.request), request.request.offset);
        return { kind: 'query-indexes-found', id, found };
      }
      case 'find-duties': {
        const { snapshotKey, table, index } = request.request;
        const duties = dutiesOf(table, index, this.#snapshotOf(snapshotKey));
        return { kind: 'duties-found', id, ...(duties && { duties }) };
      }
      case 'get-snapshot':
      case 'list-schema-statements':
      case 'print-schema':
        return this.#answerOfSchema(request);
      case 'set-migrations':
        return { kind: 'schema-set', id, summary: this.#schemas.setMigrations(request.key, request.files) };
      case 'set-catalog':
        return { kind: 'schema-set', id, summary: this.#schemas.setCatalog(request.key, request.rows) };
      case 'set-statistics':
        return {
          kind: 'schema-set',
          id,
          summary: this.#schemas.setStatistics(request.key, request.statistics),
        };
    }
  }

  #answerOfSchema(request: SchemaRequest): WorkerResponse {
    const { id, key } = request;
    switch (request.kind) {
      case 'get-snapshot':
        return { kind: 'snapshot', id, snapshot: this.#schemas.withoutServer(key, request.statistics) };
      case 'list-schema-statements':
        return { kind: 'schema-statements', id, statements: this.#schemas.statementsOf(key) };
      case 'print-schema': {
        const server = this.#schemas.serverOf(key);
        return {
          kind: 'schema-printed',
          id,
          ...(server && { schema: printSchema(server, request.details) }),
        };
      }
    }
  }

  #analyze(request: AnalysisRequest, id: number, since?: number): JudgedChange {
    const memory = this.#memoryOf(request.document.file, since);
    return memory.toChange(judgeDocument(this.#inputOf(request), memory.judgements), id, since ?? 0);
  }

  #judgePlans({ plans, query, snapshotKey }: PlansRequest): readonly JudgedPlanReading[] {
    if (query) return judgePlansOf(plans, this.#inputOf(query), query.offset);
    return judgePlans(plans, { feeder: this.feeder, snapshot: this.#snapshotOf(snapshotKey) });
  }

  #inputOf({ document, settings, snapshotKey }: AnalysisRequest): AnalysisInput {
    const isEmbedded = document.languageId !== 'sql';
    return {
      document,
      settings,
      feeder: this.feeder,
      snapshot: this.#snapshotOf(snapshotKey),
      ...(isEmbedded && {
        findEmbeddedSql: ((...args) => this.#source().findEmbeddedSql(...args)) satisfies EmbeddedSqlFinder,
        findWrittenNumbers: ((...args) =>
          this.#source().findWrittenNumbers(...args)) satisfies WrittenNumberFinder,
        findEnclosingNames: ((...args) =>
          this.#source().findEnclosingNames(...args)) satisfies EnclosingNameFinder,
      }),
    };
  }

  #snapshotOf(key: string | undefined): Snapshot {
    return this.#schemas.get(key ?? '') ?? EMPTY_SNAPSHOT;
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
