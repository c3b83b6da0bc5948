import type { IndexDefinition } from '../indexes/index-definition';
import {
  printAttachIndexPartition,
  printCreateIndex,
  printDropIndex,
  printReindex,
  printRenameIndex,
} from '../indexes/print-ddl';
import { message, type Message } from '../message';
import type { RelationName } from '../schema/snapshot';
import { describeLock, type LockMode } from './lock-level';
import type { MaintenanceStep } from './maintenance-plan';

type StepParts = Partial<
  Pick<MaintenanceStep, 'blocks' | 'builds' | 'drops' | 'unless' | 'outsideTransaction'>
>;

/** Lets reads and writes pass, and must not be in a transaction block unless the parts say so. */
export function longStep(sql: string, table: RelationName, parts: StepParts = {}): MaintenanceStep {
  const lock = 'ShareUpdateExclusiveLock';
  return { sql, table, lock, blocks: describeLock(lock), outsideTransaction: true, pace: 'long', ...parts };
}

export function quickStep(
  sql: string,
  table: RelationName,
  lock: LockMode,
  parts: StepParts = {},
): MaintenanceStep {
  const blocks = lock === 'ShareUpdateExclusiveLock' ? describeLock(lock) : momentarily(lock);
  return { sql, table, lock, blocks, outsideTransaction: false, pace: 'quick', ...parts };
}

function momentarily(lock: LockMode): Message {
  return lock === 'ShareLock'
    ? message('Writes wait for a moment. When somebody holds the table, it is given free and tried again.')
    : message(
        'Reads and writes wait for a moment. When somebody holds the table, it is given free and tried again.',
      );
}

/** `undefined` when it cannot be printed. */
export function buildStep(index: IndexDefinition, parts: StepParts = {}): MaintenanceStep | undefined {
  const sql = printCreateIndex(index, { concurrently: true });
  const builds = { name: index.name, how: 'create' } as const;
  return sql === undefined ? undefined : longStep(sql, tableOf(index), { builds, ...parts });
}

/** The index of a partitioned table alone: there are no rows to read. */
export function parentStep(index: IndexDefinition): MaintenanceStep | undefined {
  const sql = printCreateIndex(index, { concurrently: false, only: true });
  const unless = { kind: 'index-exists', index: index.name } as const;
  return sql === undefined ? undefined : quickStep(sql, tableOf(index), 'ShareLock', { unless });
}

/** PostgreSQL locks the partition's index, and everybody who plans a query of the partition wants that too. */
export function attachStep(parent: IndexDefinition, partition: IndexDefinition): MaintenanceStep {
  return quickStep(printAttachIndexPartition(parent, partition), tableOf(partition), 'AccessExclusiveLock', {
    unless: {
      kind: 'attached',
      index: partition.name,
      parent: { schema: parent.schema, name: parent.name },
    },
  });
}

export function reindexStep(table: RelationName, index: string): MaintenanceStep {
  return longStep(printReindex(table.schema, index), table, { builds: { name: index, how: 'rebuild' } });
}

export function dropStep(table: RelationName, index: string): MaintenanceStep {
  return longStep(printDropIndex(table.schema, index, { concurrently: true }), table, { drops: index });
}

export function renameStep(table: RelationName, index: string, to: string): MaintenanceStep {
  const sql = printRenameIndex({ schema: table.schema, name: index }, to);
  return quickStep(sql, table, 'ShareUpdateExclusiveLock');
}

export function tableOf({ schema, table }: Pick<IndexDefinition, 'schema' | 'table'>): RelationName {
  return { schema, name: table };
}
