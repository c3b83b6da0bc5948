import type * as vscode from 'vscode';
import { findMigrations, mayBeOfMigrations, type MigrationSet } from '../../analyzers/schema/migration-files';
import { readSettings } from '../settings';
import { findWorkspaceFiles } from '../workspace-files';

const PROGRAMS = '*.{ts,js,mts,mjs,cts,cjs}';

/**
 * What may say something about a folder's schema, for `findFiles` and for watchers. Programs are looked for where migrations are kept, and in
 * the folder that the user names. Braces cannot stand within braces.
 */
export const MIGRATION_GLOBS = [
  '**/*.{sql,sql.conf}',
  '**/meta/_journal.json',
  `**/*{igration,igrate,hangelog}*/**/${PROGRAMS}`,
] as const;

/** The migrations of a workspace folder and what tools keep beside them, relative to it. */
export async function findMigrationPaths(folder: vscode.WorkspaceFolder): Promise<MigrationSet> {
  const { migrationsFolder } = readSettings(folder.uri);
  const given =
    migrationsFolder === undefined ? [] : [`${migrationsFolder.replace(/^\.\/|\/+$/g, '')}/**/${PROGRAMS}`];
  const globs = [...MIGRATION_GLOBS, ...given.map((glob) => glob.replace(/^\.?\//, ''))];
  const found = await Promise.all(globs.map((glob) => findWorkspaceFiles(folder, glob, mayBeOfMigrations)));
  return findMigrations([...new Set(found.flat())].sort().filter(mayBeOfMigrations), migrationsFolder);
}
