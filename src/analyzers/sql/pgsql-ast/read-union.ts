import type { SelectFromUnion, SelectStatement } from 'pgsql-ast-parser';
import type { SelectNode } from '../model';
import { type QueryLayout, readQueryLayout } from '../query-layout';
import { closingIndex, isAt, spanOfTokens, type TokenRange } from '../token-text';
import { type AstContext, notRead } from './ast-context';
import { EMPTY_SELECT, readSelect } from './read-query';

type SetOperation = NonNullable<SelectNode['setOperation']>;

/**
 * The grammar reads a chain of unions from right to left, and gives the ORDER BY and LIMIT behind it to its last arm:
 * the arms are put together anew from left to right, and a chain with clauses behind it is not read.
 */
export function readUnion(node: SelectFromUnion, layout: QueryLayout, context: AstContext): SetOperation {
  if (Object.keys(layout.clauses).length > 0) return notRead('ORDER BY or LIMIT of a set operation');
  const ranges = armRanges(layout, context);
  const { arms, operators } = readChain(node, ranges.length);
  const selects = arms.map((arm, index) => readSelect(arm, ranges[index] ?? notRead('an arm'), context));
  let operation: SetOperation | undefined;
  operators.forEach((all, index) => {
    const left = operation ? asSelect(operation, ranges, index, context) : selects[0];
    const right = selects[index + 1];
    if (left && right) operation = { operator: 'union', all, left, right };
  });
  return operation ?? notRead('a set operation without arms');
}

function asSelect(
  setOperation: SetOperation,
  ranges: readonly TokenRange[],
  lastArm: number,
  context: AstContext,
): SelectNode {
  const span = spanOfTokens(context, ranges[0]?.first ?? 0, ranges[lastArm]?.last ?? 0);
  return { ...EMPTY_SELECT, span, clauses: {}, with: [], setOperation };
}

/** From left to right; an arm in parentheses is one arm, whatever is in it. */
function armRanges(layout: QueryLayout, context: AstContext): readonly TokenRange[] {
  const ranges: TokenRange[] = [];
  let { arms } = layout;
  while (arms) {
    const { left, right } = arms;
    ranges.unshift(right);
    const isWrapped = isAt(context, left.first, '(') && closingIndex(context, left.first) === left.last;
    arms = isWrapped ? undefined : readQueryLayout(context, left).arms;
    if (!arms) ranges.unshift(left);
  }
  return ranges;
}

function readChain(
  node: SelectFromUnion,
  length: number,
): { arms: readonly SelectStatement[]; operators: readonly boolean[] } {
  const arms: SelectStatement[] = [];
  const operators: boolean[] = [];
  let rest: SelectStatement = node;
  while (arms.length < length - 1) {
    if (rest.type !== 'union' && rest.type !== 'union all') return notRead('a set operation of another kind');
    arms.push(rest.left);
    operators.push(rest.type === 'union all');
    rest = rest.right;
  }
  return { arms: [...arms, rest], operators };
}
