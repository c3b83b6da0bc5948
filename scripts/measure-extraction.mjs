// How much of the SQL in TypeScript and JavaScript is found and read: node scripts/measure-extraction.mjs [--list] <folder…>
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { findQueries } from './measure-extraction/find-queries.mjs';

const { resolve } = createRequire(import.meta.url);
/** @type {(module: string) => unknown} */
const load = createRequire(import.meta.url);
load('../test/register.cjs');
const { createLibpgFeeder } = /** @type {typeof import('../src/analyzers/sql/libpg/libpg-feeder.js')} */ (
  load('../src/analyzers/sql/libpg/libpg-feeder')
);
const { createLibpgInstance } = /** @type {typeof import('../src/runtime/libpg-instance.js')} */ (
  load('../src/runtime/libpg-instance')
);
const { feedFragment } = /** @type {typeof import('../src/analyzers/repair-fragment.js')} */ (
  load('../src/analyzers/repair-fragment')
);
const { findEmbeddedSql } = /** @type {typeof import('../src/analyzers/sources/typescript.js')} */ (
  load('../src/analyzers/sources/typescript')
);
const { databaseOfPath } = /** @type {typeof import('../src/analyzers/sources/database-of-path.js')} */ (
  load('../src/analyzers/sources/database-of-path')
);

const { values: flags, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: { list: { type: 'boolean', default: false } },
});
const wasm = readFileSync(resolve('libpg-query/wasm/libpg-query.wasm'));
const feeder = createLibpgFeeder(await createLibpgInstance(wasm));
const TEST =
  /(?:^|[\\/])(?:tests?|__tests__|specs?|e2e|fixtures|__mocks__)[\\/]|[.-](?:test|spec)\.\w+$|\.d\.ts$/;
/** @type {Record<string, string>} */
const LANGUAGES = {
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'typescriptreact',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
};

/** @type {readonly import('./measure-extraction/left-out.mjs').Reason[]} */
const REASONS = ['other database', 'part', 'body', 'shown', 'prose'];
/** What the product makes of the texts that are left out because they are for another database. */
const FATES = /** @type {const} */ (['told apart', 'not found', 'not read', 'read']);

const HEADS = ['Files', 'Queries', 'Found', 'Read', '% read', 'Approximate', ...REASONS, ...FATES];
console.log(`| Project | ${HEADS.join(' | ')} |`);
console.log(`| --- |${' ---: |'.repeat(HEADS.length)}`);
/** @type {Record<string, number>} */
const sum = {};
for (const folder of folders) {
  const counts = measure(folder);
  for (const [name, count] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + count;
  print(basename(folder), counts);
}
print('all', sum);

/**
 * @param {string} name
 * @param {Readonly<Record<string, number>>} counts
 */
function print(name, counts) {
  const { Queries: queries = 0, Read: read = 0 } = counts;
  const share = queries === 0 ? '' : ((read / queries) * 100).toFixed(1);
  const cells = HEADS.map((head) => (head === '% read' ? share : (counts[head] ?? 0)));
  console.log(`| ${name} | ${cells.join(' | ')} |`);
}

/** @param {string} folder */
function measure(folder) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const languageId = LANGUAGES[/\.(\w+)$/.exec(path)?.[1] ?? ''];
    if (!languageId || TEST.test(path) || /(?:^|[\\/])(?:node_modules|dist)[\\/]/.test(path)) continue;
    const text = readText(join(folder, path));
    const queries = text === undefined ? [] : findQueries(path, text);
    if (text === undefined || queries.length === 0) continue;
    const otherDatabase = databaseOfPath(path.replaceAll('\\', '/'));
    const document = { text, languageId, ...(otherDatabase && { otherDatabase }) };
    measureFile(relative('.', join(folder, path)), document, queries, counts);
  }
  return counts;
}

/**
 * @param {string} path
 * @param {import('../src/analyzers/sources/fragment.js').SourceDocument} document
 * @param {readonly import('./measure-extraction/find-queries.mjs').Query[]} queries
 * @param {Record<string, number>} counts
 */
function measureFile(path, document, queries, counts) {
  const fragments = findEmbeddedSql(document, { tags: [], callees: [] });
  /** @param {string} name */
  const count = (name) => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  if (queries.some(({ leftOut }) => !leftOut)) count('Files');
  for (const query of queries) {
    const { start, end, leftOut } = query;
    const inside = fragments.filter(
      ({ documentSpan }) => documentSpan.start < end && start < documentSpan.end,
    );
    const fed = inside.map((fragment) => feedFragment(fragment, feeder));
    const fate = fateOf(fed);
    if (leftOut) {
      count(leftOut);
      if (leftOut === 'other database') count(fate);
      list(path, document.text, query, `left out (${leftOut}), ${fate}`);
      continue;
    }
    count('Queries');
    if (inside.length > 0) count('Found');
    if (fate === 'read') count('Read');
    else list(path, document.text, query, fate);
    if (fate === 'read' && fed.some(({ fragment }) => fragment.approximate)) count('Approximate');
  }
}

/**
 * @param {readonly import('../src/analyzers/repair-fragment.js').FedFragment[]} fed
 * @returns {(typeof FATES)[number]}
 */
function fateOf(fed) {
  if (fed.length === 0) return 'not found';
  if (fed.some(({ fragment }) => fragment.otherDatabase !== undefined)) return 'told apart';
  return fed.every(({ result }) => result.kind === 'statement') ? 'read' : 'not read';
}

/**
 * @param {string} path
 * @param {string} text
 * @param {{ start: number, end: number }} query
 * @param {string} what
 */
function list(path, text, { start, end }, what) {
  if (!flags.list) return;
  const line = text.slice(0, start).split('\n').length;
  console.error(`${path}:${line} ${what}`);
  console.error(`    ${text.slice(start, Math.min(end, start + 300)).replace(/\s+/g, ' ')}`);
}

/**
 * Files that cannot be read, and bundles, are none that somebody writes queries in.
 *
 * @param {string} path
 */
function readText(path) {
  try {
    const text = readFileSync(path, 'utf8');
    return text.length < 1_000_000 ? text : undefined;
  } catch {
    return undefined;
  }
}
