import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fixtures, ruleFile, rulePage } from './templates.mjs';

const IDS = 'src/analyzers/rules/rule-id.ts';
const LIST = 'src/analyzers/rules/rules.ts';

/**
 * Makes a rule's file, page and fixtures and lists it. Nothing that is there is written over.
 *
 * @param {string} root
 * @param {{ id: string, summary?: string, ddl?: boolean }} options
 * @returns {string[]} what was made or changed, from the root
 */
export function makeRule(root, { id, summary = 'What it finds, in one sentence.', ddl = false }) {
  if (!/^[a-z]+(?:-[a-z]+)+$/.test(id)) {
    throw new Error(
      `${id} is no id: lower-case words with hyphens that say the fault, such as missing-stream-index.`,
    );
  }
  const rule = { id, summary, ddl };
  const files = [
    [`src/analyzers/rules/${id}.ts`, ruleFile(rule)],
    [`docs/rules/${id}.md`, rulePage(rule)],
    ...Object.entries(fixtures(rule)).map(([name, text]) => [`test/fixtures/rules/${id}/${name}`, text]),
    [IDS, withId(readFileSync(join(root, IDS), 'utf8'), id)],
    [LIST, withRule(readFileSync(join(root, LIST), 'utf8'), id)],
  ];
  const taken = files
    .map(([path = '']) => path)
    .find((path) => path.includes(id) && existsSync(join(root, path)));
  if (taken !== undefined) throw new Error(`${taken} exists already.`);
  for (const [path = '', text = ''] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return files.map(([path = '']) => path);
}

/**
 * @param {string} text of rule-id.ts
 * @param {string} id
 */
function withId(text, id) {
  return replaceOnce(text, '] as const;', `  '${id}',\n] as const;`);
}

/**
 * @param {string} text of rules.ts: imports in the order of their files, the list in the order of the ids
 * @param {string} id
 */
function withRule(text, id) {
  const name = id.replace(/-(\w)/g, (_, letter) => String(letter).toUpperCase());
  const line = `import ${name} from './${id}';`;
  const imports = [...text.matchAll(/^import \w+ from '.*';$/gm)].map(([found]) => found);
  const sorted = [...imports, line].sort((one, other) => (pathOf(one) < pathOf(other) ? -1 : 1));
  const listed = replaceOnce(text, '\n];', `\n  ${name},\n];`);
  return replaceOnce(listed, imports.join('\n'), sorted.join('\n'));
}

/** @param {string} line */
function pathOf(line) {
  return /'(.*)'/.exec(line)?.[1] ?? '';
}

/**
 * @param {string} text
 * @param {string} part
 * @param {string} replacement
 */
function replaceOnce(text, part, replacement) {
  if (text.split(part).length !== 2) throw new Error(`"${part}" should stand once in the list of rules.`);
  return text.replace(part, () => replacement);
}
