import * as vscode from 'vscode';
import { SKIPPED_FOLDERS, SKIPPED_GLOB } from './sql-languages';
import { walkFolder } from './walk-folder';

const MAX_FOLDERS = 2000;

/** Paths relative to the folder, with slashes, in the order of their names. */
export async function findWorkspaceFiles(
  folder: vscode.WorkspaceFolder,
  glob: string,
  accepts: (path: string) => boolean,
  token?: vscode.CancellationToken,
): Promise<readonly string[]> {
  // Only file systems that VS Code knows itself can be searched; the API with which others could is not final.
  if (folder.uri.scheme !== 'file') {
    const limits = { skippedFolders: SKIPPED_FOLDERS, maxFolders: MAX_FOLDERS };
    return walkFolder((path) => readFolder(folder, path), accepts, limits);
  }
  const pattern = new vscode.RelativePattern(folder, glob);
  const uris = await vscode.workspace.findFiles(pattern, SKIPPED_GLOB, undefined, token);
  return uris.map((uri) => relativePath(folder, uri)).sort();
}

export function relativePath(folder: vscode.WorkspaceFolder, uri: vscode.Uri): string {
  const base = folder.uri.path.replace(/\/$/, '');
  return uri.path.startsWith(`${base}/`) ? uri.path.slice(base.length + 1) : uri.path;
}

async function readFolder(folder: vscode.WorkspaceFolder, path: string) {
  try {
    const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(folder.uri, path));
    return entries.flatMap(([name, type]) =>
      type === vscode.FileType.File || type === vscode.FileType.Directory
        ? [[name, type === vscode.FileType.File ? 'file' : 'folder'] as const]
        : [],
    );
  } catch {
    // Gone or refused between two listings: the rest of the folder still counts.
    return [];
  }
}
