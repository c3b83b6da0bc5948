import * as vscode from 'vscode';
import type { ConnectionProblem } from '../../postgres/connection/connection-problem';
import { localize } from '../localize';
import { COMMANDS } from '../manifest';

export interface Mending {
  /** With the password asked for anew where that is the trouble. */
  readonly again: () => Promise<void>;
  readonly trust: (rootCertificate: vscode.Uri) => Promise<void>;
}

/** Says why a connection failed, with what mends it. */
export async function showProblem(
  { message, notes, action }: ConnectionProblem,
  connection: string,
  mending?: Mending,
): Promise<void> {
  const edit = vscode.l10n.t('Edit Connection');
  const retry = action === 'enter-password' ? vscode.l10n.t('Enter Password') : vscode.l10n.t('Try Again');
  const showLog = vscode.l10n.t('Show Log');
  const choose = vscode.l10n.t('Choose Root Certificate...');
  const first = action === 'choose-root-certificate' ? choose : action === 'edit-connection' ? edit : retry;
  const buttons = [...new Set(mending === undefined ? [edit, showLog] : [first, edit, showLog])];
  const sentences = [message, ...notes].map(localize).join(' ');
  const choice = await vscode.window.showErrorMessage(`${connection}: ${sentences}`, ...buttons);
  if (choice === retry) await mending?.again();
  if (choice === choose) await chooseCertificate(mending);
  if (choice === edit) await vscode.commands.executeCommand(COMMANDS.editConnections);
  if (choice === showLog) await vscode.commands.executeCommand(COMMANDS.showLog);
}

/** libpq trusts what is in the file, and verification stays on. */
async function chooseCertificate(mending: Mending | undefined): Promise<void> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Certificates of the authority that signed the server’s'),
      openLabel: vscode.l10n.t('Trust'),
      filters: { [vscode.l10n.t('Certificates')]: ['crt', 'pem', 'cer'] },
    })) ?? [];
  if (file !== undefined) await mending?.trust(file);
}
