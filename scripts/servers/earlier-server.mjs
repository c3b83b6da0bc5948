// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const SUPERVISOR = 'supervise-postgres.mjs';

/**
 * Makes a kept home free for a new server: waits for a run that is just ending, refuses one that goes on, and stops a
 * server whose whole run was killed.
 *
 * @param {string} home
 */
export async function clearEarlierServer(home) {
  const supervisor = readOwner(home);
  if (supervisor !== undefined && !(await isGone(supervisor, SUPERVISOR, 3000))) {
    throw new Error(
      `${home} is in use by a run that still goes on (process ${supervisor}); stop that one first.`,
    );
  }
  await stopLeftServer(path.join(home, 'data'));
}

/** @param {string} dataDirectory */
async function stopLeftServer(dataDirectory) {
  const pidFile = path.join(dataDirectory, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  if (!commandOf(pid)?.includes(dataDirectory)) {
    // After a restart of the machine the number may be another process's, and PostgreSQL would refuse to start.
    rmSync(pidFile, { force: true });
    return;
  }
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGQUIT'])) {
    process.kill(pid, signal);
    if (await isGone(pid, dataDirectory, 10_000)) return;
  }
  throw new Error(`An earlier PostgreSQL (process ${pid}) still uses ${dataDirectory} and does not stop.`);
}

/** @param {string} home */
function readOwner(home) {
  const file = path.join(home, 'owner.json');
  if (!existsSync(file)) return undefined;
  try {
    /** @type {unknown} */
    const owner = JSON.parse(readFileSync(file, 'utf8'));
    return /** @type {{ supervisor: number }} */ (owner).supervisor;
  } catch {
    return undefined;
  }
}

/**
 * @param {number} pid
 * @param {string} mark what the command line of that process contains
 * @param {number} timeoutMs
 */
async function isGone(pid, mark, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  while (commandOf(pid)?.includes(mark)) {
    if (Date.now() > deadline) return false;
    await delay(50);
  }
  return true;
}

/**
 * The command line of a living process; undefined when there is none, also for a zombie.
 *
 * @param {number} pid
 * @returns {string | undefined}
 */
function commandOf(pid) {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') || undefined;
    } catch {
      return undefined;
    }
  }
  const query = `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CommandLine`;
  const { stdout } =
    process.platform === 'win32'
      ? spawnSync('powershell.exe', ['-NoProfile', '-Command', query], {
          encoding: 'utf8',
          windowsHide: true,
        })
      : spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() || undefined;
}
