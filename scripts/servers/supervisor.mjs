// @ts-check
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('supervise-postgres.mjs', import.meta.url));

/**
 * @typedef {object} Supervisor
 * @property {(line: string) => void} send a line that it obeys
 * @property {() => Promise<string>} next what it says next: `ready`, `halted`, or `failed` and why
 * @property {() => Promise<void>} stop resolves when it is gone and its server too
 */

/**
 * Starts the process that runs one PostgreSQL for as long as this one lives; it does not keep this one alive.
 *
 * @param {import('./supervise-postgres.mjs').Supervision} supervision
 * @returns {Supervisor}
 */
export function startSupervisor(supervision) {
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(supervision)], {
    // A group of its own: Ctrl+C in the terminal reaches this process only, which then ends the server in order.
    detached: true,
    env: serverEnvironment(),
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const exited = new Promise((/** @type {(value: void) => void} */ resolve) =>
    child.once('exit', () => resolve()).once('error', () => resolve()),
  );
  child.stdin.on('error', () => undefined);
  const handles = [child, child.stdin, child.stdout];
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    send: (line) => child.stdin.write(`${line}\n`),
    next: async () => {
      for (const handle of handles) hold(handle, 'ref');
      const line = await lines.next();
      for (const handle of handles) hold(handle, 'unref');
      return line.done === true ? 'failed its supervisor ended' : line.value;
    },
    stop: async () => {
      child.ref();
      child.stdin.end();
      if (child.exitCode === null && child.signalCode === null) await exited;
    },
  };
}

/**
 * The pipes of a child are sockets, which their types do not say.
 *
 * @param {object & { ref?: () => void, unref?: () => void }} handle
 * @param {'ref' | 'unref'} how
 */
function hold(handle, how) {
  handle[how]?.();
}

/** PG* variables would change what the programs do, and NODE_OPTIONS what the supervisor does. */
function serverEnvironment() {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^(PG.*|NODE_OPTIONS|LANG|LC_.*)$/.test(name),
  );
  return { ...Object.fromEntries(entries), LC_ALL: 'C' };
}
