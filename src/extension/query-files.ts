import * as vscode from 'vscode';
import { findOpenDocument, readText } from './documents';
import type { JudgedText } from './judgement';
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

/** As it is in the editor, where it is open. `undefined`: it cannot be read, or is no text of such a language. */
export async function readQueryFile(uri: vscode.Uri): Promise<JudgedText | undefined> {
  const open = findOpenDocument(uri.toString());
  if (open) return { uri, languageId: open.languageId, text: open.getText() };
  const text = await readText(uri, MAX_FILE_BYTES);
  const languageId = languageOfPath(uri.path);
  return text === undefined || languageId === undefined ? undefined : { uri, languageId, text };
}
