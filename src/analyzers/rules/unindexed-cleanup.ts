import { createIndexFix } from '../fixes/create-index-fix';
import { describeTable } from '../fixes/describe';
import { candidateIndex } from '../indexes/candidates';
import { columnKey } from '../indexes/index-definition';
import { findLeadingIndex } from '../indexes/leading-index';
import { otherAccess } from '../indexes/other-access';
import { supportsOf } from '../indexes/supports';
import { message } from '../message';
import type { AccessPath } from '../query/access-path';
import { deleteOf } from '../query/delete-of';
import { dueTests, type DueTest, type DueTests } from '../query/due-tests';
import { findColumn } from '../schema/column-roles';
import { isLookupColumn, isSmallTable } from '../schema/lookup-columns';
import type { Table } from '../schema/snapshot';
import type { Span } from '../span';
import {
  definePathRule,
  type FixDraft,
  found,
  OTHER_SHAPE,
  type Outcome,
  type PathContext,
  silent,
  silentInMigration,
  silentOtherAccess,
  silentUncertainText,
  silentUnknownTable,
  silentSmallTable,
} from './define-rule';

/** Of a worker, a queue or a connection: who is silent for long is deleted. */
const SIGN_OF_LIFE = /heart_?beat|^last_?(active|alive|ping|check_?in|contact)(_?at)?$/i;

export default definePathRule({
  id: 'unindexed-cleanup',
  summary: 'Old rows are deleted by their time, and no index finds them.',
  severity: 'information',
  aspect: 'rows',
  check(context) {
    const { path } = context;
    if (!deleteOf(path)) return OTHER_SHAPE;
    const { table } = path;
    if (!table) return silentUnknownTable(path.relation.name.name);
    const due = dueTests(path, table);
    const [first] = due?.tests ?? [];
    if (!due || !first) return OTHER_SHAPE;
    const missing = due.tests.filter(({ column }) => !findLeadingIndex(table, [column], context.snapshot));
    const quiet = silenceOf(context, table, due, missing);
    if (quiet) return quiet;
    return found({
      span: due.span,
      message: describe(table, due.tests, missing),
      certainty: 'catalogued',
      related: describeTable(table),
      fixes: missing.length === 1 ? missing.flatMap(({ column }) => fixesFor(context, table, column)) : [],
    });
  },
});

function silenceOf(
  context: PathContext,
  table: Table,
  { tests, span }: DueTests,
  missing: readonly DueTest[],
): Outcome | undefined {
  const { path } = context;
  if (isSmallTable(table)) return silentSmallTable(table.name);
  const sign = tests.find(({ column }) => SIGN_OF_LIFE.test(column));
  if (sign) {
    return silent(
      'rows-of-the-living',
      message(
        '{0} is renewed as long as something lives, so the table holds what lives and little else.',
        sign.column,
      ),
    );
  }
  if (missing.length === 0) {
    return silent('covered-by-index', message('An index starts with each column whose time is compared.'));
  }
  const access = otherAccess(tests.length > 1 ? without(context, span) : context, table);
  if (access) return silentOtherAccess(access);
  if (hasOtherConditions(path, table)) {
    return silent(
      'other-conditions',
      message('Other conditions may find fewer rows than their time does; only statistics can tell.'),
    );
  }
  if (tests.every(({ isLiteral }) => isLiteral)) {
    return silent(
      'changed-once',
      message('The value is written in the statement: such a change runs once, and an index would stay.'),
    );
  }
  return silentInMigration(context) ?? (path.approximate ? silentUncertainText() : undefined);
}

/** Of alternatives PostgreSQL needs an index for each, so that an index for one is no way to the rows. */
function without(context: PathContext, span: Span): PathContext {
  const conditions = context.path.conditions.filter((condition) => condition.span !== span);
  const path = { ...context.path, conditions };
  return { ...context, path, supports: supportsOf(path, context.settings.serverVersion) };
}

function hasOtherConditions({ conditions, alone }: AccessPath, table: Table): boolean {
  return (
    !alone ||
    conditions.some(
      (condition) =>
        (condition.letter === 'F' &&
          (condition.what === 'subquery' || condition.what === 'other-relation')) ||
        ((condition.letter === 'E' || condition.letter === 'A') &&
          condition.subject.kind === 'column' &&
          isLookupColumn(table, condition.subject.column)),
    )
  );
}

function describe(table: Table, tests: readonly DueTest[], missing: readonly DueTest[]) {
  const columns = missing.map(({ column }) => column).join(', ');
  if (tests.length > 1) {
    return message(
      'PostgreSQL can combine indexes for OR only if each alternative has one, and no index on {0} starts with {1}: each run of this DELETE reads all of {0}. Create an index for each, or delete in a statement for each.',
      table.name,
      columns,
    );
  }
  return message(
    'No index on {0} starts with {1}: each run of this DELETE reads all of {0} to find the rows that are due. Create an index on {1} if it runs often, and delete in batches (ctid = ANY (ARRAY (SELECT ctid … LIMIT 1000))) if many rows may be due.',
    table.name,
    columns,
  );
}

function fixesFor(context: PathContext, table: Table, column: string): readonly FixDraft[] {
  const key = columnKey(column);
  const plain = candidateIndex(table, [key], context.snapshot);
  const reason = `Finds the rows of ${table.name} that are due by ${column} without reading the rest of the table.`;
  const fixes = createIndexFix(context, table, plain, {
    id: 'due',
    title: message(
      'Create index on {0} ({1}): finds the rows that are due, costs a write per insert',
      table.name,
      column,
    ),
    preferred: false,
    reason,
  });
  if (findColumn(table, column)?.notNull === true) return fixes;
  const span = context.path.relation.span;
  const arg = { kind: 'column', name: column, span } as const;
  const predicate = { kind: 'null-test', arg, negated: true, span } as const;
  const partial = candidateIndex(table, [key], context.snapshot, { predicate });
  return [
    ...fixes,
    ...createIndexFix(context, table, partial, {
      id: 'due-not-null',
      title: message(
        'Create partial index on {0} ({1}) WHERE {1} IS NOT NULL: smaller if most rows have no such time',
        table.name,
        column,
      ),
      preferred: false,
      reason: `${reason}\nRows without ${column} are left out: they are never due.`,
    }),
  ];
}
