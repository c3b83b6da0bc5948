import { compareMigrations } from './migration-order';

/** The `.sql` files that make a project's schema, in the order they are applied. */
export interface MigrationSet {
  /** Of `schema` the files are the schema itself, not changes of it: no new one goes beside them. */
  readonly kind: 'migrations' | 'schema';
  readonly paths: readonly string[];
}

/**
 * Which of a project's files are its migrations: those in folders of that name and those named as Flyway names them; without any, the
 * files that hold a whole schema. Paths are relative to the project, with slashes.
 *
 * @param folder given by the user: every `.sql` file below it is one; `.` is the project itself
 */
export function findMigrations(paths: readonly string[], folder?: string): MigrationSet {
  const scripts = paths.filter((path) => /\.sql$/i.test(path));
  if (folder !== undefined) {
    const root = normalizeFolder(folder);
    const below = scripts.filter((path) => root === '' || path.startsWith(`${root}/`));
    return { kind: 'migrations', paths: inOrder(below.map((path) => ({ path, root }))) };
  }
  const candidates = scripts.filter((path) => !foldersOf(path).some((name) => NOT_OF_THE_SCHEMA.test(name)));
  const migrations = candidates.flatMap((path) => {
    const root = migrationsFolderOf(path);
    return root === undefined ? [] : [{ path, root }];
  });
  if (migrations.length > 0) return { kind: 'migrations', paths: inOrder(migrations) };
  const schemas = candidates.filter(isSchemaFile).map((path) => ({ path, root: '' }));
  return { kind: 'schema', paths: inOrder(schemas) };
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
  const isDrizzle = folders.at(-1) === 'drizzle' && /^\d+_.+\.sql$/.test(name);
  return isFlyway || isDrizzle ? folders.join('/') : undefined;
}

/** What takes a migration back: `x.down.sql`, `x_down.sql`, `down/x.sql`, Flyway's `U2__x.sql`. */
const REVERSE =
  /(?:^|[/._-])(?:down|rollback|undo|revert)\.sql$|(?:^|\/)(?:down|rollbacks?|undo|reverts?)\/|(?:^|\/)U\d+(?:[._]\d+)*__[^/]*$/i;

function isReverse(path: string): boolean {
  return REVERSE.test(path);
}

function isSchemaFile(path: string): boolean {
  return (
    /(?:^|\/)(?:schema|structure|ddl|tables)\.sql$/i.test(path) ||
    foldersOf(path).some((name) => /^(?:schemas?|ddl)$/i.test(name))
  );
}
