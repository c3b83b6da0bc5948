// @ts-check
import { chownSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** @typedef {{ uid: number, gid: number }} ServerUser */

/**
 * PostgreSQL refuses to run as root, so root hands its processes to the first of these accounts that exists.
 */
const ACCOUNTS = ['postgres', '_postgres', 'nobody'];

/**
 * The account that the server has to run as, or undefined where the current user may run it.
 *
 * @returns {ServerUser | undefined}
 */
export function serverUser() {
  if (process.getuid?.() !== 0) return undefined;
  const user = findAccount(readFileSync('/etc/passwd', 'utf8'));
  if (user === undefined) {
    throw new Error(
      `PostgreSQL refuses to run as root, and none of the users ${ACCOUNTS.join(', ')} exists here.`,
    );
  }
  return user;
}

/**
 * @param {string} passwd the text of /etc/passwd
 * @returns {ServerUser | undefined}
 */
export function findAccount(passwd) {
  const accounts = passwd.split('\n').map((line) => line.split(':'));
  for (const name of ACCOUNTS) {
    const fields = accounts.find((candidate) => candidate[0] === name);
    const [uid, gid] = [Number(fields?.[2]), Number(fields?.[3])];
    // macOS writes nobody as -2, which chown does not take.
    if (uid > 0 && gid > 0) return { uid, gid };
  }
  return undefined;
}

/**
 * Whether the server's user may walk down to a directory that exists: a checkout below a home directory of mode 0700
 * is closed to it.
 *
 * @param {string} directory
 * @param {ServerUser | undefined} user
 */
export function canReach(directory, user) {
  if (user === undefined) return true;
  let current = realpathSync(directory);
  while (mayEnter(current, user)) {
    const parent = path.dirname(current);
    if (parent === current) return true;
    current = parent;
  }
  return false;
}

/**
 * @param {string} directory
 * @param {ServerUser} user
 */
function mayEnter(directory, user) {
  const { mode, uid, gid } = statSync(directory);
  if (uid === user.uid) return (mode & 0o100) !== 0;
  if (gid === user.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

/**
 * Makes a directory and all that is in it the server's own.
 *
 * @param {ServerUser} user
 * @param {string} directory
 */
export function giveTo(user, directory) {
  chownSync(directory, user.uid, user.gid);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const child = path.join(directory, entry.name);
    if (entry.isDirectory()) giveTo(user, child);
    else if (entry.isFile()) chownSync(child, user.uid, user.gid);
  }
}
