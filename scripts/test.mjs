// `npm test`: everything, on a fresh clone. Imports nothing that is installed, because installing is its first step.
// node scripts/test.mjs [--only unit,host]
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openTemporaryFolder } from './host/start-guard.mjs';
import { installDependencies } from './install-dependencies.mjs';
import { findMemoryFolder } from './memory-folder.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} command a script for Node and its arguments
 * @property {number} minutes after which it counts as hanging
 * @property {boolean} [counts] its tests are counted one by one (test/reporter.cjs); others count as one
 * @property {boolean} [makesDatabases] its temporary files are in memory, where there is room. A browser's are not: the name of its socket must be short
 * @property {boolean} [isAside] needs nothing of the others, nor they of it: runs beside them, and its output is shown when it has ended
 */

/** @typedef {{ passed: number, failed: number }} Counts */

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const results = join(root, 'out', 'results');
const mocha = ['node_modules/mocha/bin/mocha.js', '--reporter', 'test/reporter.cjs'];
const elsewhere = ['test/postgres/**', 'test/host/**', 'test/ui/**'].flatMap((glob) => ['--ignore', glob]);

// Each file has servers of its own, and most of the time either a server or its test waits.
const atOnce = ['--parallel', '--jobs', '2'];

/** @type {Step[]} */
const STEPS = [
  {
    name: 'types',
    command: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'],
    minutes: 5,
    isAside: true,
  },
  {
    name: 'page types',
    command: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'src/plan-page'],
    minutes: 5,
    isAside: true,
  },
  { name: 'lint', command: ['node_modules/eslint/bin/eslint.js', '.'], minutes: 5, isAside: true },
  {
    name: 'format',
    command: ['node_modules/prettier/bin/prettier.cjs', '--check', '.'],
    minutes: 5,
    isAside: true,
  },
  { name: 'generated', command: ['scripts/generate.mjs', '--check'], minutes: 2, isAside: true },
  {
    name: 'unit',
    command: [...mocha, ...elsewhere, 'test/**/*.test.ts'],
    minutes: 10,
    counts: true,
    makesDatabases: true,
  },
  { name: 'build', command: ['esbuild.mjs', '--production'], minutes: 5 },
  {
    name: 'postgres',
    command: [...mocha, ...atOnce, 'test/postgres/**/*.test.ts'],
    minutes: 18,
    counts: true,
    makesDatabases: true,
  },
  { name: 'package', command: ['scripts/package.mjs'], minutes: 5 },
  { name: 'host', command: ['scripts/test-host.mjs'], minutes: 10, counts: true },
  { name: 'ui', command: ['scripts/test-ui.mjs'], minutes: 10, counts: true },
];

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const total = { passed: 0, failed: 0 };
/** @type {string[]} */
const lines = [];
const temporary = openFolderForSteps();
const steps = (await install()) ? chooseSteps(values.only) : [];
// Each uses one core, most of the time.
await Promise.all([
  runInTurn(steps.filter(({ isAside }) => isAside)),
  runInTurn(steps.filter(({ isAside }) => !isAside)),
]);
console.log(`\n${lines.join('\n')}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
await temporary?.remove();

/** In memory where there is room. Whoever has said where temporary files go is heeded. */
function openFolderForSteps() {
  const memory = process.env['TMPDIR'] === undefined ? findMemoryFolder() : undefined;
  if (memory === undefined) return undefined;
  const folder = openTemporaryFolder(memory);
  // PostgreSQL runs as another user, and has to pass.
  chmodSync(folder.path, 0o711);
  return folder;
}

/** @param {readonly Step[]} turn */
async function runInTurn(turn) {
  for (const step of turn) {
    if (!step.isAside) console.log(`\n--- ${step.name}`);
    const started = performance.now();
    const { passed, failed } = await run(step);
    total.passed += passed;
    total.failed += failed;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const line = `${failed === 0 ? 'ok    ' : 'FAILED'} ${step.name}: ${passed} passed, ${failed} failed (${seconds} s)`;
    lines.push(line);
    console.log(line);
  }
}

/** Nothing else can run when it fails. */
async function install() {
  try {
    await installDependencies(root);
    return true;
  } catch (error) {
    lines.push(`FAILED install: ${String(error)}`);
    total.failed += 1;
    return false;
  }
}

/** @param {string | undefined} only */
function chooseSteps(only) {
  if (only === undefined) return STEPS;
  const names = only.split(',');
  const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0) {
    throw new Error(`Unknown: ${unknown.join(', ')}. There are ${STEPS.map(({ name }) => name).join(', ')}.`);
  }
  return STEPS.filter(({ name }) => names.includes(name));
}

/**
 * @param {Step} step
 * @returns {Promise<Counts>}
 */
async function run({ name, command, minutes, counts = false, makesDatabases = false, isAside = false }) {
  const file = join(results, `${name}.json`);
  rmSync(file, { force: true });
  const code = await runNode(command, minutes, {
    environment: {
      ...(counts && { TEST_RESULTS: file }),
      ...(makesDatabases && temporary && { TMPDIR: temporary.path }),
    },
    isAside,
  });
  if (!counts) return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const counted = existsSync(file)
    ? /** @type {Counts} */ (JSON.parse(readFileSync(file, 'utf8')))
    : undefined;
  const { passed, failed } = counted ?? { passed: 0, failed: 0 };
  // A run that ended badly without a failed test (a crashed host), or that found no test at all, has failed.
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}

/**
 * @param {string[]} command
 * @param {number} minutes
 * @param {{ environment: Record<string, string>, isAside: boolean }} options
 * @returns {Promise<number | null>} null when a signal ended it
 */
async function runNode(command, minutes, { environment, isAside }) {
  const output = isAside ? 'pipe' : 'inherit';
  const child = spawn(process.execPath, command, {
    cwd: root,
    stdio: ['ignore', output, output],
    env: { ...process.env, ...environment },
  });
  let kept = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (kept += text));
  }
  const timer = setTimeout(() => {
    console.log(`No end after ${minutes} minutes: stopped.`);
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
  }, minutes * 60_000);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once(isAside ? 'close' : 'exit', resolve);
    });
  } finally {
    clearTimeout(timer);
    process.stdout.write(kept);
  }
}
