import ts from 'typescript';

/** First words of a complete query, as a text of its own. Deliberately apart from what the product looks for. */
const QUERY =
  /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/|\()*(?:select\b[\s\S]*\sfrom\s|with\s+(?:recursive\s+)?["\w$]+\s*(?:\([^)]*\)\s*)?as\s|insert\s+into\s|update\s+[\s\S]*?\sset\s|delete\s+from\s|merge\s+into\s)/i;

/** ClickHouse's parameters, MySQL's back-ticks, SQLite's tables, bodies of PL/pgSQL, a query in parentheses that is an operand. */
const FOREIGN = /\{\s*\w+\s*:\s*[A-Z]|`|sqlite_|pragma_|\bFINAL\b|\bEND IF\b|\)\s+as\s+\w+\s*$/;
const FOREIGN_MODULE = /clickhouse|sqlite|mysql|cosmos|mssql|bigquery/i;

/**
 * Every literal, and every sum of literals, that begins like a complete query. Literals inside another query are its pieces.
 *
 * @param {string} path
 * @param {string} text
 * @returns {readonly { start: number, end: number }[]}
 */
export function findQueries(path, text) {
  if (FOREIGN_MODULE.test(path) || /from ['"][^'"]*(?:clickhouse|sqlite|mysql)/i.test(text)) return [];
  if (!/\b(?:select|insert|update|delete|with|merge)\b/i.test(text)) return [];
  const kind = path.endsWith('.tsx')
    ? ts.ScriptKind.TSX
    : /\.[mc]?js$/.test(path)
      ? ts.ScriptKind.JSX
      : ts.ScriptKind.TS;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, false, kind);
  /** @type {{ start: number, end: number }[]} */
  const found = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    const value = textOf(node);
    if (value !== undefined && QUERY.test(value)) {
      if (!isForeign(value)) found.push({ start: node.getStart(source), end: node.end });
    } else ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return found;
}

/** @param {string} value */
function isForeign(value) {
  return (
    FOREIGN.test(value.trim()) && !(/\)\s+as\s+\w+\s*$/i.test(value) && !value.trimStart().startsWith('('))
  );
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
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const left = textOf(node.left);
  const right = textOf(node.right);
  return left === undefined && right === undefined ? undefined : `${left ?? 'x'}${right ?? 'x'}`;
}
