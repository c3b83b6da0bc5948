import { candidateIndex } from '../../indexes/candidates';
import { columnKey, type IndexDefinition } from '../../indexes/index-definition';
import { printKeyList } from '../../indexes/print-ddl';
import { message, type Message } from '../../message';
import type { Condition } from '../../query/access-path';
import { findColumn, isCreationTime } from '../../schema/column-roles';
import { EMPTY_SNAPSHOT, type Table } from '../../schema/snapshot';
import { type JudgedPlan, relationName, tableOf } from '../judged-plan';
import type { PlanNode } from '../plan';
import { walkedIndex } from './early-stop-risk';
import type { StoppingWalk } from './stopping-walk';

/** What mends it: an index, a rewrite, or both, by what the rows are tested for. */
export function adviseAgainstWalk(judged: JudgedPlan, walk: StoppingWalk): Message {
  const { scan, tester = scan, tested } = walk;
  if (walk.tester) {
    return message(
      'Find the rows of {0} first, in a WITH … AS MATERIALIZED, and join the others to them.',
      relationName(walk.tester),
    );
  }
  const table = tableOf(judged, tester);
  const array = columnOf(tested, 'A');
  const equal = columnOf(tested, 'E');
  const range = columnOf(tested, 'R');
  const finder = table && finderOf(table, array ?? equal ?? range);
  if (walk.end.kind === 'exists') return adviseForExists(walk, array ?? equal ?? range, finder);
  if (array !== undefined) return adviseForArray(array, finder);
  if (equal !== undefined) return adviseForEquality(judged, walk, { table, column: equal });
  // Rows come in the order of their time: to order by it is to order by the position. Of other columns that is not so.
  const time = table && range !== undefined ? findColumn(table, range) : undefined;
  if (time && isCreationTime(time) && scan.index !== undefined) return adviseForRange(time.name, finder);
  return adviseFence(scan);
}

export function adviseToLeave(): Message {
  return message(
    'Leave the query as it is for such values, and look at the plan for others: of a stream that lived for a short time the rows lie together.',
  );
}

function adviseForArray(column: string, finder: IndexDefinition | undefined): Message {
  return finder
    ? message(
        'The index {0} finds these rows: read the rows of each {1} in order with LATERAL instead.',
        finder.name,
        column,
      )
    : message(
        'Create an index that starts with {0}; read each {0} with LATERAL to have its order too.',
        column,
      );
}

function adviseForEquality(
  judged: JudgedPlan,
  { scan, tested }: StoppingWalk,
  { table, column }: { readonly table: Table | undefined; readonly column: string },
): Message {
  const [order] = walkedIndex(judged, { scan })?.keys ?? [];
  const equalities = tested.flatMap((condition) =>
    condition.letter === 'E' && condition.subject.kind === 'column'
      ? [columnKey(condition.subject.column)]
      : [],
  );
  if (!table || order?.kind !== 'column' || scan.index === undefined)
    return message('Create an index that starts with {0}, and ends in the order that is asked for.', column);
  if (tested.some((condition) => condition.letter === 'E' && condition.value.kind === 'null')) {
    return message(
      'Create an index on {0} ({1}) for the rows alone whose {2} is NULL (a partial index): it stays small and has them in this order.',
      table.name,
      order.column,
      column,
    );
  }
  const { snapshot = EMPTY_SNAPSHOT } = judged.context;
  const index = candidateIndex(table, [...equalities, columnKey(order.column)], snapshot);
  return message(
    'Create an index on {0} ({1}): it finds these rows in this order.',
    table.name,
    printKeyList(index),
  );
}

function adviseForRange(column: string, finder: IndexDefinition | undefined): Message {
  return finder
    ? message('{0} finds these rows in order of {1}: order by {1} first.', finder.name, column)
    : message('Create an index that starts with {0}, and order by {0} first.', column);
}

/** What is materialized is planned for all of its rows, and yet read no further than it is asked for (manual, "WITH Queries"). */
function adviseForExists(
  { scan, end }: StoppingWalk,
  column: string | undefined,
  finder: IndexDefinition | undefined,
): Message {
  // It asks for another value with each row, which nothing that is found beforehand could.
  if (end.node.parentRelationship === 'SubPlan' && column !== undefined) {
    return finder
      ? message(
          'Find the values of {0} that there are in a WITH … AS MATERIALIZED, and ask with IN whether the one of the row is among them.',
          column,
        )
      : message('Create an index that starts with {0}: it finds such a row at once.', column);
  }
  if (finder) {
    return message(
      'The index {0} finds these rows: put the query of the EXISTS into a WITH … AS MATERIALIZED, and ask whether that has a row. It is read no further than to the first.',
      finder.name,
    );
  }
  return column === undefined
    ? message(
        'Find the rows in a WITH … AS MATERIALIZED over {0} with an index for this condition, and ask whether that has a row. It is read no further than to the first.',
        relationName(scan),
      )
    : message(
        'Create an index that starts with {0}, put the query of the EXISTS into a WITH … AS MATERIALIZED, and ask whether that has a row. It is read no further than to the first.',
        column,
      );
}

function adviseFence(scan: PlanNode): Message {
  return message(
    'Find the rows first, in a WITH … AS MATERIALIZED over {0} with an index for this condition, and order those.',
    relationName(scan),
  );
}

function columnOf(conditions: readonly Condition[], letter: 'E' | 'A' | 'R'): string | undefined {
  for (const condition of conditions) {
    if (condition.letter === letter && condition.subject.kind === 'column') return condition.subject.column;
  }
  return undefined;
}

function finderOf({ indexes }: Table, column: string | undefined): IndexDefinition | undefined {
  return indexes.find(
    ({ valid, predicate, keys: [first] }) =>
      valid && predicate === undefined && first?.kind === 'column' && first.column === column,
  );
}
