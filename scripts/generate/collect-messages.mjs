import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * @typedef {object} Collected
 * @property {string[]} templates
 * @property {string[]} problems calls whose template cannot be translated
 */

/**
 * The sentences of the engine and of connections (`message('…')`) and of the extension (`l10n.t('…')`).
 *
 * @param {string} root
 * @returns {Collected}
 */
export function collectMessages(root) {
  /** @type {Collected[]} */
  const parts = ['src/analyzers', 'src/runtime', 'src/postgres', 'src/extension'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .sort()
      .map((path) => collectFromText(path, readFileSync(join(root, path), 'utf8'))),
  );
  return {
    templates: [...new Set(parts.flatMap(({ templates }) => templates))].sort(),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

/**
 * @param {string} path
 * @param {string} text
 * @returns {Collected}
 */
export function collectFromText(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  /** @type {Collected} */
  const collected = { templates: [], problems: [] };
  const isEngine = !path.startsWith('src/extension/');

  /** @param {ts.Node} node */
  const visit = (node) => {
    ts.forEachChild(node, visit);
    if (!ts.isCallExpression(node) || !isMessageCall(node, isEngine)) return;
    const [template, ...args] = node.arguments;
    if (template === undefined || isMadeElsewhere(template)) return;
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    const place = `${path}:${line + 1}`;
    if (!ts.isStringLiteralLike(template)) {
      collected.problems.push(`${place}: the template is not a literal, so it cannot be translated`);
      return;
    }
    collected.templates.push(template.text);
    const wanted = countPlaceholders(template.text);
    if (!args.some(ts.isSpreadElement) && wanted !== args.length) {
      collected.problems.push(
        `${place}: the template has ${wanted} placeholders, the call ${args.length} values`,
      );
    }
  };
  visit(source);
  return collected;
}

/**
 * @param {ts.CallExpression} call
 * @param {boolean} isEngine
 */
function isMessageCall(call, isEngine) {
  const name = call.expression.getText();
  return isEngine ? name === 'message' : name === 'l10n.t' || name === 'vscode.l10n.t';
}

/**
 * A sentence of the engine on its way to the screen: `l10n.t(message.template, …)`.
 *
 * @param {ts.Expression} template
 */
function isMadeElsewhere(template) {
  return ts.isPropertyAccessExpression(template) && template.name.text === 'template';
}

/** @param {string} template */
function countPlaceholders(template) {
  return Math.max(0, ...Array.from(template.matchAll(/\{(\d+)\}/g), ([, index]) => Number(index) + 1));
}
