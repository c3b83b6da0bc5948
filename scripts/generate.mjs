// Refreshes what is written down twice: node scripts/generate.mjs [--check]
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import esbuild from 'esbuild';
import { bundledPackages } from './generate/bundled-packages.mjs';
import { collectMessages } from './generate/collect-messages.mjs';
import { thirdPartyNotices } from './generate/notices.mjs';
import { silencesOf, silencesOfAll, silencesSection, silencesTable } from './generate/rule-silences.mjs';
import { withRuleSentences, withRuleSettings } from './generate/rule-settings.mjs';
import { replaceBetweenMarkers, rulesTable, settingsTable } from './generate/tables.mjs';

/** @typedef {import('./generate/tables.mjs').RuleFacts} RuleFacts */
/** @typedef {import('./generate/rule-settings.mjs').Manifest} Manifest */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: flags } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

const { templates, problems } = collectMessages(root);
const rules = await readRules();
const manifest = withRuleSettings(/** @type {Manifest} */ (readJson('package.json')), rules);
const sentences = withRuleSentences(
  /** @type {Record<string, string>} */ (readJson('package.nls.json')),
  rules,
);
const notices = thirdPartyNotices(root, await bundledPackages(root));
problems.push(...notices.problems);

/** @type {[path: string, text: string][]} */
const outputs = [
  ['package.json', printJson(manifest)],
  ['package.nls.json', printJson(sentences)],
  ['l10n/bundle.l10n.json', printJson(Object.fromEntries(templates.map((text) => [text, text])))],
  ['THIRD-PARTY-NOTICES', notices.text],
  ['docs/rules/README.md', rulesPage()],
  ...rules.map(({ id }) => rulePage(id)),
  [
    'README.md',
    withParts('README.md', {
      settings: settingsTable(manifest.contributes.configuration, sentences),
      rules: rulesTable(rules, 'docs/rules/'),
    }),
  ],
];

for (const [path, text] of outputs) {
  if (existsSync(join(root, path)) && read(path) === text) continue;
  if (flags.check) problems.push(`${path} is out of date: npm run generate`);
  else {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`${path} written`);
  }
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

function rulesPage() {
  return `# Rules

${rulesTable(rules, '')}

## Silences of all rules

\`indexwright why\` and the command _Why is there no finding here?_ tell for each statement which rules looked at it and why the silent ones were
silent. The pages of the rules name the reasons of each; these any rule may have:

${silencesTable(silencesOfAll(root))}
`;
}

/**
 * @param {string} id
 * @returns {[path: string, text: string]}
 */
function rulePage(id) {
  const path = `docs/rules/${id}.md`;
  return [path, withParts(path, { silences: silencesSection(silencesOf(root, id)) })];
}

/**
 * @param {string} path
 * @param {Record<string, string>} parts
 */
function withParts(path, parts) {
  let text = read(path);
  for (const [name, content] of Object.entries(parts)) {
    const next = replaceBetweenMarkers(text, name, content);
    if (next === undefined)
      problems.push(
        `${path} has no place for ${name}: <!-- generated: ${name} --> … <!-- end of ${name} -->`,
      );
    else text = next;
  }
  return text;
}

/** The rules say themselves what they find. @returns {Promise<readonly RuleFacts[]>} */
async function readRules() {
  const outfile = join(root, 'out', 'generate', 'analyzers.cjs');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['src/analyzers/index.ts'],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    outfile,
    logLevel: 'warning',
  });
  /** @type {(file: string) => unknown} */
  const load = createRequire(import.meta.url);
  const engine = /** @type {{ rules: readonly RuleFacts[] }} */ (load(outfile));
  return engine.rules;
}

/** @param {string} path */
function read(path) {
  return readFileSync(join(root, path), 'utf8');
}

/** As npm and Prettier print it. @param {unknown} value */
function printJson(value) {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** @param {string} path @returns {unknown} */
function readJson(path) {
  return /** @type {unknown} */ (JSON.parse(read(path)));
}
