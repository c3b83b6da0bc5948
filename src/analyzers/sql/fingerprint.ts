import { booleanText } from './boolean-text';
import type { CastExpression, Expression, OrderKey, Statement } from './model';

/**
 * Text that is the same for two expressions that PostgreSQL treats as the same over one table: without positions, qualifiers and the
 * spelling of constants, with operands in a fixed order. Not SQL, and not made for reading back.
 */
export function fingerprintExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'column':
      return `"${expression.name}"`;
    case 'parameter':
      return `$${expression.number}`;
    case 'constant':
      return fingerprintConstant(expression.type, expression.value);
    case 'operator':
      return fingerprintOperator(expression.operator, expression.left, expression.right);
    case 'and':
    case 'or':
      return fingerprintLogical(expression.kind, expression.args.map(fingerprintExpression));
    case 'not':
      return `not(${list(expression.args)})`;
    case 'null-test':
      return `${expression.negated ? 'not null' : 'null'}(${fingerprintExpression(expression.arg)})`;
    case 'array-comparison':
      return fingerprintArrayComparison(
        expression.operator,
        expression.quantifier,
        expression.left,
        expression.right,
      );
    case 'in-list':
      return fingerprintInList(expression.left, expression.list, expression.negated);
    case 'cast':
      return fingerprintCast(expression);
    case 'collate':
      return `collate(${fingerprintExpression(expression.arg)}, ${[expression.schema ?? [], expression.collation].flat().join('.')})`;
    case 'row':
    case 'array':
      return `${expression.kind}(${list(expression.kind === 'row' ? expression.args : expression.elements)})`;
    case 'opaque':
      return `${expression.what}(${[list(expression.children), expression.text ?? ''].join(' ').trim()})`;
    case 'between':
    case 'call':
    case 'case':
    case 'subquery':
      return fingerprintCompound(expression);
  }
}

/** The same for two statements that differ in white space, comments, letter case and quotes alone. */
export function fingerprintStatement(statement: Statement): string {
  return JSON.stringify(statement, (key, value: unknown) => (POSITIONS.has(key) ? undefined : value));
}

const POSITIONS = new Set(['span', 'clauses', 'nameSpan', 'afterIndexKeyword', 'afterObjectKeyword']);

function list(expressions: readonly Expression[]): string {
  return expressions.map(fingerprintExpression).join(', ');
}

function fingerprintConstant(type: string, value: string): string {
  switch (type) {
    case 'string':
      return `'${value.replaceAll("'", "''")}'`;
    case 'bit':
      return `bit '${value}'`;
    default:
      return value;
  }
}

const SAME_BOTH_WAYS = new Set(['=', '<>', 'is distinct from', 'is not distinct from']);
const TURNED: Readonly<Record<string, string>> = { '>': '<', '>=': '<=' };

function fingerprintOperator(operator: string, left: Expression | undefined, right: Expression): string {
  const rightText = fingerprintExpression(right);
  if (!left) return `${operator}(${rightText})`;
  return binary(operator, fingerprintExpression(left), rightText);
}

function binary(operator: string, left: string, right: string): string {
  const turned = TURNED[operator];
  if (turned !== undefined) return `(${right} ${turned} ${left})`;
  const inOrder = !SAME_BOTH_WAYS.has(operator) || left <= right;
  return inOrder ? `(${left} ${operator} ${right})` : `(${right} ${operator} ${left})`;
}

function fingerprintLogical(kind: 'and' | 'or', args: readonly string[]): string {
  const distinct = [...new Set(args)].sort();
  return distinct.length === 1 ? (distinct[0] ?? '') : `${kind}(${distinct.join(', ')})`;
}

/** PostgreSQL keeps `x IN (a, b)` as `x = ANY (ARRAY[a, b])` and `x IN (a)` as `x = a`. */
function fingerprintInList(left: Expression, elements: readonly Expression[], negated: boolean): string {
  return fingerprintElements(left, elements, negated ? '<>' : '=', negated ? 'all' : 'any');
}

function fingerprintArrayComparison(
  operator: string,
  quantifier: 'any' | 'all',
  left: Expression,
  right: Expression,
): string {
  const array = right.kind === 'cast' && right.type.arrayDimensions === 1 ? right.arg : right;
  if (array.kind === 'array') return fingerprintElements(left, array.elements, operator, quantifier);
  return `${quantifier}(${fingerprintExpression(left)} ${operator} ${fingerprintExpression(right)})`;
}

function fingerprintElements(
  left: Expression,
  elements: readonly Expression[],
  operator: string,
  quantifier: 'any' | 'all',
): string {
  const texts = [...new Set(elements.map(fingerprintExpression))].sort();
  const leftText = fingerprintExpression(left);
  const [only] = texts;
  if (texts.length === 1 && only !== undefined) return binary(operator, leftText, only);
  return `${quantifier}(${leftText} ${operator} array(${texts.join(', ')}))`;
}

const TEXT_TYPES = new Set(['text', 'varchar']);
const INTEGER_TYPES = new Set(['int2', 'int4', 'int8']);

/** A string constant takes the type that it meets: the catalogue writes `status = 'open'::text` where the query says `status = 'open'`. */
function fingerprintCast(cast: CastExpression): string {
  const { arg, type, modifiers } = cast;
  const isPlain = type.arrayDimensions === 0 && type.schema === undefined && modifiers === undefined;
  if (arg.kind === 'constant' && isPlain) {
    const isString = arg.type === 'string';
    if (isString && TEXT_TYPES.has(type.name)) return fingerprintConstant('string', arg.value);
    if (INTEGER_TYPES.has(type.name) && /^\s*-?\d+\s*$/.test(arg.value)) return arg.value.trim();
    if (isString && type.name === 'bool') return booleanText(arg.value) ?? castText(cast);
  }
  return castText(cast);
}

function castText({ arg, type, modifiers = [] }: CastExpression): string {
  const schema = type.schema === undefined ? '' : `${type.schema}.`;
  const name = [schema + type.name, ...modifiers].join(' ') + '[]'.repeat(type.arrayDimensions);
  return `cast(${fingerprintExpression(arg)} as ${name})`;
}

type Compound = Extract<Expression, { kind: 'between' | 'call' | 'case' | 'subquery' }>;

function fingerprintCompound(expression: Compound): string {
  switch (expression.kind) {
    case 'between':
      return fingerprintBetween(expression);
    case 'call':
      return fingerprintCall(expression);
    case 'case': {
      const { arg, whens, otherwise } = expression;
      const parts = whens.map(({ when, then }) => `when ${list([when])} then ${list([then])}`);
      return `case(${list(arg ? [arg] : [])} ${parts.join(' ')} else ${list(otherwise ? [otherwise] : [])})`;
    }
    case 'subquery': {
      const { left, form, operator, query } = expression;
      return `${form}(${left ? fingerprintExpression(left) : ''} ${operator ?? ''} ${fingerprintStatement(query)})`;
    }
  }
}

function fingerprintBetween(expression: Extract<Expression, { kind: 'between' }>): string {
  const [arg, low, high] = [expression.arg, expression.low, expression.high].map(fingerprintExpression);
  if (arg === undefined || low === undefined || high === undefined) return '';
  if (expression.symmetric) {
    const between = `between symmetric(${arg}, ${[low, high].sort().join(', ')})`;
    return expression.negated ? `not(${between})` : between;
  }
  return expression.negated
    ? fingerprintLogical('or', [binary('<', arg, low), binary('>', arg, high)])
    : fingerprintLogical('and', [binary('>=', arg, low), binary('<=', arg, high)]);
}

function fingerprintCall(expression: Extract<Expression, { kind: 'call' }>): string {
  const { schema, name, args, star, distinct, windowed, window = [], filter, orderBy } = expression;
  const qualified = schema === undefined ? name : `${schema}.${name}`;
  const parts = [
    `${distinct ? 'distinct ' : ''}${star ? '*' : list(args)}`,
    orderBy.length > 0 ? `order by ${orderBy.map(fingerprintKey).join(', ')}` : '',
    filter ? `filter ${fingerprintExpression(filter)}` : '',
    windowed ? `over ${list(window)}` : '',
  ];
  return `${qualified}(${parts.filter((part) => part !== '').join(' ')})`;
}

function fingerprintKey({ expression, descending, nullsFirst }: OrderKey): string {
  return `${fingerprintExpression(expression)}${descending ? ' desc' : ''}${nullsFirst ? ' nulls first' : ''}`;
}
