import { createIndexFix } from '../fixes/create-index-fix';
import { describeTable } from '../fixes/describe';
import { candidateIndex, keysInSearchOrder } from '../indexes/candidates';
import { printKeyList } from '../indexes/print-ddl';
import { findsRows } from '../indexes/supports';
import { message } from '../message';
import type { Value } from '../query/access-path';
import { type ChoosingCase, findChoosingCase } from '../query/choosing-case';
import { isIdentifierColumn } from '../schema/column-roles';
import { isSmallTable } from '../schema/lookup-columns';
import type { Table } from '../schema/snapshot';
import {
  definePathRule,
  found,
  OTHER_SHAPE,
  silent,
  silentUnknownTable,
  type FixDraft,
  type Outcome,
  type PathContext,
  silentSmallTable,
} from './define-rule';

export default definePathRule({
  id: 'conditional-direction',
  summary: 'CASE chooses the order or the bound, so one plan has to serve them all and no index serves any.',
  severity: 'hint',
  aspect: 'order',
  check(context) {
    const { path } = context;
    if (!path.block || !path.alone) return OTHER_SHAPE;
    const bound = path.conditions.find(({ node }) => node.kind === 'case');
    const choosing = bound && findChoosingCase(bound.node);
    // One condition that a parameter turns off is a matter of its own.
    if (choosing?.by === 'parameter' && choosing.choices > 1)
      return judgeParameter(context, choosing, 'condition');
    const order = path.block.orderBy.map(({ expression }) => findChoosingCase(expression)).find(isFound);
    if (!order) return OTHER_SHAPE;
    if (!path.limit)
      return silent('no-limit', message('Every row is asked for, so all are sorted whatever the order is.'));
    if (path.aggregated || path.block.distinct !== 'none')
      return silent('aggregated', message('All rows are read before the order counts.'));
    return order.by === 'parameter' ? judgeParameter(context, order, 'order') : judgeColumn(context, order);
  },
});

function isFound(choosing: ChoosingCase | undefined): choosing is ChoosingCase {
  return choosing !== undefined;
}

/**
 * PostgreSQL computes the CASE where it plans for the values at hand. An order by CASE keeps it at that (measured on 14 and 18: no generic
 * plan in 13 runs, as it costs more); a condition does not, and the generic plan of a named query tests row after row (docs/rules/conditional-direction.md).
 */
function judgeParameter(context: PathContext, { node }: ChoosingCase, what: 'condition' | 'order'): Outcome {
  const { path } = context;
  return found({
    span: node.span,
    message:
      what === 'order'
        ? message(
            'CASE chooses the order of the page. PostgreSQL can take it from an index only while it plans the statement anew for each call; a plan for all values sorts every row. Write one statement for each order.',
          )
        : message(
            'CASE chooses the condition. PostgreSQL can search an index with it only while it plans the statement anew for each call; a plan for all values, as named statements get, tests every row that the other conditions leave. Write one statement for each condition.',
          ),
    severity: what === 'condition' && isPlannedOnce(context) ? 'warning' : 'hint',
    certainty: 'stated',
    related: path.table ? describeTable(path.table) : [],
    fixes: [],
  });
}

/** A page looks so cheap to the plan for all values that PostgreSQL keeps that plan. */
function isPlannedOnce(context: PathContext): boolean {
  const { path, fragment } = context;
  if (fragment.named !== true || path.approximate || !path.limit || !path.table) return false;
  return path.order.length > 0 && !findsFewRows(context, path.table);
}

function judgeColumn(context: PathContext, { node }: ChoosingCase): Outcome {
  const { path, supports } = context;
  const { table } = path;
  if (!table) return silentUnknownTable(path.relation.name.name);
  const ordered = supports.find((support) => support.usable && support.order.kind === 'full');
  if (ordered)
    return silent('covered-by-index', message('The index {0} holds the order.', ordered.index.name));
  if (isSmallTable(table)) return silentSmallTable(table.name);
  if (findsFewRows(context, table))
    return silent('few-rows', message('An index finds few rows, and sorting those is right.'));
  if (path.conditions.some(isState))
    return silent('open-rows', message('The rows of some states are ranked, which should be few.'));
  if (path.conditions.length === 0 || path.approximate)
    return silent('whole-table', message('Nothing tells that many rows are ranked.'));
  return found({
    span: node.span,
    message: message(
      'CASE ranks the rows, and no index is in that order: for each page PostgreSQL reads and sorts every row that the condition leaves. Ask for each rank by a statement of its own, or create an index on this very CASE.',
    ),
    severity: 'hint',
    certainty: 'catalogued',
    related: describeTable(table),
    fixes: rankIndexFix(context, table),
  });
}

/** `status IN ('pending', 'retry')`: another rule says which index holds just those. */
function isState({ letter, value }: { readonly letter: string; readonly value?: Value }): boolean {
  return (letter === 'E' || letter === 'A') && (value?.kind === 'literal' || value?.kind === 'literals');
}

function rankIndexFix(context: PathContext, table: Table): readonly FixDraft[] {
  const keys = context.path.order.length > 0 ? keysInSearchOrder(context.path) : undefined;
  if (!keys) return [];
  const index = candidateIndex(table, keys, context.snapshot);
  return createIndexFix(context, table, index, {
    id: 'rank',
    title: message(
      'Create index on {0} ({1}): serves this order alone, costs a write per insert',
      table.name,
      printKeyList(index),
    ),
    preferred: false,
    reason: `Returns the rows of ${table.name} in the order of the rank. The statement must keep the CASE as it is.`,
  });
}

function findsFewRows({ supports }: PathContext, table: Table): boolean {
  return supports.some(
    (support) =>
      findsRows(support) &&
      support.bounding.some(
        ({ letter, subject }) =>
          letter !== 'R' && subject.kind === 'column' && isIdentifierColumn(table, subject.column),
      ),
  );
}
