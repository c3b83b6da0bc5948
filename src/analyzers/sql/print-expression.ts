import type { Expression, TypeName } from './model';
import { quoteIdentifier, quoteLiteral, quoteQualified } from './identifiers';

/**
 * SQL text of an expression, fully parenthesised where precedence could matter, without qualifiers (an index sees one table only).
 * `undefined` for a form that an index definition of ours never holds: then nothing is offered.
 */
export function printExpression(node: Expression): string | undefined {
  switch (node.kind) {
    case 'column':
      return node.name === '*' ? undefined : quoteIdentifier(node.name);
    case 'constant':
      return node.type === 'string' ? quoteLiteral(node.value) : node.type === 'bit' ? undefined : node.value;
    case 'operator':
      return printOperator(node.operator, node.left, node.right);
    case 'and':
    case 'or':
      return join(node.args, node.kind === 'and' ? ' AND ' : ' OR ');
    case 'not':
      return prefixed('NOT ', node.args[0]);
    case 'null-test': {
      const arg = printOperand(node.arg);
      return arg && `${arg} IS ${node.negated ? 'NOT ' : ''}NULL`;
    }
    case 'in-list': {
      const left = printOperand(node.left);
      const list = join(node.list, ', ', printExpression);
      return left && list && `${left} ${node.negated ? 'NOT ' : ''}IN (${list})`;
    }
    case 'array-comparison': {
      const left = printOperand(node.left);
      const right = printExpression(node.right);
      return left && right && `${left} ${node.operator} ${node.quantifier.toUpperCase()} (${right})`;
    }
    case 'cast': {
      const arg = printOperand(node.arg);
      return arg && `${arg}::${printType(node.type)}`;
    }
    case 'call': {
      if (node.star || node.distinct || node.windowed || node.filter || node.orderBy.length > 0)
        return undefined;
      const args = node.args.length === 0 ? '' : join(node.args, ', ', printExpression);
      return args === undefined ? undefined : `${quoteQualified(node.schema, node.name)}(${args})`;
    }
    case 'array': {
      const elements = node.elements.length === 0 ? '' : join(node.elements, ', ', printExpression);
      return elements === undefined ? undefined : `ARRAY[${elements}]`;
    }
    default:
      return undefined;
  }
}

/** The type as SQL writes it; catalogue names such as `int8` are valid there. */
export function printType(type: TypeName): string {
  return quoteTypeName(type) + '[]'.repeat(type.arrayDimensions);
}

const BUILT_IN_TYPE =
  /^(int[248]|text|varchar|uuid|numeric|bool|timestamp|timestamptz|date|bytea|float[48]|interval|time|timetz)$/;

function quoteTypeName({ schema, name }: TypeName): string {
  return BUILT_IN_TYPE.test(name) ? name : quoteQualified(schema, name);
}

function printOperator(
  operator: string,
  left: Expression | undefined,
  right: Expression,
): string | undefined {
  const rightText = printOperand(right);
  const name = LIKE_NAMES[operator] ?? operator;
  if (!left) return rightText && `${name} ${rightText}`;
  const leftText = printOperand(left);
  return leftText && rightText && `${leftText} ${name} ${rightText}`;
}

const LIKE_NAMES: Readonly<Record<string, string>> = {
  '~~': 'LIKE',
  '!~~': 'NOT LIKE',
  '~~*': 'ILIKE',
  '!~~*': 'NOT ILIKE',
};

function printOperand(node: Expression): string | undefined {
  const text = printExpression(node);
  const isAtom =
    node.kind === 'column' || node.kind === 'constant' || node.kind === 'call' || node.kind === 'array';
  return text === undefined || isAtom || node.kind === 'cast' ? text : `(${text})`;
}

function prefixed(prefix: string, node: Expression | undefined): string | undefined {
  const text = node && printOperand(node);
  return text && `${prefix}${text}`;
}

function join(
  nodes: readonly Expression[],
  separator: string,
  print: (node: Expression) => string | undefined = printOperand,
): string | undefined {
  const texts = nodes.map(print);
  return texts.includes(undefined) || texts.length === 0 ? undefined : texts.join(separator);
}
