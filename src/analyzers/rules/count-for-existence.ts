import { describeTable } from '../fixes/describe';
import { equalitiesOf } from '../indexes/candidates';
import { isUniqueTogether } from '../indexes/unique-keys';
import { message, type Message } from '../message';
import { type ExistenceCount, findExistenceCounts } from '../query/existence-count';
import { askForExistence } from '../rewrites/exists';
import type { QueryStatement } from '../sql/model';
import {
  defineQueryRule,
  found,
  OTHER_SHAPE,
  silent,
  silentInMigration,
  type FindingDraft,
  type FixDraft,
  type QueryContext,
} from './define-rule';

export default defineQueryRule({
  id: 'count-for-existence',
  summary: 'Rows are counted to learn whether there is one.',
  severity: 'hint',
  check(context) {
    const counts = findExistenceCounts(context.statement);
    if (counts.length === 0) return OTHER_SHAPE;
    const once = silentInMigration(context);
    if (once) return once;
    const several = counts.filter((count) => !countsOneRow(context, count));
    if (several.length === 0)
      return silent(
        'one-row-at-most',
        message('A unique index finds one row at most, so there is nothing to count.'),
      );
    const changed = changedRows(context.statement);
    if (
      several.every(({ counted }) =>
        counted.from.some((item) => item.kind === 'table' && changed.has(item.name.name)),
      )
    )
      return silent(
        'counts-changed-rows',
        message('What WITH changes it changes to the end, however many of its rows are asked for.'),
      );
    const tables = several.filter((count) => !countsCatalogue(context, count));
    if (tables.length === 0)
      return silent(
        'system-catalogue',
        message('The system catalogue is small, so counting in it is no matter.'),
      );
    return found(...tables.map((count) => judge(context, count)));
  },
});

/** Names of the parts of WITH that write: their rows are there before anybody counts them. */
function changedRows({ with: parts }: QueryStatement): ReadonlySet<string> {
  return new Set(parts.filter(({ query }) => query.kind !== 'select').map(({ name }) => name));
}

function countsOneRow({ paths }: QueryContext, { counted }: ExistenceCount): boolean {
  return paths.some(({ path }) => {
    if (path.block !== counted || !path.alone || !path.table) return false;
    const columns = equalitiesOf(path).map(({ subject }) =>
      subject.kind === 'column' ? subject.column : '',
    );
    return isUniqueTogether(path.table, columns);
  });
}

function countsCatalogue({ paths }: QueryContext, { counted }: ExistenceCount): boolean {
  return paths.some(({ path: { block, relation } }) => {
    const { schema, name } = relation.name;
    return block === counted && (schema === 'information_schema' || name.startsWith('pg_'));
  });
}

function judge(context: QueryContext, count: ExistenceCount): FindingDraft {
  const table = context.paths.find(({ path }) => path.block === count.counted)?.path.table;
  return {
    span: count.comparison.span,
    message: count.negated
      ? message(
          'count reads every row that matches, only to learn that there is none. NOT EXISTS stops at the first.',
        )
      : message(
          'count reads every row that matches, only to learn that there is one. EXISTS stops at the first.',
        ),
    certainty: 'stated',
    related: table ? describeTable(table) : [],
    fixes: fixesFor(count, context.fragment.text),
  };
}

function fixesFor(count: ExistenceCount, text: string): readonly FixDraft[] {
  const edits = askForExistence(count, text);
  return edits
    ? [{ id: 'rewrite/exists', title: titleOf(count), kind: 'rewrite', preferred: true, edits }]
    : [];
}

function titleOf({ counted, comparison, subquery, negated }: ExistenceCount): Message {
  if (negated) return message('Ask with NOT EXISTS, which stops at the first row');
  const isNamedAnew =
    !subquery &&
    counted.targets.some(({ alias, expression }) => alias === undefined && expression === comparison);
  return isNamedAnew
    ? message('Ask with EXISTS, which stops at the first row; the column is then named exists')
    : message('Ask with EXISTS, which stops at the first row');
}
