import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** @typedef {{ code: string, reasons: string[] }} Silence */

const RULES = 'src/analyzers/rules';
const SHARED = `${RULES}/define-rule.ts`;
/** What judges by the statement's place in the project, by a server's figures, and by what a server does not have yet. */
const JUDGES = [
  'src/analyzers/judge-statement.ts',
  'src/analyzers/gates/gate-outcome.ts',
  'src/analyzers/unapplied-index.ts',
];

/**
 * The silences of a rule: what its module says, and what the functions say that it shares with others.
 *
 * @param {string} root
 * @param {string} id
 * @returns {readonly Silence[]}
 */
export function silencesOf(root, id) {
  const shared = functionsOf(parse(root, SHARED));
  const rule = parse(root, `${RULES}/${id}.ts`);
  return gather([
    ...silentCalls(rule),
    ...calledNames(rule).flatMap((name) => silentCalls(shared.get(name))),
  ]);
}

/**
 * What any rule may be silent for.
 *
 * @param {string} root
 * @returns {readonly Silence[]}
 */
export function silencesOfAll(root) {
  return gather(JUDGES.flatMap((path) => silentCalls(parse(root, path), /^(?:silent|silence)$/)));
}

/** @param {readonly Silence[]} silences */
export function silencesTable(silences) {
  const rows = silences.map(
    ({ code, reasons }) => `| \`${code}\` | ${reasons.join(' Or: ').replaceAll('|', '\\|')} |`,
  );
  return ['| Code | Reason |', '| --- | --- |', ...rows].join('\n');
}

/** @param {readonly Silence[]} silences */
export function silencesSection(silences) {
  const shared = '[those of all rules](README.md#silences-of-all-rules)';
  if (silences.length === 0) return `For no reason of its own, only for ${shared}.`;
  return `\`indexwright why\` and the command _Why is there no finding here?_ tell the reason. Beside ${shared}:\n\n${silencesTable(silences)}`;
}

/**
 * @param {string} root
 * @param {string} path
 */
function parse(root, path) {
  return ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true);
}

/**
 * @param {ts.Node | undefined} node
 * @param {RegExp} [callee]
 * @returns {readonly { code: string, reason: string }[]}
 */
function silentCalls(node, callee = /^silent$/) {
  return callsIn(node).flatMap((call) => {
    if (!callee.test(call.expression.getText())) return [];
    const code = call.arguments.find(ts.isStringLiteral)?.text;
    const sentences = call.arguments.flatMap(sentencesIn);
    return sentences.flatMap(({ arguments: [template] }) =>
      code !== undefined && template && ts.isStringLiteralLike(template)
        ? [{ code, reason: template.text.replace(/\{\d+\}/g, '…') }]
        : [],
    );
  });
}

/**
 * `message('…')`, or a call of a function of the same module that makes it.
 *
 * @param {ts.Node} node
 * @returns {readonly ts.CallExpression[]}
 */
function sentencesIn(node) {
  const own = functionsOf(node.getSourceFile());
  return callsIn(node).flatMap((call) => {
    const name = call.expression.getText();
    if (name === 'message') return [call];
    return callsIn(own.get(name)).filter(({ expression }) => expression.getText() === 'message');
  });
}

/**
 * @param {ts.Node | undefined} node
 * @returns {readonly ts.CallExpression[]}
 */
function callsIn(node) {
  /** @type {ts.CallExpression[]} */
  const calls = [];
  /** @param {ts.Node} inner */
  const visit = (inner) => {
    if (ts.isCallExpression(inner)) calls.push(inner);
    ts.forEachChild(inner, visit);
  };
  if (node) visit(node);
  return calls;
}

/** @param {ts.Node} node */
function calledNames(node) {
  return [...new Set(callsIn(node).map((call) => call.expression.getText()))];
}

/**
 * @param {ts.SourceFile} source
 * @returns {ReadonlyMap<string, ts.FunctionDeclaration>}
 */
function functionsOf(source) {
  const functions = source.statements.filter(ts.isFunctionDeclaration);
  return new Map(functions.map((declaration) => [declaration.name?.text ?? '', declaration]));
}

/**
 * @param {readonly { code: string, reason: string }[]} said
 * @returns {readonly Silence[]}
 */
function gather(said) {
  const byCode = new Map(said.map(({ code }) => [code, /** @type {string[]} */ ([])]));
  for (const { code, reason } of said) {
    const reasons = byCode.get(code);
    if (reasons && !reasons.includes(reason)) reasons.push(reason);
  }
  return [...byCode]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([code, reasons]) => ({ code, reasons }));
}
