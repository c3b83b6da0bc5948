import ts from 'typescript';
import type { SourceDocument } from '../fragment';
import { childrenOf, parseSource } from './parse';

/**
 * The function that a place of a document stands in, as its program calls it: `readStreams`, `EventStore.append`. `undefined` outside of
 * any that has a name, and for documents that are no program.
 */
export function findEnclosingNames(document: SourceDocument): (offset: number) => string | undefined {
  const source = parseSource(document);
  return (offset) => source && enclosingName(source, offset);
}

function enclosingName(source: ts.SourceFile, offset: number): string | undefined {
  let name: string | undefined;
  let owner: string | undefined;
  for (let node: ts.Node | undefined = source; node;) {
    owner = ts.isClassLike(node) ? node.name?.text : owner;
    const own = functionName(node);
    if (own !== undefined) {
      name = owner === undefined || !ts.isClassElement(node) ? own : `${owner}.${own}`;
      owner = undefined;
    }
    node = childrenOf(node).find((child) => child.pos <= offset && offset < child.end);
  }
  return name;
}

/** Of a declaration, and of a variable or a property that holds a function. */
function functionName(node: ts.Node): string | undefined {
  if (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node)) return node.name?.text;
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  if (ts.isMethodDeclaration(node) || ts.isAccessor(node)) return textOf(node.name);
  const holds =
    ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node);
  return holds && node.initializer && isFunction(node.initializer) ? textOf(node.name) : undefined;
}

function isFunction(node: ts.Expression): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

function textOf(name: ts.Node): string | undefined {
  return ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteral(name)
    ? name.text
    : undefined;
}
