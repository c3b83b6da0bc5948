import * as vscode from 'vscode';
import type { NewMigration } from '../analyzers/schema/migrations/write-migration';
import type { TextPositions } from './positions';

export type PositionsOf = (uri: string) => TextPositions | undefined;

/** Puts the files of a migration into an edit. @returns the one to show */
export function addMigration(
  edit: vscode.WorkspaceEdit,
  { path: shown, files, changes }: NewMigration,
  root: vscode.Uri,
  positionsOf: PositionsOf,
): vscode.Uri {
  const uriOf = (path: string): vscode.Uri => vscode.Uri.joinPath(root, path);
  for (const { path, text } of files) {
    // A file of that name made meanwhile is never overwritten: the edit fails and says so.
    edit.createFile(uriOf(path), { contents: new TextEncoder().encode(text) });
  }
  for (const { path, span, newText } of changes) {
    const range = positionsOf(uriOf(path).toString())?.range(span);
    if (range) edit.replace(uriOf(path), range, newText);
  }
  return uriOf(shown);
}
