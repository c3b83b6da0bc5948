import * as vscode from 'vscode';
import { isSqlLanguage } from './sql-languages';

/** Documents that can be edited or belong to the workspace: not the left side of a diff, not a code block in a chat. */
export function isJudged(document: vscode.TextDocument): boolean {
  if (!isSqlLanguage(document.languageId) || document.isClosed) return false;
  const { uri } = document;
  return (
    uri.scheme === 'untitled' ||
    vscode.workspace.getWorkspaceFolder(uri) !== undefined ||
    vscode.workspace.fs.isWritableFileSystem(uri.scheme) === true
  );
}

/** The folder whose schema a document is judged by. A file outside every folder has none: another project's migrations say nothing about it. */
export function folderOf(uri: vscode.Uri): vscode.WorkspaceFolder | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder !== undefined || uri.scheme !== 'untitled') return folder;
  return vscode.workspace.workspaceFolders?.[0];
}

export function findOpenDocument(uri: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(
    (document) => document.uri.toString() === uri && !document.isClosed,
  );
}

/** A file as the editor would open it; `undefined` when it cannot be read, is too large or holds no text. */
export async function readText(uri: vscode.Uri, maxSizeBytes: number): Promise<string | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > maxSizeBytes) return undefined;
    return await vscode.workspace.decode(await vscode.workspace.fs.readFile(uri), { uri });
  } catch {
    return undefined;
  }
}
