import { describeTable } from '../fixes/describe';
import { uniqueKeyFixes } from '../fixes/unique-key-fixes';
import { isDeclaredBefore } from '../fixes/declared-before';
import { message } from '../message';
import { findTable, type Table } from '../schema/snapshot';
import { faultOfUniqueKey, type KeyFault } from '../schema/partition-key';
import type { ConstraintDefinition, DdlStatement, PartitionSpecification } from '../sql/model';
import type { Span } from '../span';
import {
  defineDdlRule,
  found,
  OTHER_SHAPE,
  silent,
  silentUncertainText,
  type DdlContext,
  type FindingDraft,
} from './define-rule';

export default defineDdlRule({
  id: 'partition-key-not-in-unique',
  summary:
    'A unique constraint of a partitioned table leaves out the partition key, so PostgreSQL refuses it.',
  severity: 'error',
  check(context) {
    const keys = uniqueKeysOf(context.statement);
    const partitioned = partitioningFor(context);
    if (keys.length === 0 || !partitioned) return OTHER_SHAPE;
    if (context.fragment.approximate) return silentUncertainText();
    const faulty = keys.flatMap((key) => {
      const fault = faultOfUniqueKey(partitioned, key.columns);
      return fault.kind === 'none' ? [] : [{ key, fault }];
    });
    if (faulty.length === 0) {
      return silent('holds-partition-key', message('Each unique key holds the whole partition key.'));
    }
    return found(...faulty.map(({ key, fault }) => judge(context, key, fault)));
  },
});

interface UniqueKey {
  readonly columns: readonly string[];
  readonly span: Span;
  readonly definition?: ConstraintDefinition;
}

function uniqueKeysOf(statement: DdlStatement): readonly UniqueKey[] {
  switch (statement.kind) {
    case 'create-table':
      return [
        ...statement.columns.flatMap(({ constraints }) => constraints),
        ...statement.constraints,
      ].flatMap(uniqueKey);
    case 'alter-table':
      return statement.actions.flatMap((action) => {
        if (action.kind === 'add-constraint') return uniqueKey(action.constraint);
        return action.kind === 'add-column' ? action.column.constraints.flatMap(uniqueKey) : [];
      });
    case 'create-index': {
      const { unique, keys, nameSpan, table, span } = statement;
      const columns = keys.flatMap(({ column }) => column ?? []);
      return unique ? [{ columns, span: { start: span.start, end: (nameSpan ?? table.span).end } }] : [];
    }
    default:
      return [];
  }
}

function uniqueKey(definition: ConstraintDefinition): readonly UniqueKey[] {
  const { kind, usingIndex, columns, span } = definition;
  const isUnique = (kind === 'primary-key' || kind === 'unique') && usingIndex === undefined;
  return isUnique ? [{ columns, span, definition }] : [];
}

/** What the statement's table is partitioned by, when the statement runs. */
function partitioningFor(context: DdlContext): PartitionSpecification | undefined {
  const { statement, snapshot } = context;
  if (statement.kind === 'create-table') return statement.partitionBy;
  if (statement.kind !== 'alter-table' && statement.kind !== 'create-index') return undefined;
  const table = findTable(snapshot, statement.kind === 'alter-table' ? statement.name : statement.table);
  return table && isDeclaredBefore(table, context) ? table.partitioning : undefined;
}

function judge(
  context: DdlContext,
  key: UniqueKey,
  fault: Exclude<KeyFault, { kind: 'none' }>,
): FindingDraft {
  const table = tableOf(context);
  const missing = fault.kind === 'columns-missing' ? fault.missing : [];
  return {
    span: key.span,
    message:
      fault.kind === 'partitioned-by-expression'
        ? message(
            'PostgreSQL refuses this: a table that is partitioned by an expression can have no unique key. Partition by a plain column that the key holds.',
          )
        : message(
            'PostgreSQL refuses this: a unique key of a partitioned table must hold every column of the partition key, and ({0}) leaves out {1}. Each partition guards its own rows only. With {1} in the key, the same ({0}) can stand in two partitions; to keep it unique, partition by one of its own columns.',
            key.columns.join(', '),
            missing.join(', '),
          ),
    certainty: 'catalogued',
    related: table ? describeTable(table) : [],
    fixes: missing.length === 0 ? [] : uniqueKeyFixes(context, key, missing),
  };
}

function tableOf({ statement, snapshot }: DdlContext): Table | undefined {
  return statement.kind === 'alter-table' ? findTable(snapshot, statement.name) : undefined;
}
