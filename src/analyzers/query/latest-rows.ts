import type { ColumnExpression, Expression, OrderKey, SelectNode } from '../sql/model';
import type { Span } from '../span';
import type { AccessPath } from './access-path';
import { conjunctsOf } from './walk-expression';

/** One row of each stream, the one with the highest version. */
export interface LatestShape {
  readonly form: 'distinct-on' | 'row-number';
  readonly stream: ColumnExpression;
  readonly version: ColumnExpression;
  /** What asks for it. */
  readonly span: Span;
  /** Of `distinct-on`: the whole ORDER BY. */
  readonly order?: readonly [OrderKey, OrderKey, ...OrderKey[]];
}

/** `DISTINCT ON (stream) … ORDER BY stream, version DESC`, and `row_number() OVER (PARTITION BY stream ORDER BY version DESC) = 1`. */
export function latestRowsOf(path: AccessPath, text: string): LatestShape | undefined {
  const { block, alone } = path;
  if (!block || !alone) return undefined;
  return distinctOn(path, block) ?? numbered(path, block, text);
}

function distinctOn({ aggregated }: AccessPath, block: SelectNode): LatestShape | undefined {
  const { distinct, orderBy, clauses, locking } = block;
  const [stream, ...others] = typeof distinct === 'string' ? [] : distinct;
  const [first, second, ...rest] = orderBy;
  if (stream?.kind !== 'column' || others.length > 0 || !first || !second || !clauses.orderBy)
    return undefined;
  const { expression: version } = second;
  if (version.kind !== 'column' || !isSame(first.expression, stream)) return undefined;
  if (first.descending || !second.descending || aggregated || locking.length > 0) return undefined;
  // ORDER BY means the output's name first.
  if (block.targets.some(({ alias }) => alias === stream.name || alias === version.name)) return undefined;
  return { form: 'distinct-on', stream, version, span: clauses.orderBy, order: [first, second, ...rest] };
}

function isSame(one: Expression, { name, qualifier }: ColumnExpression): boolean {
  return one.kind === 'column' && one.name === name && one.qualifier === qualifier;
}

const NEWEST_FIRST = /\bOVER\s*\(\s*PARTITION\s+BY\s+[\w."]+\s+ORDER\s+BY\s+[\w."]+\s+DESC\s*\)$/i;

/** The model of a window has what it reads, not its directions: those the text tells. */
function numbered({ statement }: AccessPath, block: SelectNode, text: string): LatestShape | undefined {
  if (statement.kind !== 'select' || block.distinct !== 'none' || block.orderBy.length > 0) return undefined;
  const [outer] = statement.from;
  if (statement.from.length !== 1 || outer?.kind !== 'subquery' || outer.query !== block) return undefined;
  for (const { expression, alias, span } of block.targets) {
    if (expression.kind !== 'call' || expression.name !== 'row_number') continue;
    const [stream, version, ...others] = expression.window ?? [];
    if (stream?.kind !== 'column' || version?.kind !== 'column' || others.length > 0) continue;
    if (!NEWEST_FIRST.test(text.slice(expression.span.start, expression.span.end))) continue;
    if (conjunctsOf(statement.where).some((condition) => asksForFirst(condition, alias ?? 'row_number')))
      return { form: 'row-number', stream, version, span };
  }
  return undefined;
}

/** `rn = 1` */
function asksForFirst(condition: Expression, name: string): boolean {
  if (condition.kind !== 'operator' || condition.operator !== '=') return false;
  const { left, right } = condition;
  return left?.kind === 'column' && left.name === name && right.kind === 'constant' && right.value === '1';
}
