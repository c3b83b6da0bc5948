import { describeTable, type TableDetails } from '../analyzers/index-health/describe-table';
import { type JudgedIndexes, judgeIndexes, type TableRange } from '../analyzers/index-health/judge-indexes';
import { type DatabaseListing, listDatabase } from '../analyzers/index-health/list-database';
import type { RelationName, Snapshot } from '../analyzers/schema/snapshot';

/** What a host asks of a server's schema that the worker was told (`setCatalog`). */
export type DatabaseQuestion =
  | { readonly kind: 'list' }
  | { readonly kind: 'table'; readonly table: RelationName }
  | { readonly kind: 'health'; readonly range: TableRange };

/** Each `undefined`: there is no such server, or table. */
export interface DatabaseAnswers {
  readonly list: DatabaseListing | undefined;
  readonly table: TableDetails | undefined;
  readonly health: JudgedIndexes | undefined;
}

export type DatabaseAnswer = DatabaseAnswers[DatabaseQuestion['kind']];

export function answerDatabaseQuestion(
  snapshot: Snapshot | undefined,
  question: DatabaseQuestion,
): DatabaseAnswer {
  if (!snapshot) return undefined;
  switch (question.kind) {
    case 'list':
      return listDatabase(snapshot);
    case 'table':
      return describeTable(snapshot, question.table);
    case 'health':
      return judgeIndexes(snapshot, question.range);
  }
}
