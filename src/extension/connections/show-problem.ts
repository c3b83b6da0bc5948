import * as vscode from 'vscode';
import type { ConnectionProblem } from '../../postgres/connection/connection-problem';
import { localize } from '../localize';
import { COMMANDS } from '../manifest';

/** Says why a connection failed, with what mends it. */
export async function showProblem(
  { message, notes, action }: ConnectionProblem,
  connection: string,
  again?: () => Promise<void>,
): Promise<void> {
  const edit = vscode.l10n.t('Edit Connection');
  const retry = action === 'enter-password' ? vscode.l10n.t('Enter Password') : vscode.l10n.t('Try Again');
  const showLog = vscode.l10n.t('Show Log');
  const isMendedByTrying = action === 'try-again' || action === 'enter-password';
  const buttons = [...(again !== undefined && isMendedByTrying ? [retry] : []), edit, showLog];
  const sentences = [message, ...notes].map(localize).join(' ');
  const choice = await vscode.window.showErrorMessage(`${connection}: ${sentences}`, ...buttons);
  if (choice === retry) await again?.();
  if (choice === edit) await vscode.commands.executeCommand(COMMANDS.editConnections);
  if (choice === showLog) await vscode.commands.executeCommand(COMMANDS.showLog);
}
