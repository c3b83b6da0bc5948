import { isSchemaFile } from './migration-files';
import type { Snapshot } from './snapshot';
import { migrationsOf } from './snapshot-source';

/** `0001_init.sql`, `000006.sql`, `v5.sql` */
const NUMBERED_SCRIPT = /^v?\d+(?:[-_.].*)?\.sql$/i;
/** Seconds or milliseconds since 1970, or a day with or without a time: how tools and people stamp what runs once. */
const STAMPED = /(?:^|[-_.])(?:1\d{9}|1\d{12}|20\d{6}|20\d{12})[-_.]/;
const FOLDER = /(?:^|[-_.])(?:migrations?|migrate|alterations?|upgrades?|backfills?|changesets?)(?:[-_.]|$)/i;
/** Folders above may have any name: where a project lies says nothing about it. */
const FOLDERS_READ = 3;

/** Whether a file is a migration in all but the place: its own name is numbered as theirs are, or a folder around it is named so. */
export function isRunOnceFile(path: string): boolean {
  const names = path.split('/');
  const name = names.pop() ?? '';
  if (NUMBERED_SCRIPT.test(name) || STAMPED.test(name)) return true;
  return names.slice(-FOLDERS_READ).some((folder) => FOLDER.test(folder) || STAMPED.test(`${folder}.`));
}

const MIGRATIONS = /(?:^|[-_.])(?:migrations?|migrate)(?:[-_.]|$)/i;

/**
 * Whether the queries of a file run once. Among migrations the program that runs them may lie too, and it asks again and again: a migration has
 * a number, in its own name or in that of a folder below.
 */
export function runsQueriesOnce(path: string): boolean {
  if (!isRunOnceFile(path)) return false;
  const names = path.split('/');
  const folder = names.findLastIndex((name, index) => index < names.length - 1 && FOLDER.test(name));
  return !MIGRATIONS.test(names[folder] ?? '') || /\d/.test(names.slice(folder).join('/'));
}

/** What is run on an empty database, to begin with. */
export function isInstallFile(path: string): boolean {
  return isSchemaFile(path) || /(?:^|\/)indexes\/[^/]+\.sql$/i.test(path);
}

/**
 * Whether the schema has been read from other files than this one, which tells its history or all of it once more. A new file beside
 * those that have been read is none.
 */
export function isBesideTheSchema(file: string, { source }: Snapshot): boolean {
  const { files } = migrationsOf(source) ?? {};
  if (!files || files.includes(file)) return false;
  const folder = folderOf(file);
  if (files.some((other) => folderOf(other) === folder)) return false;
  return isRunOnceFile(file) || isInstallFile(file);
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}
