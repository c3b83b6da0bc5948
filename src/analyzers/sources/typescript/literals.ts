import ts from 'typescript';
import { pathOf } from './parse';

export type Literal = ts.StringLiteral | ts.TemplateLiteral | ts.TaggedTemplateExpression;

export function isLiteral(node: ts.Node): node is Literal {
  return ts.isStringLiteral(node) || ts.isTemplateLiteral(node) || ts.isTaggedTemplateExpression(node);
}

export function isConcatenation(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

/** The operands of `a + b + c`, which the syntax tree nests to the left. */
export function operandsOf(concatenation: ts.BinaryExpression): readonly ts.Expression[] {
  const operands: ts.Expression[] = [];
  let rest: ts.Expression = concatenation;
  while (isConcatenation(rest)) {
    operands.push(rest.right);
    rest = rest.left;
  }
  operands.push(rest);
  return operands.reverse();
}

/** Tags that give back a string. */
export function joinsText({ tag }: ts.TaggedTemplateExpression): boolean {
  return /^(?:String\.raw|dedent|outdent|stripIndents?|oneLine(?:Trim)?)$/.test(pathOf(tag).join('.'));
}
