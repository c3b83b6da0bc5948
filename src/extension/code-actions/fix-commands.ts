import * as vscode from 'vscode';

export async function openDdlDocument(ddl: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'sql', content: ddl });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
}

export async function copyDdl(ddl: string): Promise<void> {
  await vscode.env.clipboard.writeText(ddl);
  // Copying shows nothing by itself; this goes away again and asks for nothing.
  vscode.window.setStatusBarMessage(vscode.l10n.t('DDL copied to the clipboard'), 3000);
}
