import type * as vscode from 'vscode';
import { findMigrations } from '../../analyzers/schema/migration-files';
import { readSettings } from '../settings';
import { findWorkspaceFiles } from '../workspace-files';

/** The migrations of a workspace folder, relative to it, in the order they are applied. */
export async function findMigrationPaths(folder: vscode.WorkspaceFolder): Promise<readonly string[]> {
  const { migrationsFolder } = readSettings(folder.uri);
  const isSql = (path: string) => path.toLowerCase().endsWith('.sql');
  const paths = await findWorkspaceFiles(folder, '**/*.sql', isSql);
  return findMigrations(paths, migrationsFolder).paths;
}
