// Measures what a person waits for: node scripts/bench.mjs [--runs 15] [--write]
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureActivation } from './bench/activation.mjs';
import { measureDocuments } from './bench/documents.mjs';
import { formatSize, formatSpread } from './bench/measure.mjs';
import { replaceBetweenMarkers } from './generate/tables.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const page = join(root, 'docs', 'benchmarks.md');
const vsix = join(root, 'out', 'indexwright.vsix');
const { values: flags } = parseArgs({
  options: { runs: { type: 'string', default: '15' }, write: { type: 'boolean', default: false } },
});

node('esbuild.mjs', '--production');
node('scripts/package.mjs', vsix);
const report = [
  `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}; ${flags.runs} runs of each.`,
  await documentsTable(Number(flags.runs)),
  activationTable(Number(flags.runs)),
  sizesTable(),
].join('\n\n');
console.log(report);
if (flags.write) write(report);

/** @param {number} runs */
async function documentsTable(runs) {
  const rows = (await measureDocuments(root, runs)).map(
    ({ label, lines, cold, keystroke }) =>
      `| ${label} (${lines} lines) | ${formatSpread(cold)} | ${formatSpread(keystroke)} |`,
  );
  return [
    '| Document, ms | Cold: median | min | max | After a keystroke: median | min | max |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** @param {number} runs */
function activationTable(runs) {
  const { milliseconds, modules } = measureActivation(root, runs);
  return [
    '| Loading dist/extension.js, ms | median | min | max |',
    '| --- | --- | --- | --- |',
    `| in a process of its own, with an empty stand-in for the module vscode | ${formatSpread(milliseconds)} |`,
    '',
    `It loads ${modules.join(', ')}. No parser is among them.`,
  ].join('\n');
}

function sizesTable() {
  const files = readdirSync(join(root, 'dist')).filter((name) => /\.(?:js|wasm)$/.test(name));
  const rows = [...files.map((name) => join('dist', name)), join('out', 'indexwright.vsix')].map(
    (name) => `| ${name.replaceAll('\\', '/')} | ${formatSize(statSync(join(root, name)).size)} |`,
  );
  return ['| File | Size |', '| --- | --- |', ...rows].join('\n');
}

/** @param {string} text */
function write(text) {
  const before = existsSync(page)
    ? readFileSync(page, 'utf8')
    : '# Benchmarks\n\n<!-- generated: benchmarks -->\n<!-- end of benchmarks -->\n';
  const after = replaceBetweenMarkers(before, 'benchmarks', text);
  if (after === undefined) throw new Error('docs/benchmarks.md has lost its markers.');
  writeFileSync(page, after);
}

/** @param {string[]} args */
function node(...args) {
  execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}
