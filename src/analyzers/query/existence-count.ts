import type {
  CallExpression,
  Expression,
  OperatorExpression,
  QueryStatement,
  SelectNode,
  SubqueryExpression,
} from '../sql/model';
import { isAggregate } from './read-order';
import { columnsIn, walkExpression } from './walk-expression';

/** `count(*) > 0`: a count of which only this is asked, whether there is a row. */
export interface ExistenceCount {
  readonly comparison: OperatorExpression;
  readonly call: CallExpression;
  /** Asked whether there is none. */
  readonly negated: boolean;
  /** Whose rows are counted. */
  readonly counted: SelectNode;
  /** The sub-select that holds the count. Absent: it stands among the targets of `counted` itself. */
  readonly subquery?: SubqueryExpression;
}

const TURNED: Readonly<Record<string, string>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '=': '=',
  '<>': '<>',
};

/** The count on the left. */
const ASKS: Readonly<Record<string, 'any' | 'none'>> = {
  '> 0': 'any',
  '>= 1': 'any',
  '<> 0': 'any',
  '= 0': 'none',
  '< 1': 'none',
  '<= 0': 'none',
};

export function findExistenceCounts(statement: QueryStatement): readonly ExistenceCount[] {
  const found = new Map<number, ExistenceCount>();
  const pending: QueryStatement[] = [statement];
  for (let query = pending.pop(); query; query = pending.pop()) {
    const block = query;
    pending.push(...block.with.map((table) => table.query), ...queriesIn(block));
    for (const expression of expressionsOf(block)) {
      walkExpression(expression, (node) => {
        if (node.kind === 'subquery') pending.push(node.query);
        const count = node.kind === 'operator' ? readComparison(node, block) : undefined;
        if (count) found.set(count.comparison.span.start, count);
      });
    }
  }
  return [...found.values()].sort((one, other) => one.comparison.span.start - other.comparison.span.start);
}

function queriesIn(query: QueryStatement): readonly QueryStatement[] {
  if (query.kind === 'insert') return query.source ? [query.source] : [];
  if (query.kind !== 'select') return [];
  const arms = query.setOperation ? [query.setOperation.left, query.setOperation.right] : [];
  return [...arms, ...query.from.flatMap((item) => (item.kind === 'subquery' ? [item.query] : []))];
}

function expressionsOf(query: QueryStatement): readonly Expression[] {
  switch (query.kind) {
    case 'select':
      return [
        ...query.targets.map(({ expression }) => expression),
        ...(query.where ? [query.where] : []),
        ...(query.having ? [query.having] : []),
      ];
    case 'update':
    case 'delete':
      return query.where ? [query.where] : [];
    case 'insert':
    case 'merge':
      return [];
  }
}

function readComparison(comparison: OperatorExpression, block: QueryStatement): ExistenceCount | undefined {
  const { left, right, operator } = comparison;
  if (!left) return undefined;
  const isTurned = left.kind === 'constant';
  const [count, value] = isTurned ? [right, left] : [left, right];
  if (value.kind !== 'constant' || value.type !== 'integer') return undefined;
  const asked = ASKS[`${isTurned ? (TURNED[operator] ?? '') : operator} ${value.value}`];
  if (!asked) return undefined;
  const base = { comparison, negated: asked === 'none' };
  if (count.kind === 'subquery') {
    const [target] = count.query.targets;
    const isAlone = count.form === 'scalar' && count.query.targets.length === 1 && countsPlainly(count.query);
    return isAlone && target && isCount(target.expression)
      ? { ...base, call: target.expression, counted: count.query, subquery: count }
      : undefined;
  }
  if (!isCount(count) || block.kind !== 'select' || !isOnlyResult(block, count)) return undefined;
  return { ...base, call: count, counted: block };
}

/** Rows of FROM and WHERE, with nothing done to them. */
function countsPlainly({
  from,
  groupBy,
  having,
  limit,
  offset,
  distinct,
  setOperation,
}: SelectNode): boolean {
  return (
    from.length > 0 &&
    groupBy.length === 0 &&
    !having &&
    !limit &&
    !offset &&
    distinct === 'none' &&
    !setOperation
  );
}

/** `count(*)`, `count(1)`. `count(column)` asks for rows where it is not NULL. */
function isCount(node: Expression): node is CallExpression {
  if (node.kind !== 'call' || node.name !== 'count' || node.windowed || node.filter) return false;
  const [arg] = node.args;
  return node.star || (node.args.length === 1 && arg?.kind === 'constant' && arg.type !== 'null');
}

function isOnlyResult(block: SelectNode, count: CallExpression): boolean {
  const [target, ...others] = block.targets;
  if (!target || others.length > 0 || !countsPlainly(block) || columnsIn(target.expression).length > 0)
    return false;
  const aggregates: Expression[] = [];
  walkExpression(target.expression, (node) => {
    if (node.kind === 'call' && isAggregate(node)) aggregates.push(node);
  });
  return aggregates.length === 1 && aggregates[0] === count;
}
