import { describeTable } from '../fixes/describe';
import { ginIndex } from '../fixes/gin-index-fix';
import { proposedIndex } from '../fixes/create-index-fix';
import { accessBesides } from '../indexes/access-besides';
import { printKeyList } from '../indexes/print-ddl';
import { servedInstead } from '../indexes/served-instead';
import { type Message, message } from '../message';
import type { Condition, ContainmentCondition } from '../query/access-path';
import { type Membership, membershipIn, rewriteContains, valueOf } from '../rewrites/contains-element';
import { findColumn } from '../schema/column-roles';
import { isSmallTable } from '../schema/lookup-columns';
import type { Column, Table } from '../schema/snapshot';
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
  silentJoinedAsAWhole,
} from './define-rule';

interface Scan {
  readonly condition: Condition;
  readonly membership: Membership;
  readonly column: Column;
  /** What the condition would be in the form that an inverted index serves. */
  readonly contains: ContainmentCondition;
}

export default definePathRule({
  id: 'array-membership-scan',
  summary: 'An array column is searched for an element in a form that no index serves.',
  severity: 'information',
  aspect: 'rows',
  check(context) {
    const { path } = context;
    const asked = path.conditions.filter(({ node }) => membershipIn(node) !== undefined);
    if (asked.length === 0) return OTHER_SHAPE;
    const { table } = path;
    if (!table) return silentUnknownTable(path.relation.name.name);
    const [scan] = asked.flatMap((condition) => scanOf(condition, table));
    if (!scan) return OTHER_SHAPE;
    return silence(context, table, scan) ?? report(context, table, scan);
  },
});

function scanOf(condition: Condition, table: Table): readonly Scan[] {
  const membership = membershipIn(condition.node);
  // A condition on the column of another relation is a filter here, and reads no column of this one.
  const isOwn = condition.letter === 'F' && condition.columns.includes(membership?.column.name ?? '');
  const column = membership && findColumn(table, membership.column.name);
  if (!isOwn || !column || column.type.arrayDimensions === 0) return [];
  const { span, node } = condition;
  const subject = { kind: 'column', column: column.name, span: membership.column.span } as const;
  const contains = { letter: 'G', span, node, subject, operator: '@>', value: valueOf(membership) } as const;
  return [{ condition, membership, column, contains }];
}

function silence(
  context: PathContext,
  table: Table,
  { condition, membership, column, contains }: Scan,
): Outcome | undefined {
  if (
    contains.value.kind === 'join' ||
    contains.value.kind === 'null' ||
    membership.element.kind === 'subquery'
  ) {
    return silentJoinedAsAWhole();
  }
  if (!rewriteContains(condition.node, membership, column.type)) {
    return silent(
      'other-type',
      message('The value is of another type than the elements of {0}.', column.name),
    );
  }
  if (isSmallTable(table)) {
    return silentSmallTable(table.name);
  }
  const access = accessBesides(context, table, condition, contains.subject);
  if (access) return silentOtherAccess(access);
  const once = silentInMigration(context);
  if (once) return once;
  return context.path.approximate ? silentUncertainText() : undefined;
}

function report(context: PathContext, table: Table, scan: Scan): Outcome {
  const { path, settings } = context;
  const [passedOver] = servedInstead(path, scan.condition, scan.contains, settings.serverVersion);
  const { column } = scan;
  return found({
    span: scan.condition.span,
    severity: passedOver ? 'warning' : 'information',
    message: passedOver
      ? message(
          'The index {0} is passed over: it finds elements only when they are asked for by @>. PostgreSQL reads the whole table and searches each array. Ask {1} @> ARRAY[…].',
          passedOver.index.name,
          column.name,
        )
      : message(
          'No index serves this form: PostgreSQL reads the whole table and searches each array. Ask {0} @> ARRAY[…] and create a GIN index on {0}.',
          column.name,
        ),
    certainty: 'catalogued',
    related: describeTable(table),
    fixes: fixesFor(context, table, scan, passedOver !== undefined),
  });
}

function fixesFor(context: PathContext, table: Table, scan: Scan, hasIndex: boolean): readonly FixDraft[] {
  const { condition, membership, column } = scan;
  const edit = rewriteContains(condition.node, membership, column.type);
  if (!edit) return [];
  const rewrite = { id: 'rewrite/contains', kind: 'rewrite', edits: [edit] } as const;
  if (hasIndex) return [{ ...rewrite, title: titleWithIndex(membership, column), preferred: true }];
  const index = ginIndex(
    table,
    { subject: scan.contains.subject, operators: ['@>'], type: 'array' },
    context.snapshot,
  );
  const ddl = proposedIndex(
    context,
    table,
    index,
    'Finds rows by the elements of the array: @> (all of them) and && (any of them).\nIt costs every insert: measured 20 to 35 % more WAL for events with small documents.',
  );
  if (!ddl) return [];
  const title = titleWithoutIndex(membership, table, printKeyList(index));
  return [{ ...rewrite, title, preferred: false, ddl }];
}

function titleWithIndex({ form }: Membership, { name }: Column): Message {
  return form === 'any'
    ? message('Rewrite as {0} @> ARRAY[…]: the index finds the rows', name)
    : message(
        'Rewrite as {0} @> ARRAY[…]: the index finds the rows, but no row for a value that is NULL',
        name,
      );
}

function titleWithoutIndex({ form, column }: Membership, table: Table, keys: string): Message {
  return form === 'any'
    ? message(
        'Rewrite as {0} @> ARRAY[…] and create GIN index on {1} ({2}): finds the rows, costs 20 to 35 % more WAL per insert',
        column.name,
        table.name,
        keys,
      )
    : message(
        'Rewrite as {0} @> ARRAY[…] and create GIN index on {1} ({2}): finds the rows, but no row for a value that is NULL; costs 20 to 35 % more WAL per insert',
        column.name,
        table.name,
        keys,
      );
}
