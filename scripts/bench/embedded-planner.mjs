import { fork } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { spread } from './measure.mjs';

/**
 * @typedef {object} PlannerLoad
 * @property {number} coldSeconds until the first plan of all, with the making of the empty database
 * @property {import('./measure.mjs').Spread} warm seconds until a new planner has the sample's schema and its first plan
 * @property {import('./measure.mjs').Spread} question milliseconds for a plan with an index that is not there, which is made anew each time
 * @property {import('./measure.mjs').Spread} kept the same where the planner keeps the index for the next question, as tuning has it
 * @property {number} megabytes that the program and the planner's process have more than before
 * @property {number} megabytesAfter the same after the planner has ended
 */

/**
 * The planner that needs no server, in a process of its own.
 *
 * @param {string} root
 * @param {number} runs
 * @returns {Promise<PlannerLoad>}
 */
export function measureEmbeddedPlanner(root, runs) {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [root, String(runs)], { execArgv: ['--expose-gc'] });
    child.once('message', (load) => resolve(/** @type {PlannerLoad} */ (load)));
    child.once('error', reject);
    child.once('exit', (code) => code !== 0 && reject(new Error(`The planner ended with code ${code}.`)));
  });
}

const PARTS = `
  export { EmbeddedPlanner } from './src/postgres/embedded/embedded-planner';
  export { DEFAULT_ASSUMED } from './src/postgres/embedded/protocol';
  export { schemaStatements } from './src/analyzers/schema/schema-statements';
  export { columnKey } from './src/analyzers/indexes/index-definition';`;

/** @param {string} root @param {string} folder */
function loadParts(root, folder) {
  const outfile = join(folder, 'parts.cjs');
  esbuild.buildSync({
    stdin: { contents: PARTS, resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
  });
  const load = /** @type {(file: string) => unknown} */ (createRequire(import.meta.url));
  return /** @type {Parts} */ (load(outfile));
}

/**
 * @typedef {object} Parts
 * @property {new (options: object) => { plan(question: object): Promise<object>, dispose(): Promise<void> }} EmbeddedPlanner
 * @property {object} DEFAULT_ASSUMED
 * @property {(files: { file: string, text: string }[]) => object[]} schemaStatements
 * @property {(column: string) => object} columnKey
 */

/** @param {string} root @param {number} runs @returns {Promise<PlannerLoad>} */
async function measure(root, runs) {
  const folder = mkdtempSync(join(tmpdir(), 'indexwright-bench-'));
  const { EmbeddedPlanner, DEFAULT_ASSUMED, schemaStatements, columnKey } = loadParts(root, folder);
  const migrations = join(root, 'samples/event-store/db/migrations');
  const files = readdirSync(migrations)
    .sort()
    .map((file) => ({ file, text: readFileSync(join(migrations, file), 'utf8') }));
  const open = () =>
    new EmbeddedPlanner({
      programFile: join(root, 'dist', 'embedded-planner.js'),
      cacheFolder: folder,
      world: { statements: schemaStatements(files), assumed: DEFAULT_ASSUMED },
    });
  const query = 'SELECT * FROM events WHERE stream_id = ANY($1) ORDER BY event_id LIMIT $2';
  const index = {
    ...{ schema: 'public', table: 'events', name: 'pretended', method: 'btree', unique: false },
    ...{ nullsNotDistinct: false, include: [], options: {}, valid: true },
    keys: [columnKey('stream_id'), columnKey('event_id')],
  };
  const cold = await timed(async () => {
    const planner = open();
    await planner.plan({ query, values: 'generic' });
    await planner.dispose();
  });
  await settle();
  const before = residentBytes();
  let most = 0;
  /** @type {number[]} */
  const warm = [];
  /** @type {number[]} */
  const question = [];
  /** @type {number[]} */
  const kept = [];
  for (let run = 0; run < runs; run += 1) {
    const planner = open();
    warm.push((await timed(() => planner.plan({ query, values: 'generic' }))) / 1000);
    for (let i = 0; i < 20; i += 1) {
      question.push(await timed(() => planner.plan({ query, values: 'generic', added: [index] })));
    }
    for (let i = 0; i < 20; i += 1) {
      const asked = { query, values: 'generic', added: [index], keepsAdded: true };
      kept.push(await timed(() => planner.plan(asked)));
    }
    most = Math.max(most, residentBytes());
    await planner.dispose();
    await settle();
  }
  const after = residentBytes();
  rmSync(folder, { recursive: true, force: true });
  return {
    coldSeconds: cold / 1000,
    warm: spread(warm),
    question: spread(question),
    kept: spread(kept),
    megabytes: (most - before) / 1e6,
    megabytesAfter: (after - before) / 1e6,
  };
}

/** @param {() => Promise<unknown>} work */
async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Of this process and those that it has started, where the system tells of them (Linux). */
function residentBytes() {
  const { pid } = process;
  const list = `/proc/${pid}/task/${pid}/children`;
  const children = existsSync(list) ? readFileSync(list, 'utf8').split(' ').filter(Boolean) : [];
  return children.reduce((sum, child) => {
    const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child}/status`, 'utf8')) ?? [];
    return sum + 1024 * Number(kilobytes);
  }, process.memoryUsage().rss);
}

/** What was used on the way is collected first. */
async function settle() {
  globalThis.gc?.();
  await new Promise((resolve) => setTimeout(resolve, 1000));
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.send) {
  const [root = '.', runs = '3'] = process.argv.slice(2);
  process.send(await measure(root, Number(runs)), () => process.disconnect());
}
