import ts from 'typescript';
import { isLiteral } from './literals';
import { unwrap } from './parse';

/** A text that is put together from the elements of a list, or by a chain of `append`. */
export interface JoinedText {
  readonly operands: readonly ts.Expression[];
  /** Absent: of a list that a variable holds, where that is joined. */
  readonly separator?: string;
  /** Elements that are no literals may be left out. */
  readonly isFiltered: boolean;
}

/** `['SELECT a', 'FROM t'].join(' ')`, the list of `const parts = [...]`, ``SQL`SELECT a `.append('FROM t')``. */
export function joinedTextOf(node: ts.Node, isValueOfVariable: boolean): JoinedText | undefined {
  if (ts.isArrayLiteralExpression(node)) {
    return isValueOfVariable && beginsWithLiteral(node.elements)
      ? { operands: node.elements, isFiltered: true }
      : undefined;
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression, name } = node.expression;
  if (name.text === 'append') return chainOf(node);
  const separator = name.text === 'join' ? separatorOf(node) : undefined;
  const list = separator === undefined ? undefined : listOf(expression);
  if (separator === undefined || !list || !beginsWithLiteral(list.elements)) return undefined;
  return { operands: list.elements, separator, isFiltered: list !== unwrap(expression) };
}

/** What `join` puts between, when that is written there. */
export function separatorOf({ arguments: [separator] }: ts.CallExpression): string | undefined {
  if (!separator) return ',';
  return ts.isStringLiteralLike(separator) ? separator.text : undefined;
}

/** In front of `filter`: what that takes out is rarely a literal. */
export function unfiltered(list: ts.Expression): ts.Expression {
  const bare = unwrap(list);
  const isFiltered =
    ts.isCallExpression(bare) &&
    ts.isPropertyAccessExpression(bare.expression) &&
    bare.expression.name.text === 'filter';
  return isFiltered ? unfiltered(bare.expression.expression) : bare;
}

function listOf(expression: ts.Expression): ts.ArrayLiteralExpression | undefined {
  const bare = unfiltered(expression);
  return ts.isArrayLiteralExpression(bare) ? bare : undefined;
}

function beginsWithLiteral(elements: readonly ts.Expression[]): boolean {
  const [first] = elements;
  return first !== undefined && isLiteral(unwrap(first));
}

function chainOf(call: ts.CallExpression): JoinedText | undefined {
  const operands: ts.Expression[] = [];
  let rest: ts.Expression = call;
  while (ts.isCallExpression(rest) && ts.isPropertyAccessExpression(rest.expression)) {
    const [argument, ...others] = rest.arguments;
    if (rest.expression.name.text !== 'append' || !argument || others.length > 0) return undefined;
    operands.push(argument);
    rest = unwrap(rest.expression.expression);
  }
  return ts.isTaggedTemplateExpression(rest)
    ? { operands: [rest, ...operands.reverse()], separator: '', isFiltered: false }
    : undefined;
}
