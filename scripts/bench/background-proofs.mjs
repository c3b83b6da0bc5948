import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { spread } from './measure.mjs';
import { readMigrations, sampleDocuments, SETTINGS } from './sample-documents.mjs';

const SCHEMA = 'sample';
/** Beside the sample's. */
const TABLES = 100;
const COLUMNS = 20;

/**
 * @typedef {object} ProofLoad
 * @property {Blocks} blocks
 * @property {number} proofs of one run
 */

/**
 * How long the thread was busy at once, in ms, in the part of the work where that was longest.
 *
 * @typedef {{ reading: import('./measure.mjs').Spread, start: import('./measure.mjs').Spread, proofs: import('./measure.mjs').Spread }} Blocks
 */

/**
 * What a window does when it proves findings in the background, in processes of their own that have what the extension host has: the client
 * of the worker, the planner's process and the chunk that talks with it.
 *
 * @param {string} root
 * @param {number} runs
 * @returns {Promise<ProofLoad>}
 */
export async function measureBackgroundProofs(root, runs) {
  const folder = mkdtempSync(join(tmpdir(), 'indexwright-bench-'));
  try {
    bundleParts(root, folder);
    writeFileSync(join(folder, 'indexwright.statistics.json'), JSON.stringify(statisticsFile(), null, 2));
    const ends = [];
    // The first makes the empty database.
    for (let run = 0; run <= runs; run += 1) ends.push(await runOnce(root, folder));
    const counted = ends.slice(1);
    return {
      proofs: counted[0]?.proofs ?? 0,
      blocks: {
        reading: spread(counted.map(({ reading }) => reading)),
        start: spread(counted.map(({ start }) => start)),
        proofs: spread(counted.map(({ proving }) => proving)),
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @typedef {object} Run
 * @property {number} reading
 * @property {number} start
 * @property {number} proving
 * @property {number} proofs
 */

/** @param {string} root @param {string} folder @returns {Promise<Run>} */
function runOnce(root, folder) {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [root, folder]);
    child.once('message', (run) => resolve(/** @type {Run} */ (run)));
    child.once('error', reject);
    child.once('exit', (code) => code !== 0 && reject(new Error(`The proofs ended with code ${code}.`)));
  });
}

const PARTS = `
  export { AnalysisClient } from './src/runtime/analysis-client';
  export { provableFixes } from './src/analyzers/plans/evidence/proven-finding';
  export { readStatisticsFile } from './src/analyzers/statistics-file/read-statistics-file';`;

/** @param {string} root @param {string} folder */
function bundleParts(root, folder) {
  esbuild.buildSync({
    stdin: { contents: PARTS, resolveDir: root, loader: 'ts' },
    outfile: join(folder, 'parts.cjs'),
    bundle: true,
    minify: true,
    platform: 'node',
  });
}

/** @param {number} number */
const tableName = (number) => `measured_${number}`;
/** @param {number} number */
const columnNames = (number) => Array.from({ length: COLUMNS }, (_, i) => `column_${number}_${i}`);

function measuredTables() {
  const tables = Array.from({ length: TABLES }, (_, number) => {
    const columns = columnNames(number).map((name) => `${name} bigint NOT NULL`);
    return `CREATE TABLE ${tableName(number)} (${columns.join(', ')}, PRIMARY KEY (${columnNames(number)[0]}));`;
  });
  return { file: 'measured.sql', text: tables.join('\n') };
}

/** Of the many tables, and of the sample's events with 50 million rows. */
function statisticsFile() {
  const server = {
    versionNumber: 180_000,
    blockSize: 8192,
    collation: { name: 'C', isC: true },
    extensions: [],
  };
  /** @param {string} name @param {number} distinct */
  const column = (name, distinct) => ({
    name,
    nullFraction: 0,
    averageWidth: 8,
    distinct,
    correlation: 0.5,
    commonShares: [0.01, 0.005, 0.001],
  });
  /** @param {string} name @param {readonly object[]} columns */
  const table = (name, columns) => ({
    ...{ schema: 'public', name, rows: 5e7, pages: 1e6, currentPages: 1e6, allVisiblePages: 9e5 },
    columns,
    indexes: [{ name: `${name}_pkey`, rows: 5e7, pages: 137_000, currentPages: 137_000 }],
  });
  const events = [column('event_id', -1), column('stream_id', 2e6), column('created_at', -0.9)];
  return {
    ...{ format: 1, readAt: '2026-01-01T00:00:00Z', database: 'measured', server, settings: {} },
    tables: [
      table('events', events),
      ...Array.from({ length: TABLES }, (_, number) =>
        table(
          tableName(number),
          columnNames(number).map((name) => column(name, -0.5)),
        ),
      ),
    ],
    notCarried: [],
  };
}

/**
 * @typedef {object} Parts
 * @property {typeof import('../../src/runtime/analysis-client').AnalysisClient} AnalysisClient
 * @property {typeof import('../../src/analyzers/plans/evidence/proven-finding').provableFixes} provableFixes
 * @property {typeof import('../../src/analyzers/statistics-file/read-statistics-file').readStatisticsFile} readStatisticsFile
 * @typedef {typeof import('../../src/postgres/postgres')} PostgresRoom
 * @typedef {import('../../src/runtime/protocol').AnalysisRequest & { text: string }} Source
 * @typedef {import('../../src/postgres/hypothetical/proving-engine').ProvingEngine<Source>} Engine
 * @typedef {import('../../src/runtime/analysis-client').AnalysisClient} Client
 */

/** @param {string} root @param {string} folder @returns {Promise<Run>} */
async function prove(root, folder) {
  const load = /** @type {(file: string) => unknown} */ (createRequire(import.meta.url));
  // Which the extension host has long loaded.
  load('node:https');
  const parts = /** @type {Parts} */ (load(join(folder, 'parts.cjs')));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  /** The longest since it was asked last. */
  const longest = () => {
    const { max } = delay;
    delay.reset();
    return max / 1e6;
  };
  const read = parts.readStatisticsFile(await readFile(join(folder, 'indexwright.statistics.json'), 'utf8'));
  if (read.kind !== 'statistics') throw new Error('The statistics file cannot be read.');
  const client = new parts.AnalysisClient({
    workerFile: join(root, 'dist', 'analysis-worker.js'),
    timeoutMs: 60_000,
  });
  await client.setMigrations(SCHEMA, [...readMigrations(root), measuredTables()]);
  const reading = longest();
  const postgres = /** @type {PostgresRoom} */ (load(join(root, 'dist', 'postgres.js')));
  const question = /** @type {const} */ ({ kind: 'list-schema-statements', key: SCHEMA });
  const { statements } = await client.ask(question, 'schema-statements', undefined);
  const planner = new postgres.EmbeddedPlanner({
    programFile: join(root, 'dist', 'embedded-planner.js'),
    cacheFolder: join(folder, 'cache'),
    world: { statements, statistics: read.file, assumed: postgres.assumedSizes(SETTINGS.assumedRows) },
    timeoutMs: 60_000,
  });
  await planner.facts();
  const start = longest();
  const proofs = await proveSample(root, parts, client, postgres, new postgres.EmbeddedReader(planner));
  const proving = longest();
  await planner.dispose();
  client.dispose();
  return { reading, start, proving, proofs };
}

/**
 * Resolves to the number of proofs.
 *
 * @param {string} root
 * @param {Parts} parts
 * @param {Client} client
 * @param {PostgresRoom} postgres
 * @param {InstanceType<PostgresRoom['EmbeddedReader']>} reader
 */
async function proveSample(root, { provableFixes }, client, { tryFix }, reader) {
  const engine = engineOf(client);
  const asking = { reader, limits: { signal: new AbortController().signal }, expectedArraySize: 20 };
  let proofs = 0;
  for (const document of sampleDocuments(root).slice(0, 2)) {
    const settings = /** @type {Source['settings']} */ (SETTINGS);
    const source = { text: document.text, document, settings, snapshotKey: SCHEMA };
    const { findings } = await client.analyze(source);
    for (const finding of findings.filter((each) => provableFixes(each).length > 0)) {
      const found = await engine.findQuery(source, finding.span.start);
      if (found.kind === 'refused') continue;
      for (const fix of provableFixes(finding)) {
        const outcome = await tryFix(engine, { source, found }, fix, asking);
        if (!('reason' in outcome)) proofs += 1;
      }
    }
  }
  return proofs;
}

/** The worker, asked as the extension asks it. @param {Client} client @returns {Engine} */
function engineOf(client) {
  /** @param {Source} source @param {number} offset */
  const query = ({ text, ...request }, offset) => ({
    ...request,
    document: { ...request.document, text },
    offset,
  });
  return {
    findQuery: (source, offset) => client.findQuery(query(source, offset)),
    judgePlans: (source, offset, plans) => client.judgePlans({ plans, query: query(source, offset) }),
    judgeTrial: (source, offset, trial) => client.judgeTrial({ trial, query: query(source, offset) }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.send) {
  const [root = '.', folder = '.'] = process.argv.slice(2);
  process.send(await prove(root, folder), () => process.disconnect());
}
