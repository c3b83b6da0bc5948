import { migrationsFolderOf } from './migration-files';
import { isCodeMigration } from './migrations/tool';

export interface NextMigration {
  readonly path: string;
  /** Where the reverse goes, for tools that keep a file for each direction. */
  readonly downPath?: string;
}

/**
 * Names a migration that follows the ones there are as they are named: the same width of number, the same form of time, the same
 * separators, the same files. `undefined` when the files are no migrations that show how.
 *
 * @param paths in the order they are applied
 * @param name words joined by `_`, without number and ending
 * @param now what a time in the name says, as UTC
 * @param near a file of the project: of several folders of migrations, the one nearest to it is meant
 */
export function nextMigration(
  paths: readonly string[],
  name: string,
  now: Date,
  near = '',
): NextMigration | undefined {
  const last = lastOf(paths, near);
  if (last === undefined) return undefined;
  const form = readForm(last);
  if (!form) return unnumbered(last, wordsForFile(name));
  const { folder, prefix, number, separator, suffix } = form;
  const words = wordsLike(form, wordsForFile(name));
  const start = `${folder}${prefix}${following(number, now)}${words === '' ? '' : separator}${words}`;
  const down = suffix.replace(/up(?=\.sql$)/i, 'down');
  return { path: start + suffix, ...(down !== suffix && { downPath: start + down }) };
}

/** An index may be called by any characters, also those that part folders. */
export function wordsForFile(name: string): string {
  return name.replace(/[^\p{L}\p{N}_-]+/gu, '_');
}

/** MikroORM's names may be nothing but the time; TypeORM's words are the name of a class. */
function wordsLike({ prefix, words, suffix }: Form, name: string): string {
  if (prefix === 'Migration' && words === '') return '';
  if (isCodeMigration(suffix) && /^[A-Z][A-Za-z\d]*$/.test(words)) return pascalCase(name);
  return /^[^_]*-[^_]*$/.test(words) ? name.replaceAll('_', '-') : name;
}

/** `create_events_idx` is `CreateEventsIdx`. */
export function pascalCase(name: string): string {
  return name.replace(/(?:^|[^A-Za-z\d]+)([A-Za-z\d])/g, (_, first: string) => first.toUpperCase());
}

interface Form {
  /** With its slash. */
  readonly folder: string;
  readonly prefix: string;
  readonly number: string;
  readonly separator: string;
  readonly words: string;
  /** `.sql`, `.up.sql`, `/migration.sql`, `/up.sql`, `.ts` */
  readonly suffix: string;
}

/** The migration that a new one follows. Repeatable migrations have no number to follow. */
export function lastOf(paths: readonly string[], near: string): string | undefined {
  const numbered = paths.filter((path) => !/(?:^|\/)R__[^/]*$/.test(path));
  const shared = numbered.map((path) => sharedFolders(migrationsFolderOf(path) ?? path, near));
  const nearest = Math.max(...shared);
  return numbered.findLast((_, i) => shared[i] === nearest);
}

function sharedFolders(one: string, other: string): number {
  const [folders, otherFolders] = [one.split('/'), other.split('/')];
  const different = folders.findIndex((folder, i) => folder !== otherFolders[i]);
  return different < 0 ? folders.length : different;
}

const SUFFIX = /(?:\/(?:migration|up)|\.up)?\.sql$|\.[cm]?[jt]s$/i;
/** Flyway's version, a date with its time, or a number. */
const NUMBER =
  /^(V?|Migration)(\d{4}([-_])\d{2}\3\d{2}(?:[-_T]?\d{4,6})?|\d+(?:[._]\d+)*(?=__)|\d+)([-_.]*)(.*)$/;

function readForm(path: string): Form | undefined {
  const suffix = SUFFIX.exec(path)?.[0] ?? '';
  const stem = path.slice(0, path.length - suffix.length);
  const folder = stem.slice(0, stem.lastIndexOf('/') + 1);
  const match = NUMBER.exec(stem.slice(folder.length));
  if (!match) return undefined;
  const [, prefix = '', number = '', , separator = '', words = ''] = match;
  return { folder, prefix, number, separator: separator || '_', words, suffix };
}

function unnumbered(last: string, name: string): NextMigration | undefined {
  if (migrationsFolderOf(last) === undefined) return undefined;
  return { path: `${last.slice(0, last.lastIndexOf('/') + 1)}${name}${SUFFIX.exec(last)?.[0] ?? '.sql'}` };
}

/** The time in the form of the number when it is one, else the next number in its width. A clock behind the last file is not followed. */
function following(number: string, now: Date): string {
  const time = asTime(number, now);
  if (time !== undefined && time > number) return time;
  const last = /\d+$/.exec(number)?.[0] ?? '';
  const next = String(BigInt(last) + 1n).padStart(last.length, '0');
  return number.slice(0, number.length - last.length) + next;
}

/** Milliseconds since 1970 of 2001 to 2286, seconds, and digits that are a date since 1990 with or without a time. */
function asTime(number: string, now: Date): string | undefined {
  const iso = now.toISOString();
  const digits = iso.replace(/\D/g, '');
  if (/^1\d{12}$/.test(number)) return String(now.getTime());
  if (/^1\d{9}$/.test(number)) return String(Math.floor(now.getTime() / 1000));
  if (/^(?:199|20\d)\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}|\d{6}|\d{9})?$/.test(number))
    return digits.slice(0, number.length);
  const dashed = /^\d{4}([-_])\d{2}\1\d{2}(?:([-_T]?)(\d{4,6}))?$/.exec(number);
  if (!dashed) return undefined;
  const [, dash = '', gap = '', time = ''] = dashed;
  const date = iso.slice(0, 10).replaceAll('-', dash);
  return date + gap + digits.slice(8, 8 + time.length);
}
