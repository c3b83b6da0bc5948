import ts from 'typescript';
import { reasonToLeaveOut } from './left-out.mjs';

/** First words of a complete query, as a text of its own. Deliberately apart from what the product looks for. */
const QUERY =
  /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/|\()*(?:select\b[\s\S]*\sfrom\s|with\s+(?:recursive\s+)?["\w$]+\s*(?:\([^)]*\)\s*)?as\s|insert\s+(?:or\s+\w+\s+|ignore\s+)?into\s|update\s+[\s\S]*?\sset\s|delete\s+from\s|merge\s+into\s)/i;

/** @typedef {{ start: number, end: number, leftOut?: import('./left-out.mjs').Reason }} Query */

/**
 * Every literal, and every sum of literals, that begins like a complete query. Literals inside another query are its pieces.
 *
 * @param {string} path
 * @param {string} text
 * @returns {readonly Query[]}
 */
export function findQueries(path, text) {
  if (!/\b(?:select|insert|update|delete|with|merge)\b/i.test(text)) return [];
  const kind = path.endsWith('.tsx')
    ? ts.ScriptKind.TSX
    : /\.[mc]?js$/.test(path)
      ? ts.ScriptKind.JSX
      : ts.ScriptKind.TS;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true, kind);
  const imports = Array.from(
    text.matchAll(/^\s*(?:import|export)\b[^;'"]*from\s*['"][^'"]+['"]|\brequire\(['"][^'"]+['"]\)/gm),
    ([written]) => written,
  ).join('\n');
  /** @type {Query[]} */
  const found = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    const value = textOf(node);
    if (value !== undefined && QUERY.test(value)) {
      const leftOut = reasonToLeaveOut(node, value, { path, source, imports });
      found.push({ start: node.getStart(source), end: node.end, ...(leftOut && { leftOut }) });
    } else ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return found;
}

/**
 * With a name for whatever the program puts in.
 *
 * @param {ts.Node} node
 * @returns {string | undefined}
 */
function textOf(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTaggedTemplateExpression(node)) return textOf(node.template);
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map(({ literal }) => `x${literal.text}`).join('');
  }
  if (ts.isCallExpression(node)) return textOfCall(node);
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const left = textOf(node.left);
  const right = textOf(node.right);
  return left === undefined && right === undefined ? undefined : `${left ?? 'x'}${right ?? 'x'}`;
}

/**
 * `[…].join(' ')`, `[…].filter(Boolean).join(' ')`, ``SQL`…`.append(…)``
 *
 * @param {ts.CallExpression} call
 * @returns {string | undefined}
 */
function textOfCall({ expression, arguments: [argument] }) {
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const { expression: receiver, name } = expression;
  if (name.text === 'append') {
    const head =
      ts.isTaggedTemplateExpression(receiver) || ts.isCallExpression(receiver) ? textOf(receiver) : undefined;
    return head === undefined ? undefined : `${head}${(argument && textOf(argument)) ?? 'x'}`;
  }
  if (name.text !== 'join') return undefined;
  const list =
    ts.isCallExpression(receiver) && ts.isPropertyAccessExpression(receiver.expression)
      ? receiver.expression.expression
      : receiver;
  if (!ts.isArrayLiteralExpression(list)) return undefined;
  return list.elements.map((element) => textOf(element) ?? 'x').join(' ');
}
