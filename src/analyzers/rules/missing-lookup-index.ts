import { describeTable } from '../fixes/describe';
import { lookupIndexFixes } from '../fixes/lookup-index-fixes';
import { certainlyFindsFew } from '../gates/figures';
import { arraysOf, equalitiesOf } from '../indexes/candidates';
import { otherAccess } from '../indexes/other-access';
import { isProbed } from '../indexes/probed-join';
import { message } from '../message';
import type { ArrayCondition, EqualityCondition, Subject } from '../query/access-path';
import { isSearchedPerRow, joinedPath } from '../query/joined-path';
import { isLookupColumn, isSmallTable } from '../schema/lookup-columns';
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
  type Outcome,
  type PathContext,
  silentSmallTable,
  silentJoinedAsAWhole,
} from './define-rule';

type Lookup = (ArrayCondition | EqualityCondition) & {
  readonly subject: Extract<Subject, { kind: 'column' }>;
};

export default definePathRule({
  id: 'missing-lookup-index',
  summary: 'Rows are looked up by a column that identifies something, and no index finds them.',
  severity: 'information',
  aspect: 'rows',
  warnsWhen: 'selective',
  check(context) {
    const { path } = context;
    const compared = [...equalitiesOf(path), ...arraysOf(path)].filter(isColumnComparison);
    if (compared.length === 0) return OTHER_SHAPE;
    const { table } = path;
    if (!table) return silentUnknownTable(path.relation.name.name);
    const lookups = compared.filter(
      (condition) =>
        isLookupColumn(table, condition.subject.column) || certainlyFindsFew(context, table, condition),
    );
    if (lookups.length === 0) {
      return silent(
        'not-a-lookup-column',
        message(
          'No condition compares a column that tells rows apart; only statistics can tell what an index would save.',
        ),
      );
    }
    if (isSmallTable(table)) {
      return silentSmallTable(table.name);
    }
    const constant = lookups.filter(({ value }) => value.kind !== 'join');
    const chosen = constant.length > 0 ? constant : lookups;
    const access = otherAccess(context, table, chosen);
    if (access) return silentOtherAccess(access);
    return judge(context, table, chosen);
  },
});

function isColumnComparison(condition: ArrayCondition | EqualityCondition): condition is Lookup {
  return condition.subject.kind === 'column' && condition.value.kind !== 'null';
}

function judge(context: PathContext, table: Table, lookups: readonly Lookup[]): Outcome {
  const { path } = context;
  const searching = lookups.filter((lookup) => lookup.value.kind !== 'join' || isProbed(context, lookup));
  const [first] = searching;
  if (!first) {
    return silentJoinedAsAWhole();
  }
  if (path.statement.kind !== 'select' && searching.every(isLiteral)) {
    return silent(
      'changed-once',
      message('The value is written in the statement: such a change runs once, and an index would stay.'),
    );
  }
  const once = silentInMigration(context);
  if (once) return once;
  if (path.approximate) return silentUncertainText();
  return found({
    span: first.span,
    message: describe(context, table, first),
    certainty: 'catalogued',
    related: describeTable(table),
    fixes: lookupIndexFixes(context, table, searching),
  });
}

function isLiteral({ value }: Lookup): boolean {
  return value.kind === 'literal' || value.kind === 'literals';
}

function describe({ path, supports, statementPaths }: PathContext, table: Table, lookup: Lookup) {
  const { column } = lookup.subject;
  if (isSearchedPerRow(path, lookup)) {
    return message(
      'No index on {0} starts with {1}. PostgreSQL reads all of {0} for each row of the query around it. Create an index on {1}, unless the table stays small.',
      table.name,
      column,
    );
  }
  if (lookup.value.kind === 'join') {
    const other = joinedPath(path, lookup, statementPaths);
    return message(
      'No index on {0} starts with {1}. An index finds the few rows of {2}, but PostgreSQL reads all of {0} to join them. Create an index on {1}, unless the table stays small.',
      table.name,
      column,
      other?.relation.name.name ?? '',
    );
  }
  const leftOut = supports.find(
    (support) =>
      !support.usable &&
      support.reason === 'predicate-not-implied' &&
      support.index.keys[0]?.kind === 'column' &&
      support.index.keys[0].column === column,
  );
  if (leftOut) {
    return message(
      'The partial index {0} leaves out rows that this statement asks for, so PostgreSQL cannot use it and reads all of {1} to find rows by {2}. Repeat its WHERE in the statement if those rows are not wanted, or create an index that holds all rows.',
      leftOut.index.name,
      table.name,
      column,
    );
  }
  return message(
    'No index on {0} starts with {1}. PostgreSQL reads all of {0} to find the few rows with a value of {1}. Create an index that starts with {1}, unless the table stays small.',
    table.name,
    column,
  );
}
