import ts from 'typescript';
import type { EmbeddedSqlSettings } from '../fragment';
import { likelihoodOfArgument, type Likelihood } from './known-names';
import { isWrapper, pathOf, unwrap } from './parse';

/** How likely a string that is this child of the node is SQL, when one that stands for the node itself is as likely as given. */
export function likelihoodOfChild(
  node: ts.Node,
  child: ts.Node,
  own: Likelihood,
  settings: EmbeddedSqlSettings,
): Likelihood {
  if (isWrapper(node)) return own;
  if (ts.isConditionalExpression(node)) return child === node.condition ? 'never' : own;
  if (ts.isBinaryExpression(node)) return likelihoodOfOperand(node, child, own);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    return child === node.expression ? 'never' : likelihoodOfArgument(pathOf(node.expression), settings);
  }
  if (ts.isPropertyAccessExpression(node)) return likelihoodOfReceiver(node);
  if (holdsValue(node, child)) return own === 'certain' ? 'possible' : own;
  return isValuePlace(node, child) ? 'possible' : 'never';
}

function likelihoodOfOperand(
  { left, right, operatorToken }: ts.BinaryExpression,
  child: ts.Node,
  own: Likelihood,
): Likelihood {
  switch (operatorToken.kind) {
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.BarBarToken:
      return child === left || child === right ? own : 'never';
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.CommaToken:
      return child === right ? own : 'never';
    case ts.SyntaxKind.EqualsToken:
    case ts.SyntaxKind.QuestionQuestionEqualsToken:
    case ts.SyntaxKind.BarBarEqualsToken:
      return child === right ? 'possible' : 'never';
    default:
      return 'never';
  }
}

/** Methods that leave a text the text it is, more or less. */
const TEXT_METHODS = new Set(['trim', 'trimStart', 'trimEnd', 'replace', 'replaceAll', 'toString']);

/** The parts of an array that is joined are no texts of their own. */
function likelihoodOfReceiver({ expression, name }: ts.PropertyAccessExpression): Likelihood {
  if (TEXT_METHODS.has(name.text)) return 'possible';
  return ts.isArrayLiteralExpression(unwrap(expression)) && name.text !== 'join' ? 'possible' : 'never';
}

/** Collections stand where their values do. */
function holdsValue(node: ts.Node, child: ts.Node): boolean {
  if (ts.isPropertyAssignment(node)) return child === node.initializer;
  return ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node);
}

/** A value is given a name, returned or handed on here. */
function isValuePlace(node: ts.Node, child: ts.Node): boolean {
  if (
    ts.isVariableDeclaration(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node)
  ) {
    return child === node.initializer;
  }
  if (ts.isArrowFunction(node)) return child === node.body;
  return ts.isReturnStatement(node) || ts.isYieldExpression(node) || ts.isExportAssignment(node);
}
