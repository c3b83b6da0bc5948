import * as vscode from 'vscode';
import type { NodePlace, PlanSource } from '../shown-plans';
import { shiftOf, spanOfNode } from './plan-places';

/** Selects in the code what a node asks for. */
export async function revealSource(
  source: PlanSource | undefined,
  places: readonly NodePlace[],
  node: number | undefined,
  takesFocus: boolean,
): Promise<void> {
  if (source === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('This plan was not made from a file, so there is no code to show.'),
    );
    return;
  }
  const document = await openSource(source.uri);
  const shift = document && shiftOf(document.getText(), source);
  if (document === undefined || shift === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The query has been changed or removed since it was explained. Explain it again.'),
    );
    return;
  }
  const { start, end } = spanOfNode(source, places, node, shift);
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  await vscode.window.showTextDocument(document, {
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
    selection: range,
    preserveFocus: !takesFocus,
  });
}

async function openSource(uri: string): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  } catch {
    return undefined;
  }
}
