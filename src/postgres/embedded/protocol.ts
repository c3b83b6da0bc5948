import type { RelationName } from '../../analyzers/schema/snapshot';
import type { SchemaStatement } from '../../analyzers/schema/schema-statements';
import type { StatisticsFile } from '../../analyzers/statistics-file/statistics-file';
import type { PlannerAnswer, PlannerFacts, SkippedStatement } from '../planner';
import type { Row } from '../reading/reader';
import type { PretendedIndex, Step } from '../reading/step';

/** To the planner's process. Plain data. */
export type EmbeddedRequest =
  | { readonly kind: 'start'; readonly start: EmbeddedStart }
  | { readonly kind: 'ask'; readonly question: EmbeddedQuestion }
  | { readonly kind: 'read'; readonly reading: EmbeddedSteps };

/** What it is started with. */
export interface EmbeddedStart {
  /** Where its WebAssembly lies. */
  readonly assets: string;
  /** Where the empty database is kept between starts; may be thrown away at any time. */
  readonly cacheFolder: string;
  readonly world: PlannerWorld;
  /** Numbers of statements of the schema that did not come to an end before: they are left out. */
  readonly hanging: readonly number[];
}

/** What is planned in. */
export interface PlannerWorld {
  readonly statements: readonly SchemaStatement[];
  /** Where unqualified names of queries are looked up. Absent: as a database does by itself. */
  readonly searchPath?: readonly string[];
  /** What the statements do not have of their schema, and why. */
  readonly leftOut?: readonly SkippedStatement[];
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

export function assumedSizes(rows: number): AssumedSizes {
  return { ...DEFAULT_ASSUMED, rows };
}

export interface EmbeddedQuestion {
  readonly id: number;
  readonly text: string;
  /** Absent: sent as one statement of the simple protocol. */
  readonly values?: readonly (string | null)[];
  readonly added: readonly PretendedIndex[];
  readonly dropped: readonly RelationName[];
  /** The added ones stay, unseen, for the questions to come. */
  readonly keeps?: true;
}

/** Steps of one transaction, as the reading door takes them. */
export interface EmbeddedSteps {
  readonly id: number;
  readonly steps: readonly Step[];
  readonly added: readonly PretendedIndex[];
}

export type EmbeddedResponse =
  /** The statement of the schema that it runs next, by its number: for whoever ends it because that takes too long. `undefined`: all have run. */
  | { readonly kind: 'loading'; readonly statement: number | undefined }
  | { readonly kind: 'ready'; readonly facts: PlannerFacts }
  /** It cannot plan, and why; the process is of no use. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'planned'; readonly id: number; readonly answer: PlannerAnswer }
  | { readonly kind: 'rows'; readonly id: number; readonly rows: readonly (readonly Row[])[] }
  | { readonly kind: 'refused'; readonly id: number; readonly problem: ServerProblem };

/** The planner's error about a query. */
export interface ServerProblem {
  readonly message: string;
  /** SQLSTATE */
  readonly code?: string;
  /** From 1, in characters, as the server counts. */
  readonly position?: number;
}
