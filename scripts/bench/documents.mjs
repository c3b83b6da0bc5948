import { Worker } from 'node:worker_threads';
import { join } from 'node:path';
import { spread } from './measure.mjs';
import { readMigrations, sampleDocuments } from './sample-documents.mjs';

/** @typedef {import('./measure.mjs').Spread} Spread */
/** @typedef {import('./sample-documents.mjs').SampleDocument} SampleDocument */

/** What the engine needs to know beside the document; the keys are those of AnalysisSettings. */
const SETTINGS = {
  rules: {},
  serverVersion: 14,
  embeddedSql: { tags: [], callees: [] },
  expectedArraySize: 20,
  today: '2026-01-01',
};
const SCHEMA = 'sample';

/**
 * Each document judged by the worker as it ships: by a new worker that has read the migrations (cold: the grammar and, for TypeScript, its
 * parser are loaded on the way), then once more after one typed character.
 *
 * @param {string} root
 * @param {number} runs
 * @returns {Promise<{ label: string, lines: number, cold: Spread, keystroke: Spread }[]>}
 */
export async function measureDocuments(root, runs) {
  const results = [];
  for (const document of sampleDocuments(root)) {
    /** @type {number[]} */
    const cold = [];
    /** @type {number[]} */
    const keystroke = [];
    for (let run = 0; run < runs; run += 1) {
      const times = await measureOnce(root, document);
      cold.push(times.cold);
      keystroke.push(times.keystroke);
    }
    results.push({
      label: document.label,
      lines: document.text.split('\n').length,
      cold: spread(cold),
      keystroke: spread(keystroke),
    });
  }
  return results;
}

/**
 * @param {string} root
 * @param {SampleDocument} document
 */
async function measureOnce(root, document) {
  const worker = new Worker(join(root, 'dist', 'analysis-worker.js'));
  try {
    await answer(worker);
    await ask(worker, { kind: 'set-migrations', key: SCHEMA, files: readMigrations(root) });
    const cold = await timeAnalysis(worker, document, document.text);
    // The second keystroke: the first one still finds code that was never run before.
    await timeAnalysis(worker, document, typed(document, 'x'));
    return { cold, keystroke: await timeAnalysis(worker, document, typed(document, 'y')) };
  } finally {
    await worker.terminate();
  }
}

/**
 * @param {SampleDocument} document
 * @param {string} character
 */
function typed({ text, keystrokeAt }, character) {
  return text.slice(0, keystrokeAt) + character + text.slice(keystrokeAt);
}

/**
 * @param {Worker} worker
 * @param {SampleDocument} document
 * @param {string} text
 */
async function timeAnalysis(worker, { file, languageId }, text) {
  const request = { document: { file, languageId, text }, settings: SETTINGS, snapshotKey: SCHEMA };
  const started = performance.now();
  const response = await ask(worker, { kind: 'analyze', request });
  const milliseconds = performance.now() - started;
  if (response.kind !== 'analysis') throw new Error(`${file}: ${JSON.stringify(response)}`);
  return milliseconds;
}

/**
 * @param {Worker} worker
 * @param {object} request
 */
function ask(worker, request) {
  worker.postMessage({ id: 1, ...request });
  return answer(worker);
}

/**
 * @param {Worker} worker
 * @returns {Promise<{ kind: string }>}
 */
function answer(worker) {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
