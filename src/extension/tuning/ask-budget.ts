import * as vscode from 'vscode';
import { readSize } from '../../analyzers/workload/read-size';
import { readTuneBudget } from '../settings';

/** In bytes, infinite where the person leaves it empty; `undefined`: the question was closed. */
export async function askBudget(folder: vscode.WorkspaceFolder): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Tune Indexes for {0}', folder.name),
    prompt: vscode.l10n.t(
      'Room on disk for new indexes, such as 500MB or 2GB. Leave it empty to allow as much as pays.',
    ),
    value: readTuneBudget(folder.uri),
    validateInput: (written) =>
      budgetOf(written) === undefined
        ? vscode.l10n.t('Write a size with kB, MB, GB or TB, such as 500MB.')
        : undefined,
  });
  return text === undefined ? undefined : budgetOf(text);
}

function budgetOf(text: string): number | undefined {
  return text.trim() === '' ? Infinity : readSize(text);
}
