import ts from 'typescript';
import type { SourceDocument } from '../fragment';

const KINDS: ReadonlyMap<string, ts.ScriptKind> = new Map([
  ['typescript', ts.ScriptKind.TS],
  ['typescriptreact', ts.ScriptKind.TSX],
  ['javascript', ts.ScriptKind.JS],
  ['javascriptreact', ts.ScriptKind.JSX],
]);

/** `undefined` for other languages, and for text that is nested deeper than the parser's stack. Nodes know no parents. */
export function parseSource({ text, languageId }: SourceDocument): ts.SourceFile | undefined {
  const kind = KINDS.get(languageId);
  if (kind === undefined) return undefined;
  const options = {
    languageVersion: ts.ScriptTarget.ESNext,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  try {
    return ts.createSourceFile('document', text, options, false, kind);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

export function childrenOf(node: ts.Node): readonly ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  return children;
}

/** Without what changes nothing about its value: parentheses, types, `await`. */
export function unwrap(expression: ts.Expression): ts.Expression {
  let bare = expression;
  while (isWrapper(bare)) bare = bare.expression;
  return bare;
}

export function isWrapper(
  node: ts.Node,
): node is
  | ts.ParenthesizedExpression
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.NonNullExpression
  | ts.TypeAssertion
  | ts.AwaitExpression {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isAwaitExpression(node)
  );
}

/** The names of `this.db.sql`, `sql<Row>`, `sql.type(row)`: `['db', 'sql']`, `['sql']`, `['sql', 'type']`. Empty for other expressions. */
export function pathOf(expression: ts.Expression): readonly string[] {
  const names: string[] = [];
  let rest = unwrap(expression);
  for (;;) {
    if (ts.isIdentifier(rest)) return [rest.text, ...names];
    if (ts.isPropertyAccessExpression(rest)) names.unshift(rest.name.text);
    else if (!ts.isCallExpression(rest) && !ts.isExpressionWithTypeArguments(rest)) return names;
    rest = unwrap(rest.expression);
  }
}
