import { createIndexFix } from '../fixes/create-index-fix';
import { describeTable } from '../fixes/describe';
import { figuresOf } from '../gates/figures';
import { printCount, printShare } from '../gates/print-count';
import { isSmall, sizeOf, type TableSize } from '../gates/table-size';
import { OPEN_SHARE, UNSELECTIVE_SHARE } from '../gates/thresholds';
import { candidateIndex, keyOf } from '../indexes/candidates';
import { printKeyList } from '../indexes/print-ddl';
import { findsRows, type Support, type UsableSupport } from '../indexes/supports';
import { message, type Message } from '../message';
import type { AccessPath, ArrayCondition, EqualityCondition } from '../query/access-path';
import { isIdentifierColumn, isPendingState, isSoftDelete } from '../schema/column-roles';
import { isSmallTable } from '../schema/lookup-columns';
import type { Table } from '../schema/snapshot';
import type { Expression } from '../sql/model';
import { printExpression } from '../sql/print-expression';
import {
  definePathRule,
  found,
  OTHER_SHAPE,
  silent,
  silentUncertainText,
  silentSmallTable,
  silentUnknownTable,
  type FixDraft,
  type PathContext,
} from './define-rule';

type StateCondition = EqualityCondition | ArrayCondition;

export default definePathRule({
  id: 'missing-partial-index',
  summary: 'A queue or outbox is polled for its few open rows, and no partial index holds just those.',
  severity: 'warning',
  aspect: 'rows',
  check(context) {
    const { path } = context;
    if (path.order.length === 0 || !path.limit || !path.alone || path.aggregated || !path.block)
      return OTHER_SHAPE;
    const states = path.conditions.filter(isStateTest);
    if (states.length === 0) return silenceWithoutLiteral(path);
    const { table } = path;
    if (!table) return silentUnknownTable(path.relation.name.name);
    if (isSmallTable(table)) return silentSmallTable(table.name);
    const live = states.filter((state) => marksLiveSet(state, path));
    const [state] = live;
    if (!state) {
      return states.some(({ subject }) => subject.kind === 'column' && isSoftDelete(subject.column))
        ? silent('live-set-not-small', message('Most rows of the table are expected to meet the condition.'))
        : silent('not-a-queue', message('Nothing tells that the rows asked for are few among all rows.'));
    }
    const serving = context.supports.find((support) => isServing(support, live));
    if (serving)
      return silent(
        'covered-by-index',
        message('The index {0} holds the open rows in order or few rows at all.', serving.index.name),
      );
    const testing = context.supports.find((support) => testsState(support, live));
    if (testing) {
      return silent(
        'state-in-index',
        message(
          'The index {0} is bounded by other conditions and holds the state too, so closed rows cost little there.',
          testing.index.name,
        ),
      );
    }
    const other = context.supports.find((support) => findsRows(support) && isSelective(support, table));
    if (other) {
      return silent(
        'found-by-other-condition',
        message('The index {0} finds the few rows of another condition.', other.index.name),
      );
    }
    const open = openShare(context, table, live);
    if (open !== undefined && open > UNSELECTIVE_SHARE && walkedIndex(context)) {
      return silent(
        'live-set-not-small',
        message(
          'By the statistics of {0}, {1} of its rows are open, so that walking an index in the order of the page meets them soon.',
          table.name,
          printShare(open),
        ),
      );
    }
    if (path.approximate) {
      return silentUncertainText();
    }
    return judge(context, table, live, state);
  },
});

/** Returns the order of the page with the rows that are done in between. */
function walkedIndex({ supports }: PathContext): Support | undefined {
  return supports.find(
    (support) => support.usable && support.order.kind === 'full' && support.bounding.length === 0,
  );
}

/** `undefined` where no server says it. */
function openShare(context: PathContext, table: Table, live: readonly StateCondition[]): number | undefined {
  const size = sizeOf(table, context.snapshot);
  if (!size || isSmall(size)) return undefined;
  const shares = live.flatMap((state) => figuresOf(context, table, state)?.share.most ?? []);
  return shares.length > 0 ? Math.min(...shares) : undefined;
}

function isStateTest(condition: AccessPath['conditions'][number]): condition is StateCondition {
  if (condition.letter !== 'E' && condition.letter !== 'A') return false;
  const { kind } = condition.value;
  return (
    condition.subject.kind === 'column' && (kind === 'null' || kind === 'literal' || kind === 'literals')
  );
}

/** `status = $1` cannot use a partial index under a generic plan; nothing is proposed that the statement could not use. */
function silenceWithoutLiteral(path: AccessPath) {
  const isQueue = path.locking?.wait === 'skip locked';
  return isQueue
    ? silent(
        'state-is-a-parameter',
        message('The state is compared with a parameter; a partial index needs a literal in the statement.'),
      )
    : OTHER_SHAPE;
}

/** SKIP LOCKED is how queues are polled; without it the column or the value must say that the row waits for something. */
function marksLiveSet(state: StateCondition, path: AccessPath): boolean {
  const column = state.subject.kind === 'column' ? state.subject.column : '';
  if (isSoftDelete(column)) return false;
  if (path.locking?.wait === 'skip locked') return true;
  if (state.value.kind === 'null') return isPendingState(column, null);
  const values =
    state.value.kind === 'literals'
      ? state.value.values
      : state.value.kind === 'literal'
        ? [state.value.value]
        : [];
  return values.length > 0 && values.every((value) => isPendingState(column, value));
}

/** A partial index that fits, any index that returns the rows in order after an equality, or one that isolates the state. */
function isServing(support: Support, live: readonly StateCondition[]): support is UsableSupport {
  if (!support.usable || support.lossy) return false;
  if (support.index.predicate) return true;
  return support.bounding.some((condition) => live.some((state) => state === condition));
}

/** Behind a key that a range bounds: the state is tested in the index, without a look at the row. */
function testsState(support: Support, live: readonly StateCondition[]): support is UsableSupport {
  if (!support.usable || support.lossy || support.bounding.length === 0) return false;
  return live.some(({ subject }) =>
    support.index.keys.some(
      (key) => key.kind === 'column' && subject.kind === 'column' && key.column === subject.column,
    ),
  );
}

/** Bounded by what identifies something: few rows are left whatever their state. */
function isSelective({ bounding }: UsableSupport, table: Table): boolean {
  return bounding.some(
    (condition) =>
      (condition.letter === 'E' || condition.letter === 'A') &&
      condition.subject.kind === 'column' &&
      isIdentifierColumn(table, condition.subject.column),
  );
}

function judge(context: PathContext, table: Table, live: readonly StateCondition[], state: StateCondition) {
  const { path } = context;
  const order = path.order
    .map(({ subject }) => (subject.kind === 'column' ? subject.column : '…'))
    .join(', ');
  const walked = walkedIndex(context);
  const condition = printExpression(state.node) ?? '';
  const size = sizeOf(table, context.snapshot);
  const open = openShare(context, table, live);
  return found({
    span: state.span,
    ...(open !== undefined && open > OPEN_SHARE && { severity: 'information' }),
    ...(size && open !== undefined && { evidence: [describeOpen(table, size, open)] }),
    message: walked
      ? message(
          'Rows with {0} should be few, but {1} holds every row of {2}. PostgreSQL walks past all rows that are done before it meets an open one, and the walk grows with the table. Create a partial index for the open rows.',
          condition,
          walked.index.name,
          table.name,
        )
      : message(
          'Rows with {0} should be few, but no index holds just those. PostgreSQL reads all of {2} and sorts what it finds by {1} at each poll. Create a partial index for the open rows.',
          condition,
          order,
          table.name,
        ),
    certainty: 'catalogued',
    related: describeTable(table),
    fixes: fixesFor(context, table, live),
  });
}

function describeOpen({ name }: Table, { rows }: TableSize, open: number): Message {
  return message(
    '{0} has about {1} rows, and {2} of them ({3}) are open.',
    name,
    printCount(rows),
    printCount(open * rows),
    printShare(open),
  );
}

function fixesFor(context: PathContext, table: Table, live: readonly StateCondition[]): readonly FixDraft[] {
  const { path } = context;
  const predicate = andOf(live.map(({ node }) => node));
  const others = path.conditions.filter(
    (condition): condition is EqualityCondition =>
      condition.letter === 'E' && !live.some((state) => state === condition),
  );
  const constants = others
    .filter(({ value }) => value.kind !== 'join' && value.kind !== 'unknown')
    .map(({ subject }) => keyOf(subject));
  const order = path.order.map(({ subject, descending, nullsFirst }) =>
    keyOf(subject, descending, nullsFirst),
  );
  const partial = candidateIndex(table, [...constants, ...order], context.snapshot, { predicate });
  // PostgreSQL takes no order from behind IS NULL: such an index would find the rows and still sort them.
  const single = live.every(({ letter, value }) => letter === 'E' && value.kind !== 'null');
  const full = candidateIndex(
    table,
    [...constants, ...live.map(({ subject }) => keyOf(subject)), ...order],
    context.snapshot,
  );
  return [
    ...createIndexFix(context, table, partial, {
      id: 'partial',
      title: message(
        'Create partial index on {0} ({1}) WHERE {2}: holds the open rows only',
        table.name,
        printKeyList(partial),
        printExpression(predicate) ?? '',
      ),
      preferred: true,
      reason: `Holds only the open rows of ${table.name}, in the order they are taken: it stays small however large the table grows.`,
    }),
    ...(single
      ? createIndexFix(context, table, full, {
          id: 'full',
          title: message(
            'Create index on {0} ({1}): serves other states too, grows with the table',
            table.name,
            printKeyList(full),
          ),
          preferred: false,
          reason: `Finds the rows of ${table.name} by state, in order, for every state.`,
        })
      : []),
  ];
}

function andOf(nodes: readonly Expression[]): Expression {
  const [first, ...rest] = nodes;
  if (!first) throw new TypeError('A predicate needs a condition.');
  return rest.length === 0 ? first : { kind: 'and', args: nodes, span: first.span };
}
