// The thread of scripts/fuzz.mjs that judges: an endless loop here can be ended from outside.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';

/** @typedef {{ seed: number, from: number, count: number, grammar: string, progress: SharedArrayBuffer }} Run */
/** @typedef {import('../../test/fuzz/fuzz-case.js').FuzzCase} FuzzCase */

const run = await new Promise((/** @type {(run: Run) => void} */ resolve) =>
  parentPort?.once('message', resolve),
);

/** A statement that takes longer is a hang. */
const SLOW_MS = 2000;
const FAULTS_SHOWN = 3;

/** @type {(module: string) => unknown} */
const load = createRequire(import.meta.url);
load('../../test/register.cjs');
const { examine } = /** @type {typeof import('../../test/fuzz/examine.js')} */ (
  load('../../test/fuzz/examine')
);
const { makeFuzzCase } = /** @type {typeof import('../../test/fuzz/fuzz-case.js')} */ (
  load('../../test/fuzz/fuzz-case')
);
const { readFuzzDocuments } = /** @type {typeof import('../../test/fuzz/fuzz-documents.js')} */ (
  load('../../test/fuzz/fuzz-documents')
);
const { shrink } = /** @type {typeof import('../../test/fuzz/shrink.js')} */ (load('../../test/fuzz/shrink'));
const { createLibpgFeeder, createPgsqlAstFeeder } =
  /** @type {typeof import('../../src/analyzers/index.js')} */ (load('../../src/analyzers'));
const { createLibpgInstance } = /** @type {typeof import('../../src/runtime/libpg-instance.js')} */ (
  load('../../src/runtime/libpg-instance')
);

const wasm = await WebAssembly.compile(
  readFileSync(createRequire(import.meta.url).resolve('libpg-query/wasm/libpg-query.wasm')),
);
const progress = new Int32Array(run.progress);
let feeder = await makeFeeder();
const slowest = { slowest: 0, number: -1 };
/** @type {Map<string, number>} */
const seen = new Map();
const documents = await readFuzzDocuments();
for (let number = run.from; number < run.from + run.count; number++) {
  progress[0] = number;
  const test = makeFuzzCase(documents, run.seed, number);
  const { fault, milliseconds } = time(test);
  if (milliseconds > slowest.slowest) Object.assign(slowest, { slowest: milliseconds, number });
  if (fault) {
    if ('isLost' in feeder && feeder.isLost) feeder = await makeFeeder();
    report(number, test, fault);
  } else if (milliseconds > SLOW_MS && time(test).milliseconds > SLOW_MS) {
    report(number, test, { kind: 'slow', detail: `${Math.round(milliseconds)} ms` });
  }
}
parentPort?.postMessage({ ...slowest, faults: Object.fromEntries(seen) });

async function makeFeeder() {
  if (run.grammar === 'pgsql-ast-parser') return createPgsqlAstFeeder();
  return createLibpgFeeder(await createLibpgInstance(wasm));
}

/**
 * Time of the processor: on a busy machine every case would be slow by the clock.
 *
 * @param {FuzzCase} test
 */
function time(test) {
  const before = process.cpuUsage();
  const fault = examine(test, feeder);
  const { user, system } = process.cpuUsage(before);
  return { fault, milliseconds: (user + system) / 1000 };
}

/**
 * One fault that many texts show is told a few times.
 *
 * @param {number} number
 * @param {FuzzCase} test
 * @param {{ kind: string, detail: string }} fault
 */
function report(number, test, fault) {
  const times = (seen.get(fault.kind) ?? 0) + 1;
  seen.set(fault.kind, times);
  if (times > FAULTS_SHOWN) return;
  const isSlowOrLost = fault.kind === 'slow' || fault.kind === 'grammar lost';
  const smallest = isSlowOrLost
    ? test.text
    : shrink(test.text, (text) => examine({ ...test, text }, feeder)?.kind === fault.kind, 500);
  const detail = examine({ ...test, text: smallest }, feeder)?.detail ?? fault.detail;
  parentPort?.postMessage({
    number,
    path: test.document.path,
    kind: fault.kind,
    detail,
    text: test.text,
    smallest,
  });
}
