import type { ColumnExpression, Expression } from '../sql/model';
import { columnsIn, conjunctsOf } from './walk-expression';

type Direction = '<' | '>';

/** One column of a keyset and the value of the last row read: `created_at > $1`. */
export interface KeysetKey {
  readonly column: ColumnExpression;
  readonly direction: Direction;
  readonly value: Expression;
}

/** `a > $1 OR (a = $1 AND b > $2)`: the rows behind one row, in the order of its columns. At least two keys. */
export interface Keyset {
  readonly keys: readonly KeysetKey[];
  /** The row itself belongs to it: the last comparison is `>=` or `<=`. */
  readonly inclusive: boolean;
  /** Every place of a value, repetitions included. */
  readonly values: readonly Expression[];
}

/** How a value is written. Two that are written the same are taken for the same. */
export type TextOf = (expression: Expression) => string;

interface Comparison {
  readonly column: ColumnExpression;
  readonly operator: string;
  readonly value: Expression;
}

const TURNED: Readonly<Record<string, string>> = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/** Both ways in which people write it out: an arm for each column, or one inside the other. `undefined` for any other OR. */
export function readKeyset(node: Expression, textOf: TextOf): Keyset | undefined {
  if (node.kind !== 'or') return undefined;
  return readArms(node.args.map(conjunctsOf), textOf);
}

type Arm = readonly Expression[];

function readArms(arms: readonly Arm[], textOf: TextOf): Keyset | undefined {
  const [first, ...others] = [...arms].sort((one, other) => one.length - other.length);
  const [only, ...more] = first ?? [];
  if (!only || more.length > 0) return undefined;
  if (others.length === 0) return readLast(only, textOf);
  const head = readComparison(only);
  if (!head || !isDirection(head.operator)) return undefined;
  const equal = others.map((arm) => arm.findIndex((conjunct) => isEqualTo(head, conjunct, textOf)));
  if (equal.includes(-1)) return undefined;
  const rest = readArms(
    others.map((arm, position) => arm.filter((_, index) => index !== equal[position])),
    textOf,
  );
  if (!rest || rest.keys.some(({ column }) => column.name === head.column.name)) return undefined;
  const repeated = others.flatMap((arm, position) => valueOf(arm[equal[position] ?? 0]));
  return {
    keys: [{ column: head.column, direction: head.operator, value: head.value }, ...rest.keys],
    inclusive: rest.inclusive,
    values: [head.value, ...repeated, ...rest.values],
  };
}

/** What is left when all columns before are equal: one comparison, or a keyset of its own. */
function readLast(node: Expression, textOf: TextOf): Keyset | undefined {
  if (node.kind === 'or') return readKeyset(node, textOf);
  const comparison = readComparison(node);
  const direction = comparison?.operator.charAt(0);
  if (!comparison || direction === undefined || !isDirection(direction)) return undefined;
  const { column, operator, value } = comparison;
  return { keys: [{ column, direction, value }], inclusive: operator.endsWith('='), values: [value] };
}

function isDirection(operator: string): operator is Direction {
  return operator === '<' || operator === '>';
}

function isEqualTo(head: Comparison, node: Expression, textOf: TextOf): boolean {
  const comparison = readComparison(node);
  return (
    comparison?.operator === '=' &&
    comparison.column.name === head.column.name &&
    comparison.column.qualifier === head.column.qualifier &&
    textOf(comparison.value) === textOf(head.value)
  );
}

function valueOf(node: Expression | undefined): readonly Expression[] {
  const comparison = node && readComparison(node);
  return comparison ? [comparison.value] : [];
}

/** A column against a value, the column on the left. A value that names columns belongs to no row that was read before. */
export function readComparison(node: Expression): Comparison | undefined {
  if (node.kind !== 'operator') return undefined;
  const { left, right, operator } = node;
  const turned = TURNED[operator];
  if (!left || turned === undefined) return undefined;
  if (left.kind === 'column' && isValue(right)) return { column: left, operator, value: right };
  return right.kind === 'column' && isValue(left)
    ? { column: right, operator: turned, value: left }
    : undefined;
}

function isValue(expression: Expression): boolean {
  return expression.kind !== 'row' && columnsIn(expression).length === 0;
}
