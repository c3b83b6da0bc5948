// @ts-check
// node guard.mjs <what to guard, as JSON>: runs a command, keeps a temporary folder, or both, for as long as its own
// standard input stays open. The system closes that pipe however the process at the other end ends (return, Ctrl+C, a
// crash, SIGKILL), so nothing outlives the run that started it.
import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * @typedef {object} Guarded
 * @property {string[]} [command] a program and its arguments
 * @property {string} [folder]
 */

const PATIENCE_MS = 3000;

/** @type {unknown} */
const guarded = JSON.parse(process.argv[2] ?? '');
const { command, folder } = /** @type {Guarded} */ (guarded);

/** @type {import('node:child_process').ChildProcess | undefined} */
let child;
/** @type {Promise<number | null>} null when a signal ended it */
let ended = new Promise(() => undefined);
if (command !== undefined) {
  const [program = '', ...args] = command;
  // A group of its own: the program has children, and they end together.
  const running = spawn(program, args, { detached: true, stdio: ['ignore', 1, 1] });
  child = running;
  ended = new Promise((resolve, reject) => {
    running.once('error', reject);
    running.once('exit', resolve);
  });
}

process.stdin.resume();
const released = new Promise((resolve) => {
  process.stdin.once('close', resolve);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, resolve);
});

await Promise.race([ended, released]).catch(console.error);
if (child !== undefined) await endGroup();
if (folder !== undefined) await removeForGood(folder);
process.exit();

async function endGroup() {
  signalGroup('SIGTERM');
  await Promise.race([ended, delay(PATIENCE_MS)]).catch(() => undefined);
  signalGroup('SIGKILL');
}

/** @param {NodeJS.Signals} signal */
function signalGroup(signal) {
  if (child?.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // They are gone.
  }
}

/**
 * A program that is just ending may write once more into its folder.
 *
 * @param {string} place
 */
async function removeForGood(place) {
  const end = Date.now() + PATIENCE_MS;
  while (existsSync(place) && Date.now() < end) {
    try {
      rmSync(place, { recursive: true, force: true });
    } catch {
      // Written to at this moment: once more.
    }
    await delay(100);
  }
}
