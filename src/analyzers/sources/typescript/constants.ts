import ts from 'typescript';
import { childrenOf, unwrap } from './parse';

/** Values of a module's constants, by the expression that reads one: `TABLE`, `TABLES.events`. */
export type ConstantReader = (expression: ts.Expression) => string | undefined;

/** A name or a number: one token of SQL or a dotted name, so that it can be copied as a whole. */
const SIMPLE_TEXT = /^(?:\w+|(?:[A-Za-z_]\w*|"[^"]+")(?:\.(?:[A-Za-z_]\w*|"[^"]+"))*)$/;

/** Looks through the module at the first question. A name that is declared twice, in whatever scopes, has no known value. */
export function createConstantReader(source: ts.SourceFile): ConstantReader {
  let constants: ReadonlyMap<string, ts.Expression> | undefined;
  return (expression) => {
    constants ??= readConstants(source);
    const value = resolve(unwrap(expression), constants);
    const text = value && literalText(value);
    return text !== undefined && SIMPLE_TEXT.test(text) ? text : undefined;
  };
}

function resolve(
  expression: ts.Expression,
  constants: ReadonlyMap<string, ts.Expression>,
): ts.Expression | undefined {
  if (ts.isIdentifier(expression)) return constants.get(expression.text);
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return undefined;
  const object = constants.get(expression.expression.text);
  if (!object || !ts.isObjectLiteralExpression(object)) return undefined;
  const property = object.properties.findLast(
    ({ name }) =>
      name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) && name.text === expression.name.text,
  );
  return property && ts.isPropertyAssignment(property) ? unwrap(property.initializer) : undefined;
}

function literalText(expression: ts.Expression): string | undefined {
  return ts.isStringLiteralLike(expression) || ts.isNumericLiteral(expression) ? expression.text : undefined;
}

function readConstants(source: ts.SourceFile): ReadonlyMap<string, ts.Expression> {
  const constants = new Map<string, ts.Expression>();
  const seen = new Set<string>();
  const rest: ts.Node[] = [source];
  for (let node = rest.pop(); node; node = rest.pop()) {
    const name = declaredName(node);
    if (name !== undefined) {
      if (seen.has(name)) constants.delete(name);
      seen.add(name);
    }
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.Const) !== 0) {
      for (const { name: variable, initializer } of node.declarations) {
        if (ts.isIdentifier(variable) && initializer && !seen.has(variable.text)) {
          constants.set(variable.text, unwrap(initializer));
        }
      }
    }
    rest.push(...childrenOf(node));
  }
  return constants;
}

function declaredName(node: ts.Node): string | undefined {
  const isDeclaration =
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isImportSpecifier(node) ||
    ts.isImportClause(node);
  return isDeclaration && node.name && ts.isIdentifier(node.name) ? node.name.text : undefined;
}
