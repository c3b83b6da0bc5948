import { streamOfVersions } from '../fixes/hash-partition-fixes';
import { message, type Message } from '../message';
import { nameOfCopy, namePartitions } from '../indexes/partition-names';
import { printComment, printPartitionedCopy } from '../indexes/print-ddl';
import { candidateIndex } from '../indexes/candidates';
import type { IndexDefinition } from '../indexes/index-definition';
import { isAppendedTo } from '../schema/column-roles';
import type { Constraint, RelationName, Snapshot, Table } from '../schema/snapshot';
import { boundsOf, type PartitionWay, timeColumns } from './partition-way';

/** What partitioning a table by a column would mean. Nothing of it is ever run: the rows have to be copied, and that is the team's to plan. */
export interface PartitioningPlan {
  readonly column: string;
  /** The new table. */
  readonly copy: RelationName;
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

/** The ways that the table's columns allow, the best first: logs by time, tables of streams by the stream. */
export function partitionWays(table: Table): readonly PartitionWay['kind'][] {
  if (timeColumns(table).length === 0) return ['hash', 'list'];
  const isLog = isAppendedTo(table) && streamOfVersions(table) === undefined;
  return isLog ? ['range', 'hash', 'list'] : ['hash', 'range', 'list'];
}

export function planPartitioning(
  table: Table,
  column: string,
  way: PartitionWay,
  snapshot: Snapshot,
): PartitioningPlan {
  const to = { schema: table.schema, name: nameOfCopy(table, snapshot) };
  const keys = uniqueKeys(table).map(({ kind, columns }) => ({
    isPrimary: kind === 'primary-key',
    columns: columns.includes(column) ? columns : [...columns, column],
  }));
  const create = printPartitionedCopy({
    from: table,
    to,
    column,
    strategy: way.kind,
    partitions: namePartitions(to, boundsOf(way), snapshot),
    keys,
    indexes: copiedIndexes(table, to.name, snapshot),
  });
  return {
    column,
    copy: to,
    explanation: explain(table, column, way),
    migration: `${create}\n${printComment(WAY_OVER)}\n`,
  };
}

function explain(table: Table, column: string, way: PartitionWay): readonly Message[] {
  const widened = uniqueKeys(table).filter(({ columns }) => !columns.includes(column));
  return [
    message(
      '{0} cannot be turned into a partitioned table: a new one is made beside it, the rows are copied, and the names are swapped.',
      table.name,
    ),
    ...widened.map(({ columns }) =>
      message(
        '({0}) would be unique together with {1} only, since each key of a partitioned table has to hold its column: the same {0} could be written once in each partition.',
        columns.join(', '),
        column,
      ),
    ),
    ...explainNull(table, column),
    ...explainWay(column, way),
    message(
      'Foreign keys, triggers and privileges are not copied, and an index is then made on each partition CONCURRENTLY and attached.',
    ),
  ];
}

/** Keys are widened by it, and no column of a primary key is NULL. */
function explainNull(table: Table, column: string): readonly Message[] {
  const isPrimary = uniqueKeys(table).some(({ kind }) => kind === 'primary-key');
  const isNullable = table.columns.some(({ name, notNull }) => name === column && !notNull);
  if (!isPrimary || !isNullable) return [];
  return [
    message(
      '{0} becomes part of the primary key, which allows no NULL: rows without it have to be given a value first.',
      column,
    ),
  ];
}

function explainWay(column: string, way: PartitionWay): readonly Message[] {
  switch (way.kind) {
    case 'hash':
      return [
        message(
          'A query with {0} = … looks into one of the {1} partitions. One without it looks into all of them, and is planned more slowly.',
          column,
          way.count,
        ),
        message(
          'Partitions by hash do not help to archive by time: no partition holds only what is old. By time, each unique key would have to hold the time.',
        ),
      ];
    case 'range':
      return [
        message(
          'A query that says from when to when of {0} looks into the partitions of that time alone. One without {0} looks into every partition, and is planned more slowly.',
          column,
        ),
        message(
          'A partition that nobody needs any more is detached and dropped at once, where DELETE would leave dead rows for VACUUM.',
        ),
        message(
          'Each next partition is made before its time begins, by a job. What comes without one goes to the default partition, and a partition for those rows can then only be made after they were moved out of it.',
        ),
      ];
    case 'list':
      return [
        message(
          'A query with {0} = … looks into the partition of that value. One without it looks into all of them, and is planned more slowly.',
          column,
        ),
        message(
          'Any other value goes to the default partition. An UPDATE of {0} moves the row into another partition.',
          column,
        ),
      ];
  }
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
