import * as vscode from 'vscode';
import { printSteps } from '../../analyzers/maintenance/plan-action';
import type { ConnectedDatabase } from '../connected-database';
import { localize } from '../localize';
import { INTERNAL_COMMANDS } from '../manifest';
import { type ActionPreview, isStopped } from './action-preview';
import type { ReadOnlyPages } from '../read-only-pages';
import type { MaintenancePorts } from './maintenance-ports';
import { describePreview, needsDocument, printPreview } from './preview-text';

/** Shows what would run, and lets a person choose what becomes of it. Whether it is to be run now. */
export async function askToRun(
  database: ConnectedDatabase,
  preview: ActionPreview,
  documents: ReadOnlyPages,
  ports: MaintenancePorts,
): Promise<boolean> {
  const { l10n, window } = vscode;
  const name = `${l10n.t('Preview')}.sql`;
  if (needsDocument(preview)) {
    const text = printPreview(preview, database.target, l10n);
    await documents.open(name, text, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  }
  const run = l10n.t('Run');
  const copy = l10n.t('Copy');
  const write = l10n.t('Insert as Migration');
  const options = { modal: true, detail: describePreview(preview, l10n) };
  const buttons = [...(isStopped(preview) ? [] : [run]), write, copy];
  const choice = await window.showWarningMessage(questionFor(database, preview), options, ...buttons);
  await documents.close(name);
  const sql = printSteps(preview.plan.steps);
  if (choice === run) return isMeant(database);
  if (choice === copy) await vscode.commands.executeCommand(INTERNAL_COMMANDS.copyDdl, sql);
  if (choice === write) await ports.writeMigration(database, preview.migration);
  return false;
}

function questionFor({ name, role }: ConnectedDatabase, { plan: { title } }: ActionPreview): string {
  return role === 'production'
    ? vscode.l10n.t('{0}, on {1}, which is a production database?', localize(title), name)
    : vscode.l10n.t('{0}, on {1}?', localize(title), name);
}

/** Nobody types the name of a database of production by mistake. */
async function isMeant({ role, name, database }: ConnectedDatabase): Promise<boolean> {
  if (role !== 'production') return true;
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('{0} is a production database', name),
    prompt: vscode.l10n.t('Type the name of the database, {0}, to run this there.', database),
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === '' || text === database ? undefined : vscode.l10n.t('The database is called {0}.', database),
  });
  return typed === database;
}
