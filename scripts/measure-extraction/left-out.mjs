import ts from 'typescript';

// What is no query of PostgreSQL's, or no whole one. These patterns are apart from the product's on purpose: they may look at the whole module and
// at its path, and they are read by eye (`--list`).

/** @typedef {'other database' | 'part' | 'body' | 'shown' | 'prose'} Reason */

const DATABASE = /click-?house|sqlite|libsql|mysql|mariadb|duckdb|mssql|sqlserver|bigquery|cosmos/i;
const POSTGRES = /postgres|(?:^|\W)pg(?:\W|$)|slonik|prisma|knex|typeorm|sequelize/i;

/** @type {readonly RegExp[]} */
const OTHER_DIALECTS = [
  // ClickHouse, and what is made of it
  /\{\s*\w+\s*:\s*[A-Z]/,
  /\bFINAL\b|\bPREWHERE\b|\bARRAY JOIN\b|\bLIMIT\s+\d+\s+BY\b|\bFORMAT\s+JSON|\bSETTINGS\s+\w+\s*=/,
  /\bcount\s*\(\)|\b(?:quantiles?\w*|uniqExact|group(?:Uniq)?Array\w*|argM(?:ax|in)\w*|arrayJoin|currentDatabase|timeBucket)\s*\(/,
  /\b(?:count|sum|avg|min|max|any)(?:If|Merge|State)\s*\(|\bto(?:StartOf|DateTime|UnixTimestamp|U?Int\d|Date\()/,
  // MySQL
  /`|\bON DUPLICATE KEY\b|\bFORCE INDEX\b|\bINSERT IGNORE\b|\bLIMIT\s+[\w?]+\s*,|^\s*(?:DELETE|UPDATE)\b[^()]*\bLIMIT\s/i,
  /\bINTERVAL\s+\d+\s+[A-Z]/i,
  // SQLite
  /\bsqlite_\w|\bpragma_\w|\bINSERT OR \w|\bunixepoch\s*\(|\bdatetime\s*\('now'/i,
  // SQL Server
  /\bSELECT\s+TOP\b|\bNOLOCK\b|\bOUTPUT\s+INSERTED\b/i,
];

const ARTICLE =
  /\b(?:from|into|update)\s+(?:an?|the|this|these|your|our|each)\b(?!\s*(?:where|join|set|order|group|limit|,|;|\)|$))/i;

/**
 * @param {ts.Node} node
 * @param {string} value
 * @param {{ path: string, source: ts.SourceFile, imports: string }} module
 * @returns {Reason | undefined}
 */
export function reasonToLeaveOut(node, value, module) {
  if (isShown(node)) return 'shown';
  if (ARTICLE.test(value)) return 'prose';
  if (isForOther(node, value, module)) return 'other database';
  if (/\bEND IF\b|\binto\s+\w+\s*;/i.test(value)) return 'body';
  return isPart(value) ? 'part' : undefined;
}

/**
 * @param {ts.Node} node
 * @param {string} value
 * @param {{ path: string, source: ts.SourceFile, imports: string }} module
 */
function isForOther(node, value, { path, source, imports }) {
  const withoutComments = value.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, '');
  if (OTHER_DIALECTS.some((pattern) => pattern.test(withoutComments))) return true;
  const callee = calleeAround(node)?.getText(source) ?? '';
  if (DATABASE.test(callee) || callee.endsWith('.prepare')) return true;
  if (/prisma|\$queryRaw|\$executeRaw|postgres/i.test(callee)) return false;
  const name = variableOf(node);
  if (name && new RegExp(`\\.prepare\\(\\s*${name}\\b`).test(source.text)) return true;
  return (DATABASE.test(path) || DATABASE.test(imports)) && !POSTGRES.test(imports);
}

/** @param {ts.Node} node */
function calleeAround(node) {
  if (ts.isTaggedTemplateExpression(node)) return node.tag;
  for (let at = node.parent; !ts.isFunctionLike(at) && !ts.isStatement(at); at = at.parent) {
    if (ts.isCallExpression(at)) return at.expression;
  }
  return undefined;
}

/** @param {ts.Node} node */
function variableOf(node) {
  const { parent } = node;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name.text : undefined;
}

/**
 * It stands in a page, to be looked at.
 *
 * @param {ts.Node} node
 */
function isShown(node) {
  for (let at = node.parent; !ts.isFunctionLike(at) && !ts.isStatement(at); at = at.parent) {
    if (ts.isJsxAttribute(at) || ts.isJsxElement(at) || ts.isJsxExpression(at)) return true;
  }
  return false;
}

/**
 * Columns without rows, common tables without a statement, a sub-query with its alias, a condition whose value comes from elsewhere.
 *
 * @param {string} value `x` stands for whatever the program puts in
 */
function isPart(value) {
  const text = value.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, '').trim();
  if (text.startsWith('(')) return /\)\s+as\s+\w+$/i.test(text);
  if (/[=<>]$/.test(text)) return true;
  const outside = outsideParentheses(text);
  if (/^insert\b/i.test(text))
    return /^insert\s+into\s+\S+\s*\(\)$/i.test(outside) && !/\(\s*select\b/i.test(text);
  return (
    /^with\b/i.test(text) &&
    !/\)\s*(?:x|\()|\b(?:select|insert|update|delete|merge|values|table)\b/i.test(outside)
  );
}

/** @param {string} text */
function outsideParentheses(text) {
  let depth = 0;
  let outside = '';
  for (const character of text.replace(/'[^']*'/g, "''")) {
    if (character === ')') depth--;
    if (depth === 0) outside += character;
    if (character === '(') depth++;
  }
  return outside;
}
