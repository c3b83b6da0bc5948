// @ts-check
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { endGuard, startGuard } from './start-guard.mjs';

/** @typedef {import('./install-code-server.mjs').CodeServer} CodeServer */

/**
 * @typedef {object} StartOptions
 * @property {string} home an empty folder for whatever it writes; its owner removes it
 * @property {string} [userData] default: a folder in the home
 * @property {string} [extensions] folder of the installed extensions; default: a folder in the home
 * @property {string[]} [packages] .vsix files to install
 * @property {string[]} [args] more arguments for code-server
 * @property {number} [port] default: any free one
 */

/**
 * @typedef {object} RunningCodeServer
 * @property {string} address http://127.0.0.1:<port>
 * @property {Promise<string>} ended its last words, when it ends by itself
 * @property {() => string} log what it has written
 * @property {() => Promise<void>} stop
 */

const LISTENING = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/;
const KEPT_LOG = 100_000;

/**
 * Starts code-server for this machine alone, without a password. It ends with this process, however that ends.
 *
 * @param {CodeServer} programs
 * @param {StartOptions} options
 * @returns {Promise<RunningCodeServer>}
 */
export async function startCodeServer(programs, options) {
  const command = commandFor(programs, options);
  const env = environmentIn(options.home);
  mkdirSync(env.XDG_RUNTIME_DIR, { mode: 0o700 });
  writeFileSync(configFile(options.home), '');
  await installExtensions(command, env, options.packages ?? []);

  const bind = ['--auth', 'none', '--bind-addr', `127.0.0.1:${options.port ?? 0}`];
  const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'];
  const guard = startGuard({ command: [...command, ...bind, ...quiet, ...(options.args ?? [])] }, env);
  let log = '';
  const ended = new Promise((/** @type {(value: string) => void} */ resolve) => {
    guard.once('exit', () => resolve(log.trim().split('\n').slice(-5).join('\n')));
  });
  /** @type {Promise<string>} */
  const listening = new Promise((resolve) => {
    guard.stdout.on('data', (chunk) => {
      log = (log + String(chunk)).slice(-KEPT_LOG);
      const address = LISTENING.exec(log)?.[1];
      if (address !== undefined) resolve(address);
    });
  });
  const failed = ended.then((words) => Promise.reject(new Error(`code-server did not start: ${words}`)));
  // Once it listens nobody waits for this any more.
  failed.catch(() => undefined);
  return {
    address: await Promise.race([listening, failed]),
    ended,
    log: () => log,
    stop: () => endGuard(guard),
  };
}

/**
 * @param {CodeServer} programs
 * @param {StartOptions} options
 */
function commandFor({ node, entry }, { home, userData, extensions }) {
  return [
    ...[node, entry, '--config', configFile(home)],
    ...['--user-data-dir', userData ?? path.join(home, 'user')],
    ...['--extensions-dir', extensions ?? path.join(home, 'extensions')],
  ];
}

/** @param {string} home */
function configFile(home) {
  return path.join(home, 'code-server.yaml');
}

/**
 * Without the variables that a terminal inside VS Code has, which would make code-server talk to that window, and those
 * that configure code-server; without a marketplace to ask.
 *
 * @param {string} home
 */
function environmentIn(home) {
  const foreign = /^(?:VSCODE_.*|CODE_SERVER_.*|CS_.*|PORT|PASSWORD|HASHED_PASSWORD|NODE_OPTIONS)$/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(kept),
    EXTENSIONS_GALLERY: '{}',
    // Extensions leave things there.
    TMPDIR: home,
    XDG_CONFIG_HOME: path.join(home, 'config'),
    XDG_DATA_HOME: path.join(home, 'data'),
    // Else every run leaves sockets in the temporary folder.
    XDG_RUNTIME_DIR: path.join(home, 'run'),
  };
}

/**
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} packages
 */
async function installExtensions([program = '', ...args], env, packages) {
  for (const file of packages) {
    try {
      await promisify(execFile)(program, [...args, '--install-extension', file, '--force'], { env });
    } catch (error) {
      throw new Error(`${path.basename(file)} could not be installed in code-server.`, { cause: error });
    }
  }
}
