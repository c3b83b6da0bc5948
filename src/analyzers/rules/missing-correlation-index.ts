import { createIndexFix } from '../fixes/create-index-fix';
import { describeTable } from '../fixes/describe';
import { arraysOf, candidateIndex, equalitiesOf, keyOf } from '../indexes/candidates';
import { otherAccess } from '../indexes/other-access';
import { printKeyList } from '../indexes/print-ddl';
import { message } from '../message';
import type { AccessPath, ArrayCondition, EqualityCondition, Subject } from '../query/access-path';
import { isSearchedPerRow } from '../query/joined-path';
import { isRecursiveStep } from '../query/recursive-step';
import { findColumn, isCorrelationColumn, isCorrelationName, isEventTable } from '../schema/column-roles';
import { isSmallTable } from '../schema/lookup-columns';
import type { Table } from '../schema/snapshot';
import {
  definePathRule,
  found,
  OTHER_SHAPE,
  silent,
  silentInMigration,
  silentOtherAccess,
  silentUncertainText,
  silentUnknownTable,
  type FixDraft,
  type PathContext,
  silentSmallTable,
  silentJoinedAsAWhole,
} from './define-rule';

type ColumnSubject = Extract<Subject, { kind: 'column' }>;
type Lookup = (ArrayCondition | EqualityCondition) & { readonly subject: ColumnSubject };

export default definePathRule({
  id: 'missing-correlation-index',
  summary: 'Rows of one correlation or cause are asked for, and no index starts with it.',
  severity: 'information',
  aspect: 'rows',
  warnsWhen: 'selective',
  check(context) {
    const { path } = context;
    const lookups = [...equalitiesOf(path), ...arraysOf(path)].filter(isLookup);
    if (lookups.length === 0) return OTHER_SHAPE;
    const { table } = path;
    if (!table) return silentUnknownTable(path.relation.name.name);
    const known = lookups.filter(({ subject }) => isCorrelationColumn(table, subject.column));
    const lookup = known.find(({ value }) => value.kind !== 'join') ?? known[0];
    if (!lookup) {
      return silent('not-an-identifier', message('The column holds something else than an id.'));
    }
    if (isSmallTable(table)) return silentSmallTable(table.name);
    const access = otherAccess(context, table, [lookup]);
    if (access) return silentOtherAccess(access);
    if (lookup.value.kind === 'join' && !isSearchedPerRow(path, lookup) && !isRecursiveStep(path, lookup)) {
      return silentJoinedAsAWhole();
    }
    const once = silentInMigration(context);
    if (once) return once;
    if (path.approximate) return silentUncertainText();
    return found({
      span: lookup.span,
      // Any table may be small; a log of events is not for long.
      severity: isEventTable(table) ? 'warning' : 'information',
      message: describe(context, table, lookup),
      certainty: 'catalogued',
      related: describeTable(table),
      fixes: fixesFor(context, table, lookup.subject),
    });
  },
});

function isLookup(condition: ArrayCondition | EqualityCondition): condition is Lookup {
  return (
    condition.subject.kind === 'column' &&
    condition.value.kind !== 'null' &&
    isCorrelationName(condition.subject.column)
  );
}

function describe({ supports, path }: PathContext, table: Table, lookup: Lookup) {
  const { column } = lookup.subject;
  if (isSearchedPerRow(path, lookup)) {
    return message(
      'No index on {0} starts with {1}. PostgreSQL reads the whole table for each row of the query around it. Create an index on {1}.',
      table.name,
      column,
    );
  }
  if (lookup.value.kind === 'join') {
    return message(
      'No index on {0} starts with {1}. PostgreSQL reads the whole table for each step of the recursion. Create an index on {1}.',
      table.name,
      column,
    );
  }
  const walked = supports.find((support) => support.usable && support.order.kind === 'full');
  if (walked && isPage(path)) {
    return message(
      'No index on {0} starts with {1}. PostgreSQL reads the whole table, or walks {2} and throws away the rows that do not match, until the limit is met. Create an index on {1}: few rows share a value, and sorting them costs nothing.',
      table.name,
      column,
      walked.index.name,
    );
  }
  return message(
    'No index on {0} starts with {1}. PostgreSQL reads the whole table to find the few rows that share a value. Create an index on {1}.',
    table.name,
    column,
  );
}

function isPage({ order, limit, aggregated }: AccessPath): boolean {
  return order.length > 0 && limit !== undefined && !aggregated;
}

/** The position is no second key: five rows are sorted in no time (measured: 0.01 ms, 4 blocks). */
function fixesFor(context: PathContext, table: Table, subject: ColumnSubject): readonly FixDraft[] {
  const { column } = subject;
  const plain = candidateIndex(table, [keyOf(subject)], context.snapshot);
  const reason = `Finds the rows of ${table.name} by ${column} without reading the rest of the table.`;
  const fixes = createIndexFix(context, table, plain, {
    id: 'correlation',
    title: message(
      'Create index on {0} ({1}): finds the rows, costs a write per insert',
      table.name,
      printKeyList(plain),
    ),
    preferred: true,
    reason,
  });
  if (findColumn(table, column)?.notNull === true) return fixes;
  const { span } = subject;
  const predicate = {
    kind: 'null-test',
    arg: { kind: 'column', name: column, span },
    negated: true,
    span,
  } as const;
  const partial = candidateIndex(table, [keyOf(subject)], context.snapshot, { predicate });
  return [
    ...fixes,
    ...createIndexFix(context, table, partial, {
      id: 'correlation-not-null',
      title: message(
        'Create partial index on {0} ({1}) WHERE {1} IS NOT NULL: smaller if most rows have none, serves the same comparisons',
        table.name,
        printKeyList(partial),
      ),
      preferred: false,
      reason: `${reason}\nRows without ${column} are left out: comparing with a value never finds those.`,
    }),
  ];
}
