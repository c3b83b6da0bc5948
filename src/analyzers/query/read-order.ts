import type { Expression, SelectNode } from '../sql/model';
import type { AccessPath, PathOrderKey } from './access-path';
import { subjectOf } from './classify-condition';
import type { Scope, ScopeEntry } from './scope';
import { someExpression } from './walk-expression';

const AGGREGATES = new Set([
  'count',
  'sum',
  'min',
  'max',
  'avg',
  'array_agg',
  'string_agg',
  'json_agg',
  'jsonb_agg',
  'json_object_agg',
  'jsonb_object_agg',
  'bool_and',
  'bool_or',
  'every',
  'bit_and',
  'bit_or',
  'stddev',
  'variance',
  'percentile_cont',
  'percentile_disc',
  'mode',
]);

/** The block makes one row of many: GROUP BY, HAVING, or an aggregate in its targets. */
export function isAggregated(select: SelectNode): boolean {
  if (select.groupBy.length > 0 || select.having) return true;
  return select.targets.some(({ expression }) =>
    someExpression(expression, (node) => node.kind === 'call' && !node.windowed && AGGREGATES.has(node.name)),
  );
}

/** The block's ORDER BY as one relation's order, or why it is not that. */
export function readOrder(
  select: SelectNode,
  entry: ScopeEntry,
  scope: Scope,
): Pick<AccessPath, 'order' | 'orderElsewhere'> {
  if (select.orderBy.length === 0) return { order: [] };
  if (isAggregated(select)) return { order: [], orderElsewhere: 'after-grouping' };
  if (select.distinct !== 'none') return { order: [], orderElsewhere: 'after-distinct' };
  const order: PathOrderKey[] = [];
  for (const key of select.orderBy) {
    const expression = orderExpression(key.expression, select);
    const subject = subjectOf(expression, { entry, scope });
    if (!subject)
      return { order: [], orderElsewhere: scope.entries.length > 1 ? 'other-relation' : 'expression' };
    order.push({ subject, descending: key.descending, nullsFirst: key.nullsFirst, key });
  }
  return { order };
}

/** A bare name means an output column first, a bare number the n-th one (manual, SELECT, "ORDER BY Clause"). */
function orderExpression(expression: Expression, select: SelectNode): Expression {
  if (expression.kind === 'constant' && expression.type === 'integer') {
    return select.targets[Number(expression.value) - 1]?.expression ?? expression;
  }
  if (expression.kind === 'column' && expression.qualifier === undefined) {
    const output = select.targets.find((target) => target.alias === expression.name);
    return output?.expression ?? expression;
  }
  return expression;
}
