import * as vscode from 'vscode';
import { Secret } from '../../postgres/connection/secret';
import { describeTarget, type Target } from '../../postgres/connection/target';

export async function askPassword(target: Target, wasWrong: boolean): Promise<Secret | undefined> {
  const place = describeTarget(target);
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Password of {0}', place),
    prompt: wasWrong
      ? vscode.l10n.t(
          'The server did not accept the password. It is kept in the secret store once it is accepted.',
        )
      : vscode.l10n.t('It is kept in the secret store of the editor once the server accepts it.'),
    password: true,
    ignoreFocusOut: true,
  });
  return typed === undefined || typed === '' ? undefined : new Secret(typed);
}
