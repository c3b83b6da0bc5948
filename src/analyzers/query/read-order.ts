import type { CallExpression, Expression, SelectNode } from '../sql/model';
import type { AccessPath, PathOrderKey } from './access-path';
import { subjectOf } from './subject';
import type { Scope, ScopeEntry } from './scope';
import { someExpression } from './walk-expression';

/** PostgreSQL's own (manual, "Aggregate Functions"), those that are never called with DISTINCT, ORDER BY or FILTER included. */
const AGGREGATES = new Set(
  `any_value array_agg avg bit_and bit_or bit_xor bool_and bool_or count every json_agg json_agg_strict json_arrayagg json_object_agg
  json_objectagg jsonb_agg jsonb_agg_strict jsonb_object_agg max min mode percentile_cont percentile_disc range_agg range_intersect_agg
  string_agg sum xmlagg corr covar_pop covar_samp regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy
  regr_syy stddev stddev_pop stddev_samp variance var_pop var_samp`.split(/\s+/),
);

/** The block makes one row of many: GROUP BY, HAVING, or an aggregate in its targets. */
export function isAggregated(select: SelectNode): boolean {
  if (select.groupBy.length > 0 || select.having) return true;
  return select.targets.some(({ expression }) =>
    someExpression(expression, (node) => node.kind === 'call' && !node.windowed && isAggregate(node)),
  );
}

export function isAggregate({ name, star, distinct, filter, orderBy }: CallExpression): boolean {
  // Only aggregates are called so.
  return star || distinct || filter !== undefined || orderBy.length > 0 || AGGREGATES.has(name);
}

/** A window function sees all rows before LIMIT takes some of them. */
export function hasWindow(select: SelectNode): boolean {
  return select.targets.some(({ expression }) =>
    someExpression(expression, (node) => node.kind === 'call' && node.windowed),
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
