import { compareMigrations } from './migration-order';
import { isReverse } from './migrations/down-parts';
import { isCodeMigration } from './migrations/tool';

/** The files that make a project's schema, in the order they are applied. */
export interface MigrationSet {
  /** Of `schema` the files are the schema itself, not changes of it: no new one goes beside them. */
  readonly kind: 'migrations' | 'schema';
  readonly paths: readonly string[];
  /** What tools keep beside their migrations. */
  readonly companions: readonly string[];
}

/**
 * Which of a project's files are its migrations: those in folders of that name and those named as Flyway names them; without any, the
 * files that hold a whole schema. Paths are relative to the project, with slashes.
 *
 * @param folder given by the user: every `.sql` file below it is one; `.` is the project itself
 */
export function findMigrations(paths: readonly string[], folder?: string): MigrationSet {
  const companions = paths.filter(isCompanion);
  const scripts = withoutCompiled(paths.filter((path) => /\.sql$/i.test(path) || isNumberedProgram(path)));
  if (folder !== undefined) {
    const root = normalizeFolder(folder);
    const below = scripts.filter((path) => root === '' || path.startsWith(`${root}/`));
    return { kind: 'migrations', paths: inOrder(below.map((path) => ({ path, root }))), companions };
  }
  const candidates = scripts.filter((path) => !foldersOf(path).some((name) => NOT_OF_THE_SCHEMA.test(name)));
  const migrations = candidates.flatMap((path) => {
    const root = migrationsFolderOf(path);
    return root === undefined ? [] : [{ path, root }];
  });
  const schemas = candidates
    .filter((path) => !isCodeMigration(path) && isSchemaFile(path))
    .map((path) => ({ path, root: '' }));
  // Most programs use methods that are not read: the schema that is written out beside them says more.
  const isWritten = schemas.length > 0 && migrations.every(({ path }) => isCodeMigration(path));
  if (migrations.length > 0 && !isWritten)
    return { kind: 'migrations', paths: inOrder(migrations), companions };
  return { kind: 'schema', paths: inOrder(schemas), companions };
}

/** Whether a search for a project's migrations needs the file at all. */
export function mayBeOfMigrations(path: string): boolean {
  return /\.sql$/i.test(path) || isCompanion(path) || isNumberedProgram(path);
}

/** Drizzle's journal, the configuration of one of Flyway's scripts. */
function isCompanion(path: string): boolean {
  return /(?:^|\/)meta\/_journal\.json$|\.sql\.conf$/.test(path);
}

/** `20240131120000_x.ts`, `1706702400000-AddEvents.js`, `Migration20240131120000.ts` */
function isNumberedProgram(path: string): boolean {
  return (
    isCodeMigration(path) &&
    /(?:^|\/)(?:Migration)?\d{3,}[^/]*$/.test(path) &&
    !/\.(?:d|test|spec)\.[^/]+$/.test(path)
  );
}

/** What the compiler wrote beside its source. */
function withoutCompiled(paths: readonly string[]): readonly string[] {
  const sources = new Set(paths.filter((path) => /\.[cm]?ts$/i.test(path)));
  return paths.filter((path) => !sources.has(path.replace(/js$/i, 'ts')) || sources.has(path));
}

interface Candidate {
  readonly path: string;
  /** The folder whose files are numbered together. */
  readonly root: string;
}

function inOrder(candidates: readonly Candidate[]): readonly string[] {
  return candidates
    .filter(({ path, root }) => !isReverse(root === '' ? path : path.slice(root.length + 1)))
    .sort((one, other) => compareMigrations(one.root, other.root) || compareMigrations(one.path, other.path))
    .map(({ path }) => path);
}

function normalizeFolder(folder: string): string {
  return folder.replace(/^(?:\.\/)+|^\.$|\/+$/g, '');
}

function foldersOf(path: string): readonly string[] {
  return path.split('/').slice(0, -1);
}

/** Folders of tests, examples of data, and other databases' dialects. */
const NOT_OF_THE_SCHEMA =
  /^(?:node_modules|vendor|tests?|__tests__|specs?|e2e|testdata|fixtures?|__fixtures__|mocks?|seeds?|seeders?|seeding|mysql|mariadb|sqlite3?|mssql|sqlserver|oracle|h2|clickhouse|cassandra|snowflake|bigquery)$/i;

const MIGRATIONS_FOLDER = /^(?:migrations?|migrate|changelogs?)$|[-_.]migrations?$/i;

/** Whether a folder of this name holds migrations. */
export function isMigrationsFolder(name: string): boolean {
  return MIGRATIONS_FOLDER.test(name);
}

/** The outermost folder of migrations around the file; `undefined` for any other file. */
export function migrationsFolderOf(path: string): string | undefined {
  const folders = foldersOf(path);
  const index = folders.findIndex(isMigrationsFolder);
  if (index >= 0) return folders.slice(0, index + 1).join('/');
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isFlyway = /^(?:[VB]\d+(?:[._]\d+)*|R)__.+\.sql$/.test(name);
  const drizzle = folders.lastIndexOf('drizzle');
  if (drizzle >= 0 && /^\d+_.+\.sql$|^migration\.sql$/.test(name))
    return folders.slice(0, drizzle + 1).join('/');
  return isFlyway ? folders.join('/') : undefined;
}

/**
 * Whether a file anywhere takes a migration back. Outside a folder of migrations its name has to begin with a number, as a migration's does:
 * a program may well have a query in `history/undo.sql`.
 */
export function isReverseFile(path: string): boolean {
  const names = path.split('/');
  const root = names.slice(0, -1).findIndex(isMigrationsFolder);
  const below = root < 0 ? names.slice(-1) : names.slice(root + 1);
  return /\.sql$/i.test(path) && (root >= 0 || /^U?\d/.test(below[0] ?? '')) && isReverse(below.join('/'));
}

/** Whether a file holds a whole schema, by its name or its folder. */
export function isSchemaFile(path: string): boolean {
  return (
    /(?:^|\/)(?:schema|structure|ddl|tables)\.sql$/i.test(path) ||
    foldersOf(path).some((name) => /^(?:schemas?|ddl)$/i.test(name))
  );
}
