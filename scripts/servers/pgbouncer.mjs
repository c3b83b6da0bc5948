// @ts-check
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { choosePort } from './choose-port.mjs';
import { createTemporaryHome } from './server-home.mjs';
import { serverUser } from './server-user.mjs';

/**
 * @typedef {object} PgBouncerOptions
 * @property {number} serverPort of the PostgreSQL behind it, on 127.0.0.1
 * @property {Record<string, string>} [users] passwords by name; without them the superuser "postgres" alone is let in, without a password
 * @property {Record<string, string | number>} [settings] of the section [pgbouncer]; where nothing is said, transactions are pooled
 * @property {Record<string, string>} [databases] connection strings by name, besides those of the server under their own names
 */

/**
 * @typedef {object} PgBouncer
 * @property {number} port
 * @property {string} home the directory with pgbouncer.ini and pgbouncer.log
 * @property {() => Promise<void>} stop
 */

// The shell ends with this process, however that ends, because the pipe to its standard input closes; PgBouncer ends with the shell.
const SUPERVISE = '"$0" -q "$1" & pid=$!; cat > /dev/null; kill "$pid"; wait "$pid"';

/**
 * Starts Debian's PgBouncer on 127.0.0.1.
 *
 * @param {PgBouncerOptions} options
 * @returns {Promise<PgBouncer>}
 */
export async function startPgBouncer(options) {
  const program = findProgram();
  const user = serverUser();
  const home = createTemporaryHome(user);
  const port = await choosePort(undefined);
  const files = {
    'pgbouncer.ini': iniText(options, home, port),
    'users.txt': usersText(options.users ?? { postgres: '' }),
    'pgbouncer.log': '',
  };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(path.join(home, name), text);
    // The log is written, and all of it belongs to a test, so it hides nothing.
    chmodSync(path.join(home, name), 0o666);
  }
  const child = spawn('/bin/sh', ['-c', SUPERVISE, program, path.join(home, 'pgbouncer.ini')], {
    ...user,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const exited = new Promise((/** @type {(value: void) => void} */ resolve) =>
    child.once('exit', () => resolve()),
  );
  const stop = async () => {
    child.stdin.end();
    if (child.exitCode === null && child.signalCode === null) await exited;
    rmSync(home, { recursive: true, force: true });
  };
  await untilListening(path.join(home, 'pgbouncer.log'), stop);
  return { port, home, stop };
}

function findProgram() {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin'];
  const program = folders.map((folder) => path.join(folder, 'pgbouncer')).find((file) => existsSync(file));
  if (program === undefined)
    throw new Error('PgBouncer is missing. On Debian or Ubuntu: sudo apt-get install pgbouncer');
  return program;
}

/**
 * @param {PgBouncerOptions} options
 * @param {string} home
 * @param {number} port
 */
function iniText({ serverPort, users, settings, databases = {} }, home, port) {
  const behind = { '*': `host=127.0.0.1 port=${serverPort}`, ...databases };
  const all = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    logfile: path.join(home, 'pgbouncer.log'),
    pool_mode: 'transaction',
    auth_type: users === undefined ? 'trust' : 'scram-sha-256',
    auth_file: path.join(home, 'users.txt'),
    ...settings,
  };
  return [
    '[databases]',
    ...Object.entries(behind).map(([name, text]) => `${name} = ${text}`),
    '[pgbouncer]',
    ...Object.entries(all).map(([name, value]) => `${name} = ${value}`),
    '',
  ].join('\n');
}

/** @param {Record<string, string>} users */
function usersText(users) {
  return Object.entries(users)
    .map(([name, password]) => `"${name}" "${password.replaceAll('"', '""')}"\n`)
    .join('');
}

/**
 * @param {string} logFile
 * @param {() => Promise<void>} stop
 */
async function untilListening(logFile, stop) {
  for (let attempt = 0; attempt < 500; attempt++) {
    const log = readFileSync(logFile, 'utf8');
    if (log.includes('process up')) return;
    const fault = /^.*(?:FATAL|ERROR).*$/m.exec(log)?.[0];
    if (fault !== undefined) {
      await stop();
      throw new Error(`PgBouncer did not start: ${fault}`);
    }
    await delay(20);
  }
  await stop();
  throw new Error('PgBouncer did not start within 10 seconds.');
}
