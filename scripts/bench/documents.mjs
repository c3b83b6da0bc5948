import { join } from 'node:path';
import { spread } from './measure.mjs';
import { loadAnalysisClient } from './runtime.mjs';
import { readMigrations, sampleDocuments, SETTINGS } from './sample-documents.mjs';

/** @typedef {import('./measure.mjs').Spread} Spread */
/** @typedef {import('./sample-documents.mjs').SampleDocument} SampleDocument */
/** @typedef {import('./runtime.mjs').Client} Client */

const SCHEMA = 'sample';
const WARM_UP = 30;
const KEYSTROKES = 100;

/**
 * @typedef {object} DocumentTimes milliseconds
 * @property {string} label
 * @property {number} lines
 * @property {Spread} cold the first document of a new worker: the grammar and, for TypeScript, its parser are loaded on the way
 * @property {Spread} first in a worker that has judged others
 * @property {Spread} keystroke one more typed character, until the findings are there
 * @property {Spread} hostThread of that the work on the thread that asks
 */

/**
 * Each document judged by the worker as it ships, asked by the client as the extension has it.
 *
 * @param {string} root
 * @param {number} runs
 * @returns {Promise<DocumentTimes[]>}
 */
export async function measureDocuments(root, runs) {
  const AnalysisClient = loadAnalysisClient(root);
  const connect = async () => {
    const workerFile = join(root, 'dist', 'analysis-worker.js');
    const client = new AnalysisClient({ workerFile, timeoutMs: 60_000 });
    await client.setMigrations(SCHEMA, readMigrations(root));
    return client;
  };
  const results = [];
  for (const document of sampleDocuments(root)) {
    /** @type {number[]} */
    const cold = [];
    for (let run = 0; run < runs; run += 1) {
      const client = await connect();
      cold.push((await measure(client, document, document.text)).waited);
      client.dispose();
    }
    const client = await connect();
    results.push({
      label: document.label,
      lines: document.text.split('\n').length,
      cold: spread(cold),
      first: spread(await measureFirst(client, document, runs)),
      ...(await measureKeystrokes(client, document)),
    });
    client.dispose();
  }
  return results;
}

/**
 * The document under other names, after enough others that the engine's code is warm; nothing of it is remembered but its statements'
 * trees, so each is given other numbers.
 *
 * @param {Client} client
 * @param {SampleDocument} document
 * @param {number} runs
 */
async function measureFirst(client, document, runs) {
  const times = [];
  for (let run = 0; run < 10 + runs; run += 1) {
    const text = document.text.replaceAll(/\d+/g, (digits) => `${digits}${run}`);
    const { waited } = await measure(client, { ...document, file: `${run}.${document.file}` }, text);
    if (run >= 10) times.push(waited);
  }
  return times;
}

/**
 * @param {Client} client
 * @param {SampleDocument} document
 */
async function measureKeystrokes(client, document) {
  const keystroke = [];
  const hostThread = [];
  for (let key = 0; key < WARM_UP + KEYSTROKES; key += 1) {
    const { waited, active } = await measure(client, document, typed(document, key));
    if (key < WARM_UP) continue;
    keystroke.push(waited);
    hostThread.push(active);
  }
  return { keystroke: spread(keystroke), hostThread: spread(hostThread) };
}

/**
 * @param {SampleDocument} document
 * @param {number} key
 */
function typed({ text, keystrokeAt }, key) {
  return text.slice(0, keystrokeAt) + 'x'.repeat(1 + (key % 7)) + text.slice(keystrokeAt);
}

/**
 * @param {Client} client
 * @param {SampleDocument} document
 * @param {string} text
 */
async function measure(client, { file, languageId }, text) {
  const request = { document: { file, languageId, text }, settings: SETTINGS, snapshotKey: SCHEMA };
  const before = performance.eventLoopUtilization();
  const started = performance.now();
  await client.analyze(request, undefined, 'edit');
  const waited = performance.now() - started;
  return { waited, active: performance.eventLoopUtilization(before).active };
}
