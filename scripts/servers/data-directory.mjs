// @ts-check
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { giveTo } from './server-user.mjs';

export const INITDB_OPTIONS = [
  '-A',
  'trust',
  '-U',
  'postgres',
  '--locale=C',
  '-E',
  'UTF8',
  '--no-sync',
  '--no-instructions',
];

const CACHE = fileURLToPath(new URL('../../.cache/data-directories', import.meta.url));

/**
 * Where what initdb has made is kept: copying it takes a tenth of the time. The programs are known by their sizes, as they may be a copy themselves.
 *
 * @param {import('./postgres-binaries.mjs').PostgresBinaries} programs
 */
export function keptDirectoryOf({ initdb, postgres }) {
  const sizes = [initdb, postgres].map((program) => statSync(program).size);
  const key = createHash('sha256').update(JSON.stringify([sizes, INITDB_OPTIONS]));
  return path.join(CACHE, key.digest('hex').slice(0, 16));
}

/**
 * @param {string} kept
 * @param {string} directory is made
 * @param {import('./server-user.mjs').ServerUser | undefined} user
 * @returns {boolean} false where nothing is kept
 */
export function copyKept(kept, directory, user) {
  if (!existsSync(kept)) return false;
  cpSync(kept, directory, { recursive: true });
  if (user !== undefined) giveTo(user, directory);
  return true;
}

/**
 * Another process may do the same at the same moment: the first one's stays.
 *
 * @param {string} directory no server has used it
 * @param {string} kept
 */
export function keepCopy(directory, kept) {
  const unfinished = `${kept}.${process.pid}`;
  try {
    mkdirSync(path.dirname(kept), { recursive: true });
    cpSync(directory, unfinished, { recursive: true });
    renameSync(unfinished, kept);
  } catch {
    // A checkout that cannot be written to, or the other one was first.
    if (existsSync(unfinished)) rmSync(unfinished, { recursive: true });
  }
}
