import * as vscode from 'vscode';
import { languageOfPath, SQL_FILES_GLOB } from './sql-languages';
import { findWorkspaceFiles } from './workspace-files';

/** Larger files are dumps and bundles. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024;

/** The files of a folder that may hold queries, in the order of their names. */
export async function findQueryFiles(
  folder: vscode.WorkspaceFolder,
  token?: vscode.CancellationToken,
): Promise<readonly vscode.Uri[]> {
  const accepts = (path: string) => languageOfPath(path) !== undefined;
  const paths = await findWorkspaceFiles(folder, SQL_FILES_GLOB, accepts, token);
  return paths.map((path) => vscode.Uri.joinPath(folder.uri, path));
}
