import * as vscode from 'vscode';
import type { CheckResult, WorkspaceCheck } from './workspace-check';

/** The command: progress that can be cancelled, then the Problems view. Answers with the counts, for whoever runs it from code. */
export async function checkWorkspace(check: WorkspaceCheck): Promise<CheckResult | undefined> {
  if (vscode.workspace.workspaceFolders === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a folder first: there is no workspace to check.'),
    );
    return undefined;
  }
  const result = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Checking the queries of the workspace'),
      cancellable: true,
    },
    (progress, token) => check.run(progress, token),
  );
  if (result.isCancelled) return result;
  if (result.findings > 0) await vscode.commands.executeCommand('workbench.actions.view.problems');
  void vscode.window.showInformationMessage(describeResult(result));
  return result;
}

function describeResult({ files, findings }: CheckResult): string {
  if (findings === 0) return vscode.l10n.t('Files with SQL checked: {0}. Nothing found.', files);
  return vscode.l10n.t('Files with SQL checked: {0}. Findings: {1}.', files, findings);
}
