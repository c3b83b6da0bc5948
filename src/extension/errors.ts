import * as vscode from 'vscode';
import type { Log } from './log';

/** The one place where something unexpected ends: in the log, and before the user's eyes once per session. */
export type Report = (error: unknown, doing: string) => void;

export function createReport(log: Log): Report {
  const shown = new Set<string>();
  return (error, doing) => {
    log.error(`${doing}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    const reason = error instanceof Error ? error.message : String(error);
    const sentence = vscode.l10n.t('Indexwright could not finish: {0}', reason);
    if (shown.has(sentence)) return;
    shown.add(sentence);
    const showLog = vscode.l10n.t('Show Log');
    vscode.window.showErrorMessage(sentence, showLog).then(
      (choice) => {
        if (choice === showLog) log.show();
      },
      () => undefined,
    );
  };
}
