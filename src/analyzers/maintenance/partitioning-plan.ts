import { streamOfVersions } from '../fixes/hash-partition-fixes';
import { message, type Message } from '../message';
import { printComment, printHashPartitions } from '../indexes/print-ddl';
import { candidateIndex } from '../indexes/candidates';
import type { IndexDefinition } from '../indexes/index-definition';
import type { Constraint, Snapshot, Table } from '../schema/snapshot';

/** What partitioning a table by the hash of a column would mean. Nothing of it is ever run: the rows have to be copied, and that is the team's to plan. */
export interface PartitioningPlan {
  readonly column: string;
  readonly explanation: readonly Message[];
  /** A new table with its keys, partitions and indexes, and the way over to it as comments. */
  readonly migration: string;
}

/** Columns by which each unique key of the table could stay as it is, the best first: of event tables the stream. */
export function partitionColumns(table: Table): readonly string[] {
  const keys = uniqueKeys(table);
  const stream = streamOfVersions(table);
  const inAll = table.columns
    .map(({ name }) => name)
    .filter((name) => keys.every(({ columns }) => columns.includes(name)));
  return [...new Set([...(stream === undefined ? [] : [stream]), ...inAll])];
}

/** @param count of the partitions */
export function planPartitioning(
  table: Table,
  column: string,
  count: number,
  snapshot: Snapshot,
): PartitioningPlan {
  const to = { schema: table.schema, name: `${table.name}_partitioned` };
  const keys = uniqueKeys(table).map(({ kind, columns }) => ({
    isPrimary: kind === 'primary-key',
    columns: columns.includes(column) ? columns : [...columns, column],
  }));
  const indexes = copiedIndexes(table, to.name, snapshot);
  const create = printHashPartitions({ from: table, to, column, count, keys, indexes });
  return {
    column,
    explanation: explain(table, column, count),
    migration: `${create}\n${printComment(WAY_OVER)}\n`,
  };
}

function explain(table: Table, column: string, count: number): readonly Message[] {
  const widened = uniqueKeys(table).filter(({ columns }) => !columns.includes(column));
  return [
    message(
      '{0} cannot be turned into a partitioned table: a new one is made beside it, the rows are copied, and the names are swapped.',
      table.name,
    ),
    ...widened.map(({ columns }) =>
      message(
        '({0}) would be unique together with {1} only: the same {0} could be written once in each partition.',
        columns.join(', '),
        column,
      ),
    ),
    message(
      'A query with {0} = … looks into one of the {1} partitions. One without it looks into all of them, and is planned more slowly.',
      column,
      count,
    ),
    message(
      'Partitions by hash do not help to archive by time: no partition holds only what is old. By time, each unique key would have to hold the time.',
    ),
    message(
      'Foreign keys, triggers and privileges are not copied, and an index is then made on each partition CONCURRENTLY and attached.',
    ),
  ];
}

function uniqueKeys({ constraints }: Table): readonly Constraint[] {
  return constraints.filter(({ kind }) => kind === 'primary-key' || kind === 'unique');
}

function copiedIndexes(table: Table, name: string, snapshot: Snapshot): readonly IndexDefinition[] {
  const copy: Table = { ...table, name };
  const indexes: IndexDefinition[] = [];
  for (const index of table.indexes) {
    if (index.constraint || index.unique || !index.valid) continue;
    indexes.push(candidateIndex(copy, index.keys, snapshot, index, indexes));
  }
  return indexes;
}

/** For the migration, which is in English as the SQL around it. */
const WAY_OVER = `The way over:
1. From now on write to both tables, by a trigger or in the application.
2. Copy the rows in batches along the primary key; those that are there already are passed over (ON CONFLICT DO NOTHING).
3. Compare the counts of both.
4. In one transaction with a short lock_timeout: rename the old table, then the new one.
5. Keep the old table until you are sure.`;
