import ts from 'typescript';
import type { Span } from '../../span';
import type { Fragment, SourceDocument } from '../fragment';
import { knownValueOf } from './constants';
import { childrenOf, parseSource, unwrap } from './parse';
import { createScopes, type Scopes } from './scopes';

/**
 * Whole numbers that the program itself has for parameters of a query, by the parameter's number: written at their place, a constant, or what
 * an argument is where the caller says nothing (`limit = 100`, `limit ?? 100`).
 */
export function findWrittenNumbers(
  document: SourceDocument,
  { documentSpan, holes, placeholders }: Fragment,
): ReadonlyMap<number, string> {
  const source = parseSource(document);
  if (!source) return new Map();
  const scopes = createScopes(source);
  const values = valuesBeside(source, documentSpan);
  const listed = placeholders === 'dollar' || placeholders === 'positional' ? values : [];
  const written = [
    ...listed.map((expression, index) => ({ number: index + 1, expression })),
    ...holes
      .filter(({ role, origin }) => role === 'value' && origin === 'substitution')
      .map((hole) => ({ number: hole.number, expression: expressionIn(source, hole.documentSpan) })),
  ];
  return new Map(
    written.flatMap(({ number, expression }): [number, string][] => {
      const text = expression && numberOf(expression, scopes());
      return text === undefined ? [] : [[number, text]];
    }),
  );
}

/** `query(text, [a, b])`, `{ text, values: [a, b] }` around the text. */
function valuesBeside(source: ts.SourceFile, text: Span): readonly ts.Expression[] {
  let values: ts.ArrayLiteralExpression | undefined;
  for (const node of nodesAround(source, text)) {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) values = undefined;
    else values = listOf(node, text) ?? values;
  }
  const elements = values?.elements ?? [];
  const spread = elements.findIndex(ts.isSpreadElement);
  return spread < 0 ? elements : elements.slice(0, spread);
}

function listOf(node: ts.Node, text: Span): ts.ArrayLiteralExpression | undefined {
  if (ts.isCallExpression(node)) {
    const [first, second] = node.arguments;
    const isText = first !== undefined && first.pos <= text.start && text.end <= first.end;
    return isText && second !== undefined ? asList(second) : undefined;
  }
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const values = node.properties.find(
    (property): property is ts.PropertyAssignment =>
      ts.isPropertyAssignment(property) && ts.isIdentifier(property.name) && property.name.text === 'values',
  );
  return values && asList(values.initializer);
}

function asList(expression: ts.Expression): ts.ArrayLiteralExpression | undefined {
  const bare = unwrap(expression);
  return ts.isArrayLiteralExpression(bare) ? bare : undefined;
}

/** Of `${limit}` and of an operand of a concatenation: the outermost expression that lies in the hole. */
function expressionIn(source: ts.SourceFile, hole: Span): ts.Expression | undefined {
  const written = source.text.slice(hole.start, hole.end);
  const start = hole.start + (written.startsWith('${') ? 2 : 0);
  const end = hole.end - (written.startsWith('${') ? 1 : 0);
  const inner = source.text.slice(start, end);
  const from = start + inner.length - inner.trimStart().length;
  const around = nodesAround(source, { start: from, end: from + inner.trim().length });
  return around.find(
    (node): node is ts.Expression =>
      node.getStart(source) >= start && node.end <= end && ts.isExpression(node),
  );
}

/** From the outermost to the innermost. */
function nodesAround(source: ts.SourceFile, { start, end }: Span): readonly ts.Node[] {
  const nodes: ts.Node[] = [];
  for (let node: ts.Node | undefined = source; node;) {
    nodes.push(node);
    node = childrenOf(node).find((child) => child.pos <= start && end <= child.end);
  }
  return nodes;
}

function numberOf(expression: ts.Expression, scopes: Scopes): string | undefined {
  const bare = unwrap(expression);
  if (ts.isNumericLiteral(bare)) return /^\d+$/.test(bare.text) ? bare.text : undefined;
  if (ts.isBinaryExpression(bare)) {
    const { kind } = bare.operatorToken;
    const isDefault = kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
    return isDefault ? numberOf(bare.right, scopes) : undefined;
  }
  const value = defaultOf(bare, scopes) ?? constantOf(bare, scopes);
  return value && ts.isNumericLiteral(value) ? numberOf(value, scopes) : undefined;
}

function constantOf(expression: ts.Expression, scopes: Scopes): ts.Expression | undefined {
  const known = knownValueOf(expression, scopes);
  return known?.changes.length === 0 && ts.isExpression(known.value) ? known.value : undefined;
}

/** Of an argument that keeps its value. */
function defaultOf(expression: ts.Expression, scopes: Scopes): ts.Expression | undefined {
  if (!ts.isIdentifier(expression)) return undefined;
  const declaration = scopes.declarationOf(expression.text, expression.pos);
  return declaration?.changes.length === 0 ? declaration.fallback : undefined;
}
