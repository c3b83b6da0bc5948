import type * as vscode from 'vscode';
import type { IndexDuties } from '../analyzers/indexes/index-duties';
import type { QueryUse, TableUse } from '../analyzers/index-uses';
import type { DropRehearsal, RehearsedCounters } from '../analyzers/maintenance/rehearse-drop';
import type { RelationName } from '../analyzers/schema/snapshot';

/** A query of a file of the workspace that indexes serve. */
export interface UsingQuery {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
  /** `src/orders.ts:12` */
  readonly place: string;
  /** Its text on one line, cut off where it is long. */
  readonly text: string;
  readonly use: QueryUse;
}

/** A query and what it asks of one table. */
export interface QueryOnTable extends UsingQuery {
  readonly on: TableUse;
  /** The index that serves it: that of the partitioned table, where the one asked for is attached to it. */
  readonly index: string;
}

/** Who uses an index, as far as the workspace and the schema tell. */
export interface UsesOfIndex {
  /** Those come first that no other index serves better. */
  readonly queries: readonly QueryOnTable[];
  /** Absent: the schema of the folder does not know the index. */
  readonly duties?: IndexDuties;
  /** Files with SQL that were read. */
  readonly files: number;
  /** Some files were left out: too many, unreadable, or the search was ended. */
  readonly isWhole: boolean;
}

/** What would notice if an index were dropped; `queries` are those that the lines speak of by their numbers. */
export interface RehearsalOfIndex extends DropRehearsal {
  readonly queries: readonly QueryOnTable[];
}

/** Which queries of the workspace use which index. Reads no file before somebody asks, and sends nothing to a server. */
export interface IndexUsesPort {
  /** Answers that were given may be true no more. */
  readonly onDidChange: vscode.Event<void>;
  /** Rejects with AnalysisError where the schema cannot be asked. Aborted, it answers with what is known by then. */
  usesOf(
    folder: vscode.WorkspaceFolder,
    table: RelationName,
    index: string,
    signal?: AbortSignal,
  ): Promise<UsesOfIndex>;
  /** @param counters what `readIndexUses` has read; `undefined`: no server was asked. Rejects as `usesOf` does. */
  rehearseDrop(
    folder: vscode.WorkspaceFolder,
    table: RelationName,
    index: string,
    counters: RehearsedCounters | undefined,
    signal?: AbortSignal,
  ): Promise<RehearsalOfIndex>;
}
