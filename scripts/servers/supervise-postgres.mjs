// @ts-check
// Runs one PostgreSQL for as long as its own standard input stays open. The system closes that pipe however the process
// at the other end ends (return, Ctrl+C, a crash, SIGKILL), so no server outlives the run that started it. Lines on that
// input, `halt <mode>` and `resume`, stop the server and start it again with the same data.
import { spawn } from 'node:child_process';
import { chownSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { copyKept, INITDB_OPTIONS, keepCopy, keptDirectoryOf } from './data-directory.mjs';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * @typedef {object} Supervision
 * @property {import('./postgres-binaries.mjs').PostgresBinaries} binaries
 * @property {import('./server-user.mjs').ServerUser | undefined} [user]
 * @property {string} home
 * @property {boolean} removeHome
 * @property {string[]} serverArguments
 * @property {number | undefined} [largestFileMb]
 * @property {Record<string, string>} files written into the data directory before the first start, by name
 */

/** @typedef {'smart' | 'fast' | 'immediate'} ShutdownMode as pg_ctl calls them */

/** @type {Readonly<Record<ShutdownMode, NodeJS.Signals>>} */
const SIGNALS = { smart: 'SIGTERM', fast: 'SIGINT', immediate: 'SIGQUIT' };

/** @type {unknown} */
const supervision = JSON.parse(process.argv[2] ?? '');
const { binaries, user, home, removeHome, serverArguments, files, largestFileMb } =
  /** @type {Supervision} */ (supervision);
const dataDirectory = path.join(home, 'data');
const ownerFile = path.join(home, 'owner.json');
const logFile = path.join(home, 'server.log');
const log = openSync(logFile, 'w', 0o644);

/** @type {import('node:child_process').ChildProcess | undefined} */
let child;
let isStopping = false;
let isHalting = false;
/** @type {() => void} */
let resume = () => undefined;

/**
 * @param {string} program
 * @param {string[]} args
 */
function run(program, args) {
  child = spawn(program, args, { ...user, cwd: home, stdio: ['ignore', log, log], windowsHide: true });
  const running = child;
  return new Promise((/** @type {(code: number | null) => void} */ resolve, reject) => {
    running.once('exit', resolve);
    running.once('error', reject);
  });
}

function runServer() {
  const { postgres } = binaries;
  if (largestFileMb === undefined) return run(postgres, serverArguments);
  // Counted in blocks of 512 bytes (POSIX). The shell gives its process to the server.
  const script = 'ulimit -f "$0" && exec "$@"';
  return run('sh', ['-c', script, String(2048 * largestFileMb), postgres, ...serverArguments]);
}

function stop() {
  if (isStopping) return;
  isStopping = true;
  isHalting = false;
  resume();
  shutDown('fast');
  setTimeout(() => child?.kill('SIGQUIT'), 10_000).unref();
}

/** @param {ShutdownMode} mode */
function shutDown(mode) {
  if (process.platform !== 'win32') child?.kill(SIGNALS[mode]);
  else
    spawn(binaries.pgCtl, ['stop', '-D', dataDirectory, '-m', mode], { stdio: 'ignore', windowsHide: true });
}

/** @param {string} line */
function obey(line) {
  const mode = /^halt (smart|fast|immediate)$/.exec(line)?.[1];
  isHalting = mode !== undefined;
  if (mode === undefined) resume();
  else shutDown(/** @type {ShutdownMode} */ (mode));
}

async function createDataDirectory() {
  // Renamed only when complete, so that an interrupted initdb leaves nothing that looks like a database.
  const unfinished = `${dataDirectory}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  if (user !== undefined) chownSync(unfinished, user.uid, user.gid);
  const kept = removeHome ? keptDirectoryOf(binaries) : undefined;
  if (kept === undefined || !copyKept(kept, unfinished, user)) {
    const code = await run(binaries.initdb, ['-D', unfinished, ...INITDB_OPTIONS]);
    if (code !== 0) throw new Error('initdb failed');
    if (kept !== undefined) keepCopy(unfinished, kept);
  }
  renameSync(unfinished, dataDirectory);
}

function writeFiles() {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(dataDirectory, name);
    // The server refuses a private key that others may read.
    writeFileSync(file, content, { mode: 0o600 });
    if (user !== undefined) chownSync(file, user.uid, user.gid);
  }
}

async function announceWhenReady() {
  while (!isStopping && child?.exitCode === null) {
    const lines = readLines(path.join(dataDirectory, 'postmaster.pid'));
    // `standby`: in recovery, and told to take no connections there.
    if (Number(lines[0]) === child.pid && /^(ready|standby)/.test(lines[7] ?? '')) {
      process.stdout.write('ready\n');
      return;
    }
    await delay(10);
  }
}

/** @param {string} file */
function readLines(file) {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

function lastErrorInLog() {
  const lines = readLines(logFile).filter((line) => line.trim() !== '');
  return lines.findLast((line) => /FATAL:|PANIC:|could not|error:/.test(line)) ?? lines.at(-1);
}

async function serve() {
  writeFileSync(ownerFile, JSON.stringify({ supervisor: process.pid }));
  if (readLines(path.join(dataDirectory, 'PG_VERSION')).length === 0) await createDataDirectory();
  writeFiles();
  for (;;) {
    if (isStopping) return;
    const ended = runServer();
    void announceWhenReady();
    await ended;
    if (!isHalting) return;
    isHalting = false;
    const resumed = new Promise((/** @type {(value: void) => void} */ resolve) => (resume = () => resolve()));
    process.stdout.write('halted\n');
    await resumed;
  }
}

/** @param {unknown} error */
function reportFailure(error) {
  if (isStopping) return;
  process.stdout.write(`failed ${lastErrorInLog() ?? String(error)}\n`);
  process.exitCode = 1;
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, stop);
process.stdin.on('end', stop).on('error', stop);
createInterface({ input: process.stdin }).on('line', obey);
process.stdout.on('error', stop);

await serve()
  .then(() => reportFailure('PostgreSQL ended'), reportFailure)
  .finally(() => {
    rmSync(ownerFile, { force: true });
    if (removeHome) rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    process.stdin.destroy();
  });
