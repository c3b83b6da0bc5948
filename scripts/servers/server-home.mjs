// @ts-check
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { canReach } from './server-user.mjs';

/** @typedef {import('./server-user.mjs').ServerUser} ServerUser */

/**
 * A home holds everything of one server: data/, server.log, owner.json and, if need be, a copy of the binaries.
 * The server's user has to be able to pass through it, and nobody else has to read it.
 */
const HOME_MODE = 0o711;

/**
 * A new home that is thrown away after the run.
 *
 * @param {ServerUser | undefined} user
 */
export function createTemporaryHome(user) {
  const home = mkdtempSync(path.join(temporaryDirectory(user), 'indexwright-postgres-'));
  chmodSync(home, HOME_MODE);
  return home;
}

/**
 * The home that is kept in the wanted place or, where the server's user cannot reach that place, always in the same
 * one below the temporary directory.
 *
 * @param {string} wanted
 * @param {ServerUser | undefined} user
 */
export function openKeptHome(wanted, user) {
  mkdirSync(wanted, { recursive: true });
  chmodSync(wanted, HOME_MODE);
  if (canReach(wanted, user)) return path.resolve(wanted);

  const name = createHash('sha256').update(path.resolve(wanted)).digest('hex').slice(0, 12);
  const home = path.join(temporaryDirectory(user), `indexwright-postgres-${name}`);
  mkdirSync(home, { recursive: true, mode: HOME_MODE });
  const found = lstatSync(home);
  // The name can be guessed, so on a shared machine somebody else may have been there first.
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new Error(
      `${home} belongs to somebody else, so the database cannot be kept there; remove it first.`,
    );
  }
  return home;
}

/** @param {ServerUser | undefined} user */
function temporaryDirectory(user) {
  const candidates = [os.tmpdir(), '/tmp', '/var/tmp'];
  const directory = candidates.find((candidate) => existsSync(candidate) && canReach(candidate, user));
  if (directory === undefined) {
    throw new Error(
      `PostgreSQL's user can reach none of ${candidates.join(', ')}; set TMPDIR to a directory it can.`,
    );
  }
  return directory;
}
