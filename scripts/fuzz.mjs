// Judges documents that are cut, torn and put together by chance, and looks for what goes wrong.
// node scripts/fuzz.mjs [--seed 1] [--count 100000] [--from 0] [--grammar libpg-query|pgsql-ast-parser]
// A case that fails is printed small and saved whole in out/fuzz; --from <its number> --count 1 runs it again.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

/**
 * @typedef {object} Failure
 * @property {number} number
 * @property {string} path of the document that the case was made of
 * @property {string} kind
 * @property {string} detail
 * @property {string} text
 * @property {string} smallest
 */

/**
 * @typedef {object} Done
 * @property {number} slowest milliseconds
 * @property {number} number of the slowest case
 * @property {Record<string, number>} faults how many cases show each; of each kind a few are reported
 */

/** After so long without an answer the thread is in an endless loop. */
const HANG_MS = 60_000;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'out', 'fuzz');
const { values: flags } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    count: { type: 'string', default: '100000' },
    from: { type: 'string', default: '0' },
    grammar: { type: 'string', default: 'libpg-query' },
  },
});
const run = {
  seed: Number(flags.seed),
  from: Number(flags.from),
  count: Number(flags.count),
  grammar: flags.grammar,
  progress: new SharedArrayBuffer(4),
};
const progress = new Int32Array(run.progress);
console.log(`Seed ${run.seed}, ${run.count} cases from ${run.from}, ${run.grammar}.`);
const started = performance.now();
const worker = new Worker(new URL('./fuzz/judge-cases.mjs', import.meta.url));
worker.postMessage(run);
let failed = 0;
let isDone = false;
let last = { number: -1, at: performance.now() };

worker.on('message', (/** @type {Failure | Done} */ message) => {
  if ('kind' in message) {
    report(message);
    return;
  }
  isDone = true;
  console.log(
    `${run.count} cases in ${Math.round((performance.now() - started) / 1000)} s; the slowest took ${Math.round(message.slowest)} ms (number ${message.number}); ${Object.keys(message.faults).length} faults.`,
  );
  for (const [kind, cases] of Object.entries(message.faults)) console.log(`${cases} cases: ${kind}`);
});
worker.on('error', (error) => {
  failed++;
  console.error(`The thread ended at number ${progress[0]}: ${error.message}`);
});
worker.on('exit', () => {
  clearInterval(watch);
  process.exitCode = failed === 0 && isDone ? 0 : 1;
});
const watch = setInterval(() => {
  const number = progress[0] ?? 0;
  if (number !== last.number) last = { number, at: performance.now() };
  else if (performance.now() - last.at > HANG_MS) {
    failed++;
    console.error(`Number ${number} hangs: --seed ${run.seed} --from ${number} --count 1`);
    void worker.terminate();
  }
}, 1000);

/** @param {Failure} failure */
function report({ number, path, kind, detail, text, smallest }) {
  failed++;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${run.seed}-${number}${/\.\w+$/.exec(path)?.[0] ?? ''}`);
  writeFileSync(file, text);
  console.error(`\n--- ${kind}: ${detail}\n    --seed ${run.seed} --from ${number} --count 1 (${path})`);
  console.error(`${smallest}\n--- the whole is in ${file}`);
}
