import { createIndexFix } from '../fixes/create-index-fix';
import { describeTable } from '../fixes/describe';
import { printCount } from '../gates/print-count';
import { describeRarity, type Rarity, rarityOf } from '../gates/rarity';
import { arraysOf, candidateIndex, equalitiesOf, keysInSearchOrder } from '../indexes/candidates';
import { type OtherAccess, otherAccess } from '../indexes/other-access';
import { printKeyList } from '../indexes/print-ddl';
import { supportsOf } from '../indexes/supports';
import { message } from '../message';
import type { AccessPath, ArrayCondition, EqualityCondition, Subject } from '../query/access-path';
import { isTypeColumn } from '../schema/column-roles';
import type { Table } from '../schema/snapshot';
import {
  definePathRule,
  found,
  OTHER_SHAPE,
  silent,
  silentInMigration,
  silentOtherAccess,
  silentUncertainText,
  type FixDraft,
  type Outcome,
  type PathContext,
} from './define-rule';

type TypeCondition = (ArrayCondition | EqualityCondition) & {
  readonly subject: Extract<Subject, { kind: 'column' }>;
};

export default definePathRule({
  id: 'missing-type-index',
  summary: 'Events of some types are read page by page, and no index starts with the type.',
  severity: 'information',
  aspect: 'rows',
  check(context) {
    const { path } = context;
    const { table } = path;
    const type = table && typeCondition(path, table);
    if (!type) return OTHER_SHAPE;
    const rarity = rarityOf(context, table, type);
    const quiet = silenceOf(context, table) ?? silentCommon(table, rarity);
    if (quiet) return quiet;
    return found({
      span: type.span,
      ...(rarity?.kind === 'rare' && { severity: 'warning' }),
      ...(rarity && { evidence: [describeRarity(table, type.subject.column, rarity)] }),
      message: describe(context, table, type),
      certainty: 'catalogued',
      related: describeTable(table),
      fixes: fixesFor(context, table, type),
    });
  },
});

function silentCommon(table: Table, rarity: Rarity | undefined): Outcome | undefined {
  if (rarity?.kind !== 'common') return undefined;
  return silent(
    'common-types',
    message(
      'By the statistics of {0} at least {1} of its rows are of the types asked for: walking the log meets a page of them soon.',
      table.name,
      printCount(rarity.rows),
    ),
  );
}

function typeCondition(path: AccessPath, table: Table): TypeCondition | undefined {
  return [...equalitiesOf(path), ...arraysOf(path)].find(
    (condition): condition is TypeCondition =>
      condition.subject.kind === 'column' &&
      condition.value.kind !== 'null' &&
      condition.value.kind !== 'join' &&
      isTypeColumn(table, condition.subject.column),
  );
}

function silenceOf(context: PathContext, table: Table): Outcome | undefined {
  const { path } = context;
  const isPage = path.order.length > 0 && path.limit !== undefined && path.alone && !path.aggregated;
  if (!isPage) {
    return silent(
      'no-page',
      message('No page is cut in an order, so reading the table once may be right for all but rare types.'),
    );
  }
  if (path.order.some(({ subject }) => subject.kind === 'column' && isTypeColumn(table, subject.column))) {
    return silent('ordered-by-type', message('The rows are ordered by their type.'));
  }
  const access = accessBesidePosition(context, table);
  if (access) return silentOtherAccess(access);
  const once = silentInMigration(context);
  if (once) return once;
  return path.approximate ? silentUncertainText() : undefined;
}

/** Where the page begins (`position > $1`) bounds nothing from there on to the end of the log. */
function accessBesidePosition(context: PathContext, table: Table): OtherAccess | undefined {
  const [first] = context.path.order;
  const conditions = context.path.conditions.filter(
    (condition) =>
      condition.letter !== 'R' ||
      condition.operator === 'between' ||
      !first ||
      !isSameColumn(condition.subject, first.subject),
  );
  const path = { ...context.path, conditions };
  const supports = supportsOf(path, context.settings.serverVersion);
  return otherAccess({ ...context, path, supports }, table);
}

function isSameColumn(a: Subject, b: Subject): boolean {
  return a.kind === 'column' && b.kind === 'column' && a.column === b.column;
}

function describe({ supports }: PathContext, table: Table, { subject }: TypeCondition) {
  const walked = supports.find(
    (support) => support.usable && ['full', 'prefix'].includes(support.order.kind),
  );
  if (walked) {
    return message(
      'No index on {0} starts with {1}: PostgreSQL walks {2} and throws away every row with another {1} until the limit is met. That is right for a common one. For a rare one it reads all of the log that is left, each time. Create an index that starts with {1} if rare ones are asked for.',
      table.name,
      subject.column,
      walked.index.name,
    );
  }
  return message(
    'No index on {0} starts with {1}, and none returns the rows in the order of the page: PostgreSQL reads the whole table and sorts what it finds, each time. Create an index that starts with {1}.',
    table.name,
    subject.column,
  );
}

function fixesFor(context: PathContext, table: Table, type: TypeCondition): readonly FixDraft[] {
  const keys = keysInSearchOrder({ ...context.path, conditions: [type] });
  if (!keys) return [];
  const index = candidateIndex(table, keys, context.snapshot);
  const columns = printKeyList(index);
  const { column } = type.subject;
  return createIndexFix(context, table, index, {
    id: 'type-order',
    title:
      type.letter === 'E'
        ? message(
            'Create index on {0} ({1}): finds rare values in order, costs a write per insert',
            table.name,
            columns,
          )
        : message(
            'Create index on {0} ({1}): finds rare values, several are sorted; costs a write per insert',
            table.name,
            columns,
          ),
    preferred: false,
    reason: `Finds the rows of ${table.name} by ${column} in the order of the page, which pays for values that few rows have.`,
  });
}
