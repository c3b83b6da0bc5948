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

console.log('| Project | Files | Queries | Found | Read | % read | Approximate |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
const sum = { files: 0, queries: 0, found: 0, read: 0, approximate: 0 };
for (const folder of folders) {
  const counts = measure(folder);
  for (const key of /** @type {(keyof typeof sum)[]} */ (Object.keys(sum))) sum[key] += counts[key];
  print(basename(folder), counts);
}
print('all', sum);

/**
 * @param {string} name
 * @param {typeof sum} counts
 */
function print(name, { files, queries, found, read, approximate }) {
  const share = queries === 0 ? '' : ((read / queries) * 100).toFixed(1);
  console.log(`| ${name} | ${files} | ${queries} | ${found} | ${read} | ${share} | ${approximate} |`);
}

/** @param {string} folder */
function measure(folder) {
  const counts = { files: 0, queries: 0, found: 0, read: 0, approximate: 0 };
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const languageId = LANGUAGES[/\.(\w+)$/.exec(path)?.[1] ?? ''];
    if (!languageId || TEST.test(path) || /(?:^|[\\/])(?:node_modules|dist)[\\/]/.test(path)) continue;
    const text = readText(join(folder, path));
    const queries = text === undefined ? [] : findQueries(path, text);
    if (text === undefined || queries.length === 0) continue;
    counts.files++;
    measureFile(relative('.', join(folder, path)), { text, languageId }, queries, counts);
  }
  return counts;
}

/**
 * @param {string} path
 * @param {{ text: string, languageId: string }} document
 * @param {readonly { start: number, end: number }[]} queries
 * @param {typeof sum} counts
 */
function measureFile(path, document, queries, counts) {
  const fragments = findEmbeddedSql(document, { tags: [], callees: [] });
  for (const { start, end } of queries) {
    const inside = fragments.filter(
      ({ documentSpan }) => documentSpan.start < end && start < documentSpan.end,
    );
    const fed = inside.map((fragment) => feedFragment(fragment, feeder));
    const isRead = fed.length > 0 && fed.every(({ result }) => result.kind === 'statement');
    counts.queries++;
    if (inside.length > 0) counts.found++;
    if (isRead) counts.read++;
    if (isRead && fed.some(({ fragment }) => fragment.approximate)) counts.approximate++;
    if (!isRead && flags.list) list(path, document.text, start, end, inside);
  }
}

/**
 * @param {string} path
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @param {readonly { text: string }[]} fragments
 */
function list(path, text, start, end, fragments) {
  const line = text.slice(0, start).split('\n').length;
  console.error(`${path}:${line} ${fragments.length > 0 ? 'not read' : 'not found'}`);
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
