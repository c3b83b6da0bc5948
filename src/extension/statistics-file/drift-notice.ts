import * as vscode from 'vscode';
import type { Message } from '../../analyzers/message';
import { STATISTICS_FILE_NAME } from '../../analyzers/statistics-file/statistics-file';
import type { FolderSchema } from '../folder-schema';
import { localize } from '../localize';
import { COMMANDS } from '../manifest';

/** Says once for a file where it tells of another database than the one that is connected. */
export class DriftNotice {
  readonly #told = new Set<string>();

  /** @param folder its name @param schema as it is now */
  consider(folder: vscode.WorkspaceFolder, schema: FolderSchema | undefined): void {
    if (schema?.kind !== 'read' || schema.statistics === undefined) return;
    const { statisticsDrift = [] } = schema.summary;
    const key = `${folder.uri.toString()} ${schema.statistics.readAt}`;
    if (statisticsDrift.length === 0 || this.#told.has(key)) return;
    this.#told.add(key);
    void this.#say(statisticsDrift);
  }

  async #say([first, ...others]: readonly Message[]): Promise<void> {
    if (first === undefined) return;
    const more =
      others.length === 0
        ? []
        : [
            others.length === 1
              ? vscode.l10n.t('There is one more difference.')
              : vscode.l10n.t('There are {0} more differences.', others.length),
          ];
    const sentence = vscode.l10n.t('{0} is out of date.', STATISTICS_FILE_NAME);
    const again = vscode.l10n.t('Export Statistics...');
    const choice = await vscode.window.showWarningMessage(
      [sentence, localize(first), ...more].join(' '),
      again,
    );
    if (choice === again) await vscode.commands.executeCommand(COMMANDS.exportStatistics);
  }
}
