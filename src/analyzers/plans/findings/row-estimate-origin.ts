import { printCount } from '../../gates/print-count';
import { sizeOf } from '../../gates/table-size';
import { printCreateStatistics } from '../../indexes/print-ddl';
import { message, type Message } from '../../message';
import type { Condition, Subject } from '../../query/access-path';
import { findColumn } from '../../schema/column-roles';
import type { Table } from '../../schema/snapshot';
import type { Expression } from '../../sql/model';
import { columnsOfConditions, conditionsOf, type JudgedPlan, relationName, tableOf } from '../judged-plan';
import type { PlanNode } from '../plan';

/** Why an estimate is wrong, and what mends it. */
export interface Origin {
  readonly cause: Message;
  readonly advice: Message;
}

/** The likeliest cause first: without statistics nothing else matters, and a generic plan looks at none. */
export function findOrigin(judged: JudgedPlan, node: PlanNode): Origin {
  const conditions = conditionsOf(judged, node, 'Index Cond', 'Recheck Cond', 'Filter');
  const isJoined = conditions.some(
    (condition) => condition.letter !== 'F' && condition.value.kind === 'join',
  );
  if (node.relation === undefined || isJoined) return ofStep(node);
  const table = tableOf(judged, node);
  return (
    (table && ofStatistics(judged, table, conditions)) ??
    ofGenericPlan(judged, node, conditions) ??
    ofExpression(node, table, conditions) ??
    ofCorrelation(node, table, conditions) ??
    ofValue(node, conditions)
  );
}

/** Missing, or of another table by now. */
function ofStatistics(
  judged: JudgedPlan,
  table: Table,
  conditions: readonly Condition[],
): Origin | undefined {
  const { snapshot } = judged.context;
  if (snapshot?.source.kind !== 'server') return undefined;
  const size = sizeOf(table, snapshot);
  const bare = columnsOfConditions(conditions).find((name) => {
    const column = findColumn(table, name);
    return column && !column.statistics;
  });
  const advice = message('Run ANALYZE on {0}.', table.name);
  if (!size && !table.partitioning)
    return { cause: message('{0} has no statistics: it was never analyzed.', table.name), advice };
  if (bare !== undefined && table.statistics?.columns === 'readable')
    return { cause: message('There are no statistics about {1} of {0}.', table.name, bare), advice };
  if (size?.stale !== true) return undefined;
  const changed = printCount(table.statistics?.activity?.modifiedSinceAnalyze ?? 0);
  return {
    cause: message('{1} rows of {0} have changed since it was last analyzed.', table.name, changed),
    advice,
  };
}

/** `$n` in a condition: the plan was made for any value. What a subquery gives is named alike before 17. */
function ofGenericPlan(
  { plan }: JudgedPlan,
  node: PlanNode,
  conditions: readonly Condition[],
): Origin | undefined {
  const returned = plan.nodes.flatMap(({ subplanName }) => subplanName?.match(/\$\d+/g) ?? []);
  const isParameter = (text: string): boolean =>
    (text.match(/\$\d+/g) ?? []).some((parameter) => parameter !== '$0' && !returned.includes(parameter));
  if (!node.conditions.some(({ text }) => isParameter(text))) return undefined;
  return {
    cause: conditions.some(({ letter }) => letter === 'A')
      ? message(
          'The plan is a generic one, made without the values: it takes every array in = ANY for ten elements.',
        )
      : message(
          'The plan is a generic one, made without the values: it takes an average for =, a third of the table for < or >, and half a percent for BETWEEN.',
        ),
    advice: message(
      'Let the query be planned with its values: send it without a name, or set plan_cache_mode to force_custom_plan for it.',
    ),
  };
}

function ofExpression(
  node: PlanNode,
  table: Table | undefined,
  conditions: readonly Condition[],
): Origin | undefined {
  const compared = conditions
    .flatMap((condition) => (condition.letter === 'F' ? [] : [condition.subject]))
    .find(isExpression);
  if (!compared) return undefined;
  return {
    cause: message(
      'The condition compares an expression, about which there are no statistics: the planner guesses (half a percent for =).',
    ),
    advice: adviseStatistics(node, table, [compared.expression]),
  };
}

function isExpression(subject: Subject): subject is Extract<Subject, { kind: 'expression' }> {
  return subject.kind === 'expression';
}

/** The planner multiplies the shares of several conditions, as if they had nothing to do with each other. */
function ofCorrelation(
  node: PlanNode,
  table: Table | undefined,
  conditions: readonly Condition[],
): Origin | undefined {
  const columns = columnsOfConditions(conditions.filter(({ letter }) => letter === 'E' || letter === 'A'));
  if (columns.length < 2) return undefined;
  const expressions = columns.map((name): Expression => ({
    kind: 'column',
    name,
    span: { start: 0, end: 0 },
  }));
  return {
    cause: message(
      'The planner takes {0} for independent of each other and multiplies their shares; in these rows they depend on each other.',
      columns.join(', '),
    ),
    advice: adviseStatistics(node, table, expressions),
  };
}

function adviseStatistics(
  node: PlanNode,
  table: Table | undefined,
  expressions: readonly Expression[],
): Message {
  const ddl = table && printCreateStatistics(table, expressions);
  return ddl === undefined
    ? message(
        'Let the server gather statistics about it (CREATE STATISTICS), then run ANALYZE on {0}.',
        relationName(node),
      )
    : message(
        'Let the server gather statistics about it, then run ANALYZE on {0}: {1}',
        relationName(node),
        ddl,
      );
}

function ofValue(node: PlanNode, conditions: readonly Condition[]): Origin {
  const columns = columnsOfConditions(conditions).join(', ');
  if (conditions.some(({ letter }) => letter === 'F')) {
    return {
      cause: message(
        'For a condition of this kind on {0} the planner has a rule of thumb and no statistics.',
        columns,
      ),
      advice: message(
        'Say the same with a comparison of a plain column, or keep what is asked for in a column of its own.',
      ),
    };
  }
  return {
    cause:
      columns === ''
        ? message('The table has another size than when it was last analyzed.')
        : message(
            'The value is not among those that the statistics of {0} list, or it is listed with another share.',
            columns,
          ),
    advice:
      columns === ''
        ? message('Run ANALYZE on {0}.', relationName(node))
        : message(
            'Run ANALYZE on {0}; if that does not mend it, let it look at more values: ALTER TABLE … ALTER COLUMN … SET STATISTICS 1000.',
            relationName(node),
          ),
  };
}

/** No table is scanned here: joins, groups, functions. */
function ofStep(node: PlanNode): Origin {
  switch (node.nodeType) {
    case 'Function Scan':
      return {
        cause: message(
          'What a function returns has no statistics: the planner goes by the ROWS that the function declares.',
        ),
        advice: message(
          'Declare how many rows the function returns (ROWS), or put its result into a temporary table and ANALYZE that.',
        ),
      };
    case 'Aggregate':
    case 'Group':
    case 'Unique':
      return {
        cause: message('How many different groups there are is guessed from each column by itself.'),
        advice: message(
          'If several columns make the groups, let the server count them together: CREATE STATISTICS … (ndistinct), then ANALYZE.',
        ),
      };
    case 'CTE Scan':
    case 'Subquery Scan':
    case 'WindowAgg':
      return {
        cause: message(
          'Nothing is known of the values that a subquery gives, so a condition on them is guessed.',
        ),
        advice: message('Put the condition into the subquery, next to the table whose column it compares.'),
      };
    default:
      return {
        cause: message(
          'How many rows match on both sides is guessed from the number of different values of each: where few values have most of the rows, or the condition on one side decides about the other, that is wrong.',
        ),
        advice: message(
          'Statistics do not mend this. Read the small side first (in a WITH … AS MATERIALIZED), so that the join is chosen by its real rows.',
        ),
      };
  }
}
