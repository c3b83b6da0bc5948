import * as vscode from 'vscode';
import { readText } from '../documents';
import { WALKTHROUGH } from '../manifest';

const MAX_SAMPLE_BYTES = 64 * 1024;

/** A document of its own that declares its table, so that a first finding needs no project. */
export async function openSample(extensionUri: vscode.Uri): Promise<void> {
  const content = await readText(vscode.Uri.joinPath(extensionUri, 'media', 'sample.sql'), MAX_SAMPLE_BYTES);
  if (content === undefined) throw new Error('The sample of the extension cannot be read.');
  const document = await vscode.workspace.openTextDocument({ language: 'sql', content });
  await vscode.window.showTextDocument(document, { preview: false });
}

export async function openWalkthrough(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, false);
}
