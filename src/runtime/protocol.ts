import type { AnalysisInput } from '../analyzers/read-document';
import type { JudgedDocument, PlacedJudgement } from '../analyzers/assemble-analysis';
import type { QuerySearch } from '../analyzers/find-query';
import type { QueryUse } from '../analyzers/index-uses';
import type { IndexDuties } from '../analyzers/indexes/index-duties';
import type { JudgedPlanReading, PlanToJudge } from '../analyzers/judge-plans';
import type { JudgedTrial, ProposalTrial } from '../analyzers/plans/evidence/judge-trial';
import type { Message } from '../analyzers/message';
import type { MaintenanceAnswers, MaintenanceQuestion } from '../analyzers/maintenance/maintenance-question';
import type { QueryIndexes } from '../analyzers/query-indexes';
import type { CatalogRows } from '../analyzers/schema/catalog-rows';
import type { SchemaDrift } from '../analyzers/schema/drift';
import type { RelationName, Snapshot, SnapshotProblem } from '../analyzers/schema/snapshot';
import type { PrintedSchema } from '../analyzers/schema/print-schema';
import type { SchemaDetails } from '../analyzers/schema/schema-details';
import type { SchemaStatement } from '../analyzers/schema/schema-statements';
import type { SnapshotSource } from '../analyzers/schema/snapshot-source';
import type { AnalysisSettings } from '../analyzers/settings';
import type { StatisticsFile } from '../analyzers/statistics-file/statistics-file';
import type { StatementJudgement } from '../analyzers/statement-judgement';
import type { WorkloadQuery } from '../analyzers/workload/find-workload';
import type { DatabaseAnswer, DatabaseQuestion } from './database-questions';

/** What crosses between a host and the analysis worker. Plain data; the worker answers every request exactly once and one at a time. */
export type WorkerRequest =
  | ExplainRequest
  | DatabaseRequest
  | MaintenanceRequest
  | IndexRequest
  | {
      readonly kind: 'analyze';
      readonly id: number;
      readonly request: AnalysisRequest;
      /**
       * The document is being edited: the worker remembers what it says of it. The id of the answer about the same document that the host still
       * has, 0 for none. Absent: asked once, nothing is remembered.
       */
      readonly since?: number;
    }
  | {
      readonly kind: 'set-migrations';
      readonly id: number;
      readonly key: string;
      readonly files: readonly SchemaFile[];
    }
  | {
      /** What a server says, beside the migrations of the same key. Without rows: there is no server any more. */
      readonly kind: 'set-catalog';
      readonly id: number;
      readonly key: string;
      readonly rows?: CatalogRows;
    }
  | {
      /** The sizes of the migrations of the same key. Without a file none are known any more. */
      readonly kind: 'set-statistics';
      readonly id: number;
      readonly key: string;
      readonly statistics?: StatisticsFile;
    };

/** What is asked on the way from a query to its plan. */
export type ExplainRequest =
  | { readonly kind: 'find-query'; readonly id: number; readonly request: QueryRequest }
  | { readonly kind: 'judge-plans'; readonly id: number; readonly request: PlansRequest }
  | { readonly kind: 'judge-trial'; readonly id: number; readonly request: TrialRequest }
  | SchemaRequest;

/** What a planner without a server knows of a schema. */
export type SchemaRequest =
  /** What the migrations of the key make, with these sizes: as a planner without a server knows it. */
  | {
      readonly kind: 'get-snapshot';
      readonly id: number;
      readonly key: string;
      readonly statistics: StatisticsFile | undefined;
    }
  /** What the migrations of the key run to make the schema, for a planner without a server. */
  | { readonly kind: 'list-schema-statements'; readonly id: number; readonly key: string }
  /** The same for what the server of the key has. */
  | {
      readonly kind: 'print-schema';
      readonly id: number;
      readonly key: string;
      readonly details: SchemaDetails;
    };

/** About what the server of a key alone says. */
export interface DatabaseRequest {
  readonly kind: 'ask-database';
  readonly id: number;
  /** Of a `setCatalog` call. */
  readonly key: string;
  readonly question: DatabaseQuestion;
}

/** What is asked before indexes are changed. */
export interface MaintenanceRequest {
  readonly kind: 'ask-maintenance';
  readonly id: number;
  /** As in AnalysisRequest. */
  readonly snapshotKey: string;
  readonly question: MaintenanceQuestion;
}

/** Which queries an index serves, and which indexes a query has. */
export type IndexRequest =
  | { readonly kind: 'find-index-uses'; readonly id: number; readonly request: AnalysisRequest }
  | { readonly kind: 'find-workload'; readonly id: number; readonly request: AnalysisRequest }
  | { readonly kind: 'find-query-indexes'; readonly id: number; readonly request: QueryRequest }
  | { readonly kind: 'find-duties'; readonly id: number; readonly request: DutiesRequest };

export type WorkerResponse =
  /** The engine is loaded: whatever ends the worker from here on is the fault of the request it works on. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'analysis'; readonly id: number; readonly judged: JudgedChange }
  | { readonly kind: 'schema-set'; readonly id: number; readonly summary: SnapshotSummary }
  | { readonly kind: 'query-searched'; readonly id: number; readonly search: QuerySearch }
  /** One for each plan, in their order. */
  | { readonly kind: 'plans-judged'; readonly id: number; readonly plans: readonly JudgedPlanReading[] }
  | { readonly kind: 'trial-judged'; readonly id: number; readonly trial: JudgedTrial }
  | {
      readonly kind: 'maintenance-answered';
      readonly id: number;
      readonly answer: MaintenanceAnswers[MaintenanceQuestion['kind']];
    }
  | { readonly kind: 'index-uses-found'; readonly id: number; readonly queries: readonly QueryUse[] }
  | { readonly kind: 'workload-found'; readonly id: number; readonly queries: readonly WorkloadQuery[] }
  | { readonly kind: 'snapshot'; readonly id: number; readonly snapshot: Snapshot }
  | { readonly kind: 'query-indexes-found'; readonly id: number; readonly found: QueryIndexes }
  /** Without duties the schema has no such index. */
  | { readonly kind: 'duties-found'; readonly id: number; readonly duties?: IndexDuties }
  | { readonly kind: 'database-answered'; readonly id: number; readonly answer: DatabaseAnswer }
  | {
      readonly kind: 'schema-statements';
      readonly id: number;
      readonly statements: readonly SchemaStatement[];
    }
  /** Without a schema there is no server any more. */
  | { readonly kind: 'schema-printed'; readonly id: number; readonly schema?: PrintedSchema }
  /** The engine threw. The worker lives on. */
  | { readonly kind: 'failed'; readonly id: number; readonly error: string };

/** A judged document without the statements that the host has from the answer before (`since`): most stay the same from key to key. */
export interface JudgedChange extends Omit<JudgedDocument, 'statements'> {
  readonly statements: readonly NumberedPlace[];
  /** By their numbers. */
  readonly fresh: readonly (readonly [number: number, judgement: StatementJudgement])[];
}

export interface NumberedPlace extends Omit<PlacedJudgement, 'judgement'> {
  readonly judgement: number;
}

export interface AnalysisRequest {
  readonly document: AnalysisInput['document'];
  /** The key of a `setMigrations`, `setCatalog` or `setStatistics` call. Absent or unknown: judged without a schema. */
  readonly snapshotKey?: string;
  readonly settings: AnalysisSettings;
}

/** A place in a document that is read as an analysis would read it. */
export interface QueryRequest extends AnalysisRequest {
  readonly offset: number;
}

/** What an index of a schema is for beside queries. */
export interface DutiesRequest {
  readonly snapshotKey: string;
  readonly table: RelationName;
  readonly index: string;
}

/** What a server has made of a proposal for a query. */
export interface TrialRequest {
  readonly trial: ProposalTrial;
  readonly query: QueryRequest;
}

export interface PlansRequest {
  readonly plans: readonly PlanToJudge[];
  /** Where the query of the plans stands. Absent: they come from anywhere. */
  readonly query?: QueryRequest;
  /** As in AnalysisRequest, for plans without a query. */
  readonly snapshotKey?: string;
}

/** A file that declares the schema; `file` is the name that findings point at it with (a URI in the editor, a path in the CLI). */
export interface SchemaFile {
  readonly file: string;
  /** As a person knows the file, where `file` is a URI. */
  readonly path?: string;
  readonly text: string;
  /** No migration, but a file that a tool keeps beside them: Drizzle's journal, a `.conf` of Flyway. */
  readonly isCompanion?: boolean;
}

/** What a status line says about a snapshot. */
export interface SnapshotSummary {
  readonly source: SnapshotSource;
  readonly tables: number;
  readonly indexes: number;
  readonly problems: readonly SnapshotProblem[];
  /** Where the server and the migrations differ; absent without one of them. */
  readonly drift?: SchemaDrift;
  /** Where a statistics file and the server tell of different databases, the weightiest first; absent without one of them. */
  readonly statisticsDrift?: readonly Message[];
}
