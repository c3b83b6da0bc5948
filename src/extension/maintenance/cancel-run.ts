import * as vscode from 'vscode';
import { objectOf } from '../database-object';
import type { MaintenanceRun, MaintenanceRuns } from './maintenance-runs';

/** Ends what is under way: on the table of the row, the only one, or the one that a person picks. */
export async function cancelRun(node: unknown, runs: MaintenanceRuns): Promise<void> {
  const running = runs.all().filter((run) => isOn(node, run));
  const run = running.length < 2 ? running[0] : await chooseRun(running);
  if (run !== undefined) run.cancel();
  else if (running.length === 0) {
    vscode.window.showInformationMessage(vscode.l10n.t('Nothing is under way that could be cancelled.'));
  }
}

function isOn(node: unknown, { connectionId, table }: MaintenanceRun): boolean {
  const object = objectOf(node);
  if (!object) return true;
  if (object.connectionId !== connectionId) return false;
  if (object.kind !== 'table' && object.kind !== 'index') return true;
  return object.table.schema === table?.schema && object.table.name === table.name;
}

async function chooseRun(running: readonly MaintenanceRun[]): Promise<MaintenanceRun | undefined> {
  const items = running.map((run) => ({ label: run.title, run }));
  const placeHolder = vscode.l10n.t('What is to be cancelled?');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.run;
}
