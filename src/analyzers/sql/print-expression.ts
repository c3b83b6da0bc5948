import { quoteIdentifier, quoteLiteral, quoteQualified } from './identifiers';
import type { CaseExpression, ConstantExpression, Expression } from './model';
import { printCall } from './print-call';
import { printCastType, printOperator } from './print-words';

/**
 * SQL text of an expression, fully parenthesised where precedence could matter, without qualifiers (an index sees one table only).
 * `undefined` for a form that an index definition of ours never holds: then nothing is offered.
 */
export function printExpression(node: Expression): string | undefined {
  switch (node.kind) {
    case 'column':
      return node.name === '*' ? undefined : quoteIdentifier(node.name);
    case 'constant':
      return printConstant(node);
    case 'operator': {
      const operator = printOperator(node.operator);
      return node.left
        ? put`${printOperand(node.left)} ${operator} ${printOperand(node.right)}`
        : put`${operator} ${printOperand(node.right)}`;
    }
    case 'and':
    case 'or':
      return printList(node.args, node.kind === 'and' ? ' AND ' : ' OR ', printOperand);
    case 'not':
      return put`NOT ${node.args[0] && printOperand(node.args[0])}`;
    case 'null-test':
      return put`${printOperand(node.arg)} IS ${node.negated ? 'NOT ' : ''}NULL`;
    case 'in-list':
      return put`${printOperand(node.left)} ${node.negated ? 'NOT ' : ''}IN (${printList(node.list)})`;
    case 'array-comparison':
      return put`${printOperand(node.left)} ${printOperator(node.operator)} ${node.quantifier.toUpperCase()} (${printExpression(node.right)})`;
    case 'between': {
      const words = `${node.negated ? 'NOT ' : ''}BETWEEN ${node.symmetric ? 'SYMMETRIC ' : ''}`;
      return put`${printOperand(node.arg)} ${words}${printOperand(node.low)} AND ${printOperand(node.high)}`;
    }
    default:
      return printWhole(node);
  }
}

type Whole = Extract<
  Expression,
  {
    kind: 'array' | 'call' | 'case' | 'cast' | 'collate' | 'opaque' | 'parameter' | 'row' | 'subquery';
  }
>;

function printWhole(node: Whole): string | undefined {
  switch (node.kind) {
    case 'cast':
      return put`${printOperand(node.arg)}::${printCastType(node.type, node.modifiers)}`;
    case 'collate':
      return put`${printOperand(node.arg)} COLLATE ${quoteQualified(node.schema, node.collation)}`;
    case 'call':
      return printCall(node, printList);
    case 'array':
      return node.elements.length === 0 ? 'ARRAY[]' : put`ARRAY[${printList(node.elements)}]`;
    case 'row':
      return node.args.length === 0 ? 'ROW()' : put`ROW(${printList(node.args)})`;
    case 'case':
      return printCase(node);
    case 'opaque': {
      const [arg] = node.children;
      const isTruthTest = /^is (?:not )?(?:true|false|unknown)$/.test(node.what);
      return arg && isTruthTest ? put`${printOperand(arg)} ${node.what.toUpperCase()}` : undefined;
    }
    case 'parameter':
    case 'subquery':
      return undefined;
  }
}

function printConstant({ type, value }: ConstantExpression): string {
  switch (type) {
    case 'string':
      return quoteLiteral(value);
    case 'bit':
      return `${value.slice(0, 1).toUpperCase()}'${value.slice(1)}'`;
    default:
      return value;
  }
}

function printCase({ arg, whens, otherwise }: CaseExpression): string | undefined {
  const branches = whens.map(
    ({ when, then }) => put`WHEN ${printExpression(when)} THEN ${printExpression(then)}`,
  );
  if (branches.includes(undefined)) return undefined;
  const words = [
    arg ? put`CASE ${printOperand(arg)}` : 'CASE',
    ...branches,
    ...(otherwise ? [put`ELSE ${printExpression(otherwise)}`] : []),
    'END',
  ];
  return words.includes(undefined) ? undefined : words.join(' ');
}

/** In parentheses unless it holds together by itself. The minus of a number does not: `-1::int` casts first. */
function printOperand(node: Expression): string | undefined {
  const text = printExpression(node);
  if (text === undefined) return undefined;
  switch (node.kind) {
    case 'column':
    case 'call':
    case 'array':
    case 'row':
    case 'case':
    case 'cast':
      return text;
    case 'constant':
      return text.startsWith('-') ? `(${text})` : text;
    default:
      return `(${text})`;
  }
}

function printList(
  nodes: readonly Expression[],
  separator = ', ',
  print: (node: Expression) => string | undefined = printExpression,
): string | undefined {
  const texts = nodes.map(print);
  return texts.includes(undefined) || texts.length === 0 ? undefined : texts.join(separator);
}

/** A template that has no text when one of its parts has none. */
function put(strings: TemplateStringsArray, ...parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined)
    ? undefined
    : strings.reduce((text, string, index) => text + (parts[index - 1] ?? '') + string);
}
