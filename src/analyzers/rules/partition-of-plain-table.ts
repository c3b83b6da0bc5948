import { describeTable } from '../fixes/describe';
import { isDeclaredBefore } from '../fixes/declared-before';
import { hashPartitionFixes, streamOfVersions } from '../fixes/hash-partition-fixes';
import { message } from '../message';
import { findTable, type Table } from '../schema/snapshot';
import type { DdlStatement, QualifiedName } from '../sql/model';
import type { Span } from '../span';
import {
  defineDdlRule,
  found,
  OTHER_SHAPE,
  silent,
  silentUncertainText,
  silentUnknownTable,
} from './define-rule';

export default defineDdlRule({
  id: 'partition-of-plain-table',
  summary: 'A partition is made of a table that is not partitioned, so PostgreSQL refuses it.',
  severity: 'error',
  check(context) {
    const { statement, snapshot, fragment } = context;
    const parent = partitionedBy(statement);
    if (!parent) return OTHER_SHAPE;
    const table = findTable(snapshot, parent.name);
    if (!table) return silentUnknownTable(parent.name.name);
    if (table.partitioning)
      return silent('partitioned', message('The table {0} is partitioned.', table.name));
    if (fragment.approximate) return silentUncertainText();
    if (!isDeclaredBefore(table, context)) {
      return silent(
        'declared-later',
        message('The table {0} that is known here is made later on; another may stand here.', table.name),
      );
    }
    return found({
      span: parent.span,
      message: describe(table),
      certainty: 'catalogued',
      related: describeTable(table),
      fixes: statement.kind === 'create-table' ? hashPartitionFixes(context, statement, table) : [],
    });
  },
});

interface Parent {
  readonly name: QualifiedName;
  readonly span: Span;
}

/** Of `CREATE TABLE … PARTITION OF parent` and `ALTER TABLE parent ATTACH PARTITION …`. */
function partitionedBy(statement: DdlStatement): Parent | undefined {
  if (statement.kind === 'create-table') {
    const { partitionOf } = statement;
    return partitionOf && { name: partitionOf, span: partitionOf.span };
  }
  if (statement.kind !== 'alter-table') return undefined;
  const attaches = statement.actions.some(({ kind }) => kind === 'attach-partition');
  return attaches ? { name: statement.name, span: statement.name.span } : undefined;
}

function describe(table: Table) {
  const keys = table.constraints
    .filter(({ kind }) => kind === 'primary-key' || kind === 'unique')
    .map(({ columns }) => `(${columns.join(', ')})`);
  if (keys.length === 0) {
    return message(
      'PostgreSQL refuses this: {0} is not partitioned, and a table cannot be turned into one that is. Make a partitioned table beside it, copy the rows, and swap the names.',
      table.name,
    );
  }
  if (streamOfVersions(table) === undefined) {
    return message(
      'PostgreSQL refuses this: {0} is not partitioned, and a table cannot be turned into one that is. Each unique key of a partitioned table must hold the partition key, so {1} would be unique within a partition only, unless you partition by one of its columns.',
      table.name,
      keys.join(' and '),
    );
  }
  return message(
    'PostgreSQL refuses this: {0} is not partitioned, and a table cannot be turned into one that is. Each unique key of a partitioned table must hold the partition key: by time, {1} would be unique within a partition only, and the same version of a stream could be written twice. Partitions by the hash of the stream keep that guard.',
    table.name,
    keys.join(' and '),
  );
}
