import * as vscode from 'vscode';
import { localize } from '../localize';
import { COMMANDS } from '../manifest';
import type { PostgresRoom } from '../load-postgres';
import type { PlanningDatabase } from '../planning-database';
import type { EmbeddedDatabases } from './embedded-databases';

/** The embedded planner of a folder, while a person watches it start and can end that. `undefined`: it was ended, or cannot plan and that was told. */
export async function planWithoutDatabase(
  databases: EmbeddedDatabases,
  folder: vscode.WorkspaceFolder,
  { PlannerUnavailable }: Pick<PostgresRoom, 'PlannerUnavailable'>,
): Promise<PlanningDatabase | 'no-migrations' | undefined> {
  const controller = new AbortController();
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Starting the embedded planner with the migrations of {0}', folder.name),
    cancellable: true,
  };
  try {
    return await vscode.window.withProgress(options, (_, token) => {
      token.onCancellationRequested(() => controller.abort());
      return databases.databaseOf(folder, controller.signal);
    });
  } catch (error) {
    if (controller.signal.aborted) return undefined;
    if (!(error instanceof PlannerUnavailable)) throw error;
    const showLog = vscode.l10n.t('Show Log');
    const add = vscode.l10n.t('Add Connection...');
    const choice = await vscode.window.showErrorMessage(localize(error.sentence), add, showLog);
    if (choice === add) await vscode.commands.executeCommand(COMMANDS.addConnection);
    if (choice === showLog) await vscode.commands.executeCommand(COMMANDS.showLog);
    return undefined;
  }
}
