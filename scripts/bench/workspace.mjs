import { monitorEventLoopDelay } from 'node:perf_hooks';
import { join } from 'node:path';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { loadAnalysisClient } from './runtime.mjs';
import {
  functionWithoutSql,
  readMigrations,
  repeat,
  SETTINGS,
  typescriptFunction,
} from './sample-documents.mjs';

const FILES = 3000;
const SQL_EVERY = 5;
const SCHEMA = 'sample';

/**
 * @typedef {object} WorkspaceLoad
 * @property {number} seconds
 * @property {number} longestBlockMs of the thread that asks, which in VS Code is that of every extension
 * @property {number} megabytes that the process has more at its largest than at its start: worker, grammar and parser
 */

/**
 * "Check workspace" through the client as the extension has it, one file after the other, in a process of its own.
 *
 * @param {string} root
 * @returns {Promise<WorkspaceLoad>}
 */
export function measureWorkspace(root) {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [root]);
    child.once('message', (load) => resolve(/** @type {WorkspaceLoad} */ (load)));
    child.once('error', reject);
  });
}

/** @param {string} root */
async function checkWorkspace(root) {
  const AnalysisClient = loadAnalysisClient(root);
  const start = process.memoryUsage().rss;
  let peak = start;
  const client = new AnalysisClient({
    workerFile: join(root, 'dist', 'analysis-worker.js'),
    timeoutMs: 60_000,
  });
  await client.setMigrations(SCHEMA, readMigrations(root));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const started = performance.now();
  delay.enable();
  for (let number = 0; number < FILES; number += 1) {
    const make = number % SQL_EVERY === 0 ? typescriptFunction : functionWithoutSql;
    const document = {
      file: `src/file${number}.ts`,
      languageId: 'typescript',
      text: repeat(10, (each) => make(number * 10 + each)),
    };
    await client.analyze({ document, settings: SETTINGS, snapshotKey: SCHEMA }, undefined, 'command');
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  delay.disable();
  const seconds = (performance.now() - started) / 1000;
  client.dispose();
  return { seconds, longestBlockMs: delay.max / 1e6, megabytes: (peak - start) / 1e6 };
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.send) {
  process.send(await checkWorkspace(process.argv[2] ?? '.'));
}
