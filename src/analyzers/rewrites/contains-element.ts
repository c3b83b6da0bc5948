import type { Value } from '../query/access-path';
import { classifyValue } from '../query/classify-value';
import { FLOAT_TYPES, WHOLE_TYPES } from '../query/expression-type';
import { valueType } from '../query/value-type';
import type { FragmentEdit } from '../sources/edit';
import type { TypeName } from '../sql/expression-model';
import type { ColumnExpression, Expression } from '../sql/model';
import { printType } from '../sql/print-words';

/** A column that holds an array, and the value that is looked for in it. */
export interface Membership {
  readonly column: ColumnExpression;
  readonly element: Expression;
  readonly form: 'any' | 'array_position';
}

/** `$1 = ANY (tags)`, `array_position(tags, $1) IS NOT NULL` */
export function membershipIn(node: Expression): Membership | undefined {
  if (node.kind === 'array-comparison') {
    const { operator, quantifier, left, right } = node;
    const isAny = operator === '=' && quantifier === 'any' && right.kind === 'column';
    return isAny ? { column: right, element: left, form: 'any' } : undefined;
  }
  if (node.kind !== 'null-test' || !node.negated || node.arg.kind !== 'call') return undefined;
  const { name, args } = node.arg;
  const [column, element, ...others] = args;
  if (name !== 'array_position' || column?.kind !== 'column' || !element || others.length > 0)
    return undefined;
  return { column, element, form: 'array_position' };
}

/** Asks the array for the element, so that an inverted index finds it. `undefined` where the value is of another type than the elements. */
export function rewriteContains(
  node: Expression,
  { column, element }: Membership,
  type: TypeName,
): FragmentEdit | undefined {
  if (!isOfElementType(element, type.name)) return undefined;
  return {
    span: node.span,
    pieces: [column.span, ' @> ARRAY[', element.span, `]::${printType({ ...type, arrayDimensions: 1 })}`],
  };
}

/** Cast to the elements' type another value could round, or be refused. */
function isOfElementType(element: Expression, type: string): boolean {
  const own = valueType(element);
  if (own === undefined || own === type) return true;
  if (TEXTS.has(own) && TEXTS.has(type)) return true;
  return (
    own === 'int4' &&
    (type === 'int8' || type === 'numeric' || FLOAT_TYPES.has(type) || isSmall(element, type))
  );
}

const TEXTS = new Set(['text', 'varchar']);

function isSmall(element: Expression, type: string): boolean {
  return element.kind === 'constant' && WHOLE_TYPES.has(type) && Math.abs(Number(element.value)) < 2 ** 15;
}

export function valueOf({ element }: Membership): Value {
  return classifyValue(element);
}
