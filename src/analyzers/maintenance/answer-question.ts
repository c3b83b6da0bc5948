import { indexFromStatement } from '../indexes/index-from-statement';
import { printCreateIndex, printProposedIndex } from '../indexes/print-ddl';
import { message, type Message } from '../message';
import { findTable, type RelationName, type Snapshot, type Table } from '../schema/snapshot';
import { indexNamesOf } from '../schema/table-read-later';
import type { SqlFeeder } from '../sql/feeder';
import { splitStatements } from '../sql/split-statements';
import type {
  DraftedIndex,
  IndexDraft,
  KnownRelation,
  KnownTable,
  MaintenanceAnswers,
  MaintenanceQuestion,
} from './maintenance-question';
import { partitionColumns, partitionWays, planPartitioning } from './partitioning-plan';
import { attachedIndexes, indexPartitions } from './partition-tree';

export function answerMaintenance(
  question: MaintenanceQuestion,
  snapshot: Snapshot,
  feeder: SqlFeeder,
): MaintenanceAnswers[MaintenanceQuestion['kind']] {
  switch (question.kind) {
    case 'relations':
      return relationsOf(snapshot);
    case 'table':
      return knownTable(question.table, snapshot);
    case 'attached-indexes': {
      const table = tableThere(question.table, snapshot);
      const name = { schema: question.table.schema, name: question.index };
      return table?.partitioning && attachedIndexes(name, table, snapshot);
    }
    case 'draft-index':
      return draftIndex(question.draft, snapshot, feeder);
    case 'plan-partitioning': {
      const table = tableThere(question.table, snapshot);
      return table && planPartitioning(table, question.column, question.way, snapshot);
    }
  }
}

/** Foreign tables have no indexes, and what only a migration declares is not there yet. */
function relationsOf({ tables }: Snapshot): readonly KnownRelation[] {
  return tables.filter(isThere).map((table) => ({
    schema: table.schema,
    name: table.name,
    isPartitioned: table.partitioning !== undefined,
    indexes: indexNamesOf(table),
  }));
}

function isThere({ unapplied, foreign }: Table): boolean {
  return unapplied !== true && foreign !== true;
}

function tableThere(name: RelationName, snapshot: Snapshot): Table | undefined {
  const table = findTable(snapshot, name);
  return table && isThere(table) ? table : undefined;
}

function knownTable(name: RelationName, snapshot: Snapshot): KnownTable | undefined {
  const known = tableThere(name, snapshot);
  if (!known) return undefined;
  const table: Table = {
    ...known,
    columns: known.columns.filter(({ unapplied }) => unapplied !== true),
    indexes: known.indexes.filter(({ unapplied }) => unapplied !== true),
  };
  const bytes = table.statistics?.heapBytes;
  return {
    table,
    partitionColumns: partitionColumns(table),
    partitionWays: partitionWays(table),
    ...(bytes !== undefined && { bytes }),
  };
}

/** The grammar reads the words, and what is run is printed from what it has read: nothing else gets through. */
function draftIndex(draft: IndexDraft, snapshot: Snapshot, feeder: SqlFeeder): DraftedIndex {
  const table = tableThere({ schema: draft.schema, name: draft.table }, snapshot);
  if (!table) return problem(message('There is no table {0}. Read the schema again.', draft.table));
  const text = printProposedIndex(draft);
  const result = splitStatements(text).length === 1 ? feeder.feed(text) : undefined;
  if (result?.kind !== 'statement' || result.statement.kind !== 'create-index') {
    const reason = result?.kind === 'syntax-error' ? result.message : '';
    return problem(message('The condition of the index cannot be read. {0}', reason));
  }
  const index = indexFromStatement(result.statement, table, snapshot);
  if (printCreateIndex(index, { concurrently: false }) === undefined) {
    return problem(message('The condition of the index has a form that is not written here.'));
  }
  const action = table.partitioning
    ? indexPartitions(index, table, snapshot)
    : ({ kind: 'create-index', table: { schema: table.schema, name: table.name }, index } as const);
  return { kind: 'action', action };
}

function problem(text: Message): DraftedIndex {
  return { kind: 'problem', message: text };
}
