import { candidateIndex } from '../indexes/candidates';
import { isDeclaredBefore } from './declared-before';
import type { IndexDefinition } from '../indexes/index-definition';
import { hashPartitions } from '../indexes/partition-bounds';
import { nameOfCopy, namePartitions } from '../indexes/partition-names';
import { printPartitionedCopy } from '../indexes/print-ddl';
import { message } from '../message';
import type { DdlContext, FixDraft } from '../rules/define-rule';
import { isEventTable, isStreamColumn } from '../schema/column-roles';
import type { Constraint, Table } from '../schema/snapshot';
import type { CreateTable } from '../sql/model';

/** Enough for the table to grow, few enough for a read without the stream to look into each. */
const PARTITIONS = 8;

/** A table with partitions by the stream, beside the one that is there: versions stay unique, and a stream is in one partition. */
export function hashPartitionFixes(
  context: DdlContext,
  statement: CreateTable,
  table: Table,
): readonly FixDraft[] {
  const { fragment, snapshot } = context;
  const stream = streamOfVersions(table);
  if (fragment.host.kind !== 'sql' || stream === undefined) return [];
  const name = nameOfCopy(table, snapshot);
  const to = { schema: table.schema, name };
  const text = printPartitionedCopy({
    from: table,
    to,
    column: stream,
    strategy: 'hash',
    partitions: namePartitions(to, hashPartitions(PARTITIONS), snapshot),
    keys: table.constraints.filter(isUniqueKey).map(({ kind, columns }) => ({
      isPrimary: kind === 'primary-key',
      columns: withColumn(columns, stream),
    })),
    indexes: otherIndexes(table, name, context),
  });
  return [
    {
      id: 'edit-ddl/hash-partitions',
      title: message(
        'Make a new table with {0} partitions by the hash of {1}: keeps versions unique and streams whole, does not archive by time; foreign keys and triggers are not copied',
        PARTITIONS,
        stream,
      ),
      kind: 'edit-ddl',
      preferred: false,
      edits: [{ span: statement.span, pieces: [text.replace(/;$/, '')] }],
    },
  ];
}

/** The stream column of the unique key that guards versions. */
export function streamOfVersions(table: Table): string | undefined {
  if (!isEventTable(table)) return undefined;
  return table.constraints
    .filter(({ kind, columns }) => isUniqueKey({ kind }) && columns.length > 1)
    .flatMap(({ columns }) => columns)
    .find((column) => isStreamColumn(table, column));
}

function isUniqueKey({ kind }: Pick<Constraint, 'kind'>): boolean {
  return kind === 'primary-key' || kind === 'unique';
}

function withColumn(columns: readonly string[], column: string): readonly string[] {
  return columns.includes(column) ? columns : [...columns, column];
}

function otherIndexes(table: Table, name: string, context: DdlContext): readonly IndexDefinition[] {
  const copy: Table = { ...table, name };
  const indexes: IndexDefinition[] = [];
  for (const index of table.indexes) {
    if (index.constraint || index.unique || !index.valid || !isDeclaredBefore(index, context)) continue;
    indexes.push(candidateIndex(copy, index.keys, context.snapshot, index, indexes));
  }
  return indexes;
}
