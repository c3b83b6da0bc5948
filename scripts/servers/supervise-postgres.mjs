// @ts-check
// Runs one PostgreSQL for as long as its own standard input stays open. The system closes that pipe however the process
// at the other end ends (return, Ctrl+C, a crash, SIGKILL), so no server outlives the run that started it.
import { spawn } from 'node:child_process';
import { chownSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * @typedef {object} Supervision
 * @property {import('./postgres-binaries.mjs').PostgresBinaries} binaries
 * @property {import('./server-user.mjs').ServerUser | undefined} [user]
 * @property {string} home
 * @property {boolean} removeHome
 * @property {string[]} serverArguments
 */

/** @type {unknown} */
const supervision = JSON.parse(process.argv[2] ?? '');
const { binaries, user, home, removeHome, serverArguments } = /** @type {Supervision} */ (supervision);
const dataDirectory = path.join(home, 'data');
const ownerFile = path.join(home, 'owner.json');
const logFile = path.join(home, 'server.log');
const log = openSync(logFile, 'w', 0o644);

/** @type {import('node:child_process').ChildProcess | undefined} */
let child;
let isStopping = false;

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

function stop() {
  if (isStopping) return;
  isStopping = true;
  if (process.platform === 'win32') {
    spawn(binaries.pgCtl, ['stop', '-D', dataDirectory, '-m', 'fast'], {
      stdio: 'ignore',
      windowsHide: true,
    });
  } else {
    child?.kill('SIGINT');
  }
  setTimeout(() => child?.kill('SIGQUIT'), 10_000).unref();
}

async function createDataDirectory() {
  // Renamed only when complete, so that an interrupted initdb leaves nothing that looks like a database.
  const unfinished = `${dataDirectory}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  if (user !== undefined) chownSync(unfinished, user.uid, user.gid);
  const options = [
    '-A',
    'trust',
    '-U',
    'postgres',
    '--locale=C',
    '-E',
    'UTF8',
    '--no-sync',
    '--no-instructions',
  ];
  const code = await run(binaries.initdb, ['-D', unfinished, ...options]);
  if (code !== 0) throw new Error('initdb failed');
  renameSync(unfinished, dataDirectory);
}

async function announceWhenReady() {
  while (!isStopping && child?.exitCode === null) {
    const lines = readLines(path.join(dataDirectory, 'postmaster.pid'));
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') {
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
  if (isStopping) return;
  const ended = run(binaries.postgres, serverArguments);
  void announceWhenReady();
  await ended;
}

/** @param {unknown} error */
function reportFailure(error) {
  if (isStopping) return;
  process.stdout.write(`failed ${lastErrorInLog() ?? String(error)}\n`);
  process.exitCode = 1;
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, stop);
process.stdin.on('end', stop).on('error', stop).resume();
process.stdout.on('error', stop);

await serve()
  .then(() => reportFailure('PostgreSQL ended'), reportFailure)
  .finally(() => {
    rmSync(ownerFile, { force: true });
    if (removeHome) rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    process.stdin.destroy();
  });
