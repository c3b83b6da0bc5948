import type { RelationName } from '../../analyzers/schema/snapshot';
import type { SchemaStatement } from '../../analyzers/schema/schema-statements';
import type { StatisticsFile } from '../../analyzers/statistics-file/statistics-file';
import type { PlannerAnswer, PlannerFacts } from '../planner';

/** What the planner's thread is started with. Plain data. */
export interface EmbeddedStart {
  /** Where its WebAssembly lies. */
  readonly assets: string;
  /** Where the empty database is kept between starts; may be thrown away at any time. */
  readonly cacheFolder: string;
  readonly world: PlannerWorld;
  /** Numbers of statements of the schema that did not come to an end before: they are left out. */
  readonly hanging: readonly number[];
  /** Of one number: the statement that is being run, for whoever ends the thread because it takes too long. */
  readonly progress: SharedArrayBuffer;
}

/** Of `progress`, before and after the schema. */
export const NO_STATEMENT = -1;

/** What is planned in. */
export interface PlannerWorld {
  readonly statements: readonly SchemaStatement[];
  /** Absent: every size is assumed. */
  readonly statistics?: StatisticsFile;
  readonly assumed: AssumedSizes;
}

/** For tables whose size nobody has said. */
export interface AssumedSizes {
  readonly rows: number;
  /** Of a column that refers to something (`stream_id`): rows with the same value. */
  readonly rowsPerKey: number;
}

export const DEFAULT_ASSUMED: AssumedSizes = { rows: 1_000_000, rowsPerKey: 20 };

export interface EmbeddedQuestion {
  readonly id: number;
  readonly text: string;
  /** Absent: sent as one statement of the simple protocol. */
  readonly values?: readonly (string | null)[];
  readonly added: readonly AddedText[];
  readonly dropped: readonly RelationName[];
}

export interface AddedText {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly ddl: string;
  /** Of a partial index, as SQL. */
  readonly predicate?: string;
}

export type EmbeddedResponse =
  | { readonly kind: 'ready'; readonly facts: PlannerFacts }
  /** It cannot plan, and why; the thread ends by itself. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'planned'; readonly id: number; readonly answer: PlannerAnswer }
  | { readonly kind: 'refused'; readonly id: number; readonly problem: ServerProblem };

/** The planner's error about a query. */
export interface ServerProblem {
  readonly message: string;
  /** SQLSTATE */
  readonly code?: string;
  /** From 1, in characters, as the server counts. */
  readonly position?: number;
}
