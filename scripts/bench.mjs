// Measures what a person waits for: node scripts/bench.mjs [--runs 15] [--write]
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureActivation } from './bench/activation.mjs';
import { measureBackgroundProofs } from './bench/background-proofs.mjs';
import { measureDocuments } from './bench/documents.mjs';
import { measureEmbeddedPlanner } from './bench/embedded-planner.mjs';
import { measureFolder } from './bench/folder.mjs';
import { measureLargeCatalog } from './bench/large-catalog.mjs';
import { formatSize, formatSpread } from './bench/measure.mjs';
import { measurePlans } from './bench/plans.mjs';
import { measurePlanView } from './bench/plan-view.mjs';
import { measureWorkspace } from './bench/workspace.mjs';
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
  folderTable(3),
  await workspaceTable(),
  await largeCatalogTable(),
  plansTable(Number(flags.runs)),
  await planViewTable(Number(flags.runs)),
  await embeddedPlannerTable(),
  await backgroundProofsTable(),
  activationTable(Number(flags.runs)),
  sizesTable(),
].join('\n\n');
console.log(report);
if (flags.write) write(report);

/** @param {number} runs */
async function documentsTable(runs) {
  const rows = (await measureDocuments(root, runs)).map(
    ({ label, lines, cold, first, keystroke, hostThread }) =>
      [`| ${label} (${lines} lines)`, ...[cold, first, keystroke, hostThread].map(formatSpread)].join(' | '),
  );
  return [
    '| Document, ms | Cold: median | min | p95 | First check: median | min | p95 | After a keystroke: median | min | p95 | On the thread that asks: median | min | p95 |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `${row} |`),
  ].join('\n');
}

/** @param {number} runs */
function folderTable(runs) {
  const { files, sqlFiles, seconds } = measureFolder(root, runs);
  return [
    '| `indexwright check`, seconds | median | min | p95 |',
    '| --- | --- | --- | --- |',
    `| a folder of ${files} TypeScript files, ${sqlFiles} of them with ten queries each | ${formatSpread(seconds)} |`,
  ].join('\n');
}

async function workspaceTable() {
  const { seconds, longestBlockMs, megabytes } = await measureWorkspace(root);
  return [
    '| The same 3,000 files from a process that goes on with its own work | |',
    '| --- | --- |',
    `| until all are judged, s | ${seconds.toFixed(1)} |`,
    `| longest time that the asking thread was busy at once, ms | ${longestBlockMs.toFixed(1)} |`,
    `| memory of the process above its start, with the worker, MB | ${megabytes.toFixed(0)} |`,
  ].join('\n');
}

async function largeCatalogTable() {
  const { schema, read, told, megabytesOnce, megabytes, judged, painted, opened, healthy } =
    await measureLargeCatalog(root, 3);
  return [
    `| The schema of a server (${schema}) | median | min | p95 |`,
    '| --- | --- | --- | --- |',
    `| reading its catalogues, s | ${formatSpread(read)} |`,
    `| making the snapshot of it in the worker, s | ${formatSpread(told)} |`,
    `| judging a query by it, ms | ${formatSpread(judged)} |`,
    `| the tree of indexes: first rows after the snapshot, ms | ${formatSpread(painted)} |`,
    `| the tree of indexes: a part of the schema is opened, ms | ${formatSpread(opened)} |`,
    `| judging the health of all indexes, s | ${formatSpread(healthy)} |`,
    '',
    `Until the first snapshot is there the process has up to ${megabytesOnce.toFixed(0)} MB more than before it read, and up to ${megabytes.toFixed(0)} MB while it reads again and again.`,
  ].join('\n');
}

async function embeddedPlannerTable() {
  const { coldSeconds, warm, question, kept, megabytes, megabytesAfter } = await measureEmbeddedPlanner(
    root,
    5,
  );
  return [
    "| The embedded planner with the sample's migrations | median | min | p95 |",
    '| --- | --- | --- | --- |',
    `| start with its first plan, s | ${formatSpread(warm)} |`,
    `| a plan with an index that is not there, ms | ${formatSpread(question)} |`,
    `| the same where the planner keeps the index for more questions, ms | ${formatSpread(kept)} |`,
    '',
    `The first start of all, which makes the empty database, takes ${coldSeconds.toFixed(1)} s. The process has up to ${megabytes.toFixed(0)} MB more while the planner runs, and ${megabytesAfter.toFixed(0)} MB after it has ended.`,
  ].join('\n');
}

async function backgroundProofsTable() {
  const { proofs, blocks } = await measureBackgroundProofs(root, 5);
  return [
    '| Proofs in the background: longest time that the extension host was busy at once, ms | median | min | p95 |',
    '| --- | --- | --- | --- |',
    `| reading migrations and a statistics file | ${formatSpread(blocks.reading)} |`,
    `| loading what talks with the planner, and its start | ${formatSpread(blocks.start)} |`,
    `| ${proofs} proofs | ${formatSpread(blocks.proofs)} |`,
  ].join('\n');
}

/** @param {number} runs */
function plansTable(runs) {
  const { nodes, json, text, figures, comparison } = measurePlans(root, runs);
  return [
    `| A plan of ${nodes} nodes, ms | median | min | p95 |`,
    '| --- | --- | --- | --- |',
    `| reading it from JSON | ${formatSpread(json)} |`,
    `| reading it from text | ${formatSpread(text)} |`,
    `| the figures of every node | ${formatSpread(figures)} |`,
    `| comparing it with another | ${formatSpread(comparison)} |`,
  ].join('\n');
}

/** @param {number} runs */
async function planViewTable(runs) {
  const { nodes, model, paint, whole, frames } = await measurePlanView(root, runs);
  return [
    `| A plan of ${nodes} nodes in the plan view, ms | median | min | p95 |`,
    '| --- | --- | --- | --- |',
    `| reading it and making the model of the page | ${formatSpread(model)} |`,
    `| from the model to the first frame with the tree | ${formatSpread(paint)} |`,
    `| from then on until there is a row for every node | ${formatSpread(whole)} |`,
    `| one frame while the wheel scrolls through it | ${formatSpread(frames)} |`,
  ].join('\n');
}

/** @param {number} runs */
function activationTable(runs) {
  const { milliseconds, modules } = measureActivation(root, runs);
  return [
    '| Loading dist/extension.js, ms | median | min | p95 |',
    '| --- | --- | --- | --- |',
    `| in a process of its own, with an empty stand-in for the module vscode | ${formatSpread(milliseconds)} |`,
    '',
    `It loads ${modules.join(', ')}. No parser is among them.`,
  ].join('\n');
}

function sizesTable() {
  const files = readdirSync(join(root, 'dist')).filter((name) => /\.(?:js|css|wasm)$/.test(name));
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
