// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** @typedef {import('node:child_process').ChildProcessByStdio<import('node:stream').Writable, import('node:stream').Readable, null>} GuardProcess */

const GUARD = fileURLToPath(new URL('guard.mjs', import.meta.url));

/**
 * An empty folder that is gone after this process, however that ends.
 *
 * @param {string} [parent] the system's folder for temporary files where nothing is said
 * @returns {{ path: string, remove: () => Promise<void> }}
 */
export function openTemporaryFolder(parent = os.tmpdir()) {
  // The real path: what programs say of their files is compared with it, and macOS has its temporary folder behind a link.
  const folder = mkdtempSync(path.join(realpathSync(parent), 'indexwright-'));
  const guard = startGuard({ folder });
  guard.stdout.resume();
  // A folder alone is no reason to go on.
  for (const handle of [guard, guard.stdin, guard.stdout]) unref(handle);
  return { path: folder, remove: () => endGuard(guard) };
}

/**
 * @param {import('./guard.mjs').Guarded} guarded
 * @param {NodeJS.ProcessEnv} [env] for the command
 * @returns {GuardProcess} its output is the command's
 */
export function startGuard(guarded, env = process.env) {
  const guard = spawn(process.execPath, [GUARD, JSON.stringify(guarded)], {
    // A group of its own: Ctrl+C in the terminal reaches this process only, which then ends the others in order.
    detached: true,
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
    windowsHide: true,
  });
  guard.stdin.on('error', () => undefined);
  return guard;
}

/**
 * @param {GuardProcess} guard
 * @returns {Promise<void>} when the command has ended and the folder is gone
 */
export async function endGuard(guard) {
  guard.ref();
  guard.stdin.end();
  if (guard.exitCode === null && guard.signalCode === null) await once(guard, 'exit');
}

/**
 * The pipes of a child are sockets, which their types do not say.
 *
 * @param {object & { unref?: () => void }} handle
 */
function unref(handle) {
  handle.unref?.();
}
