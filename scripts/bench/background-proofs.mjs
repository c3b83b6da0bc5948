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
/** Beside the sample's: the statistics file has 2 MB. */
const TABLES = 500;
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

/** @param {string} root @param {string} folder @returns {Promise<Run>} */
async function prove(root, folder) {
  const load = createRequire(import.meta.url);
  const { AnalysisClient, provableFixes, readStatisticsFile } = load(join(folder, 'parts.cjs'));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  /** The longest since it was asked last. */
  const longest = () => {
    const { max } = delay;
    delay.reset();
    return max / 1e6;
  };
  const read = readStatisticsFile(await readFile(join(folder, 'indexwright.statistics.json'), 'utf8'));
  if (read.kind !== 'statistics') throw new Error(read.message.template);
  const { file: statistics } = read;
  const client = new AnalysisClient({
    workerFile: join(root, 'dist', 'analysis-worker.js'),
    timeoutMs: 60_000,
  });
  await client.setMigrations(SCHEMA, [...readMigrations(root), measuredTables()]);
  const reading = longest();
  const question = { kind: 'list-schema-statements', key: SCHEMA };
  const { statements } = await client.ask(question, 'schema-statements');
  const { DEFAULT_ASSUMED, EmbeddedPlanner, EmbeddedReader, tryFix } = load(join(root, 'dist', 'postgres.js'));
  const planner = new EmbeddedPlanner({
    programFile: join(root, 'dist', 'embedded-planner.js'),
    cacheFolder: join(folder, 'cache'),
    world: { statements, statistics, assumed: DEFAULT_ASSUMED },
    timeoutMs: 60_000,
  });
  await planner.facts();
  const start = longest();
  const engine = engineOf(client);
  const { signal } = new AbortController();
  const limits = { signal, statementTimeoutMs: 60_000 };
  const asking = { reader: new EmbeddedReader(planner), limits, expectedArraySize: 20 };
  let proofs = 0;
  for (const { file, languageId, text } of sampleDocuments(root).slice(0, 3)) {
    const source = { text, request: { document: { file, languageId }, settings: SETTINGS, snapshotKey: SCHEMA } };
    const { findings } = await client.analyze(requestOf(source));
    for (const finding of findings) {
      const fixes = provableFixes(finding);
      const found = fixes.length > 0 && (await engine.findQuery(source, finding.span.start));
      if (!found || found.kind !== 'query') continue;
      for (const fix of fixes) {
        await tryFix(engine, { source, found }, fix, asking).catch(() => undefined);
        proofs += 1;
      }
    }
  }
  const proving = longest();
  await planner.dispose();
  client.dispose();
  return { reading, start, proving, proofs };
}

/** @typedef {{ text: string, request: { document: object, settings: object, snapshotKey: string } }} Source */

/** @param {Source} source */
function requestOf({ text, request }) {
  return { ...request, document: { ...request.document, text } };
}

/** The worker, asked as the extension asks it. @param {import('../../src/runtime/analysis-client').AnalysisClient} client */
function engineOf(client) {
  /** @param {Source} source @param {number} offset */
  const query = (source, offset) => ({ ...requestOf(source), offset });
  return {
    /** @param {Source} source @param {number} offset */
    findQuery: (source, offset) => client.findQuery(query(source, offset)),
    /** @param {Source} source @param {number} offset @param {object} plans */
    judgePlans: (source, offset, plans) => client.judgePlans({ plans, query: query(source, offset) }),
    /** @param {Source} source @param {number} offset @param {object} trial */
    judgeTrial: (source, offset, trial) => client.judgeTrial({ trial, query: query(source, offset) }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.send) {
  const [root = '.', folder = '.'] = process.argv.slice(2);
  process.send(await prove(root, folder), () => process.disconnect());
}
