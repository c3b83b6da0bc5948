import * as vscode from 'vscode';
import type { MaintenanceAction } from '../../analyzers/maintenance/maintenance-action';
import type { TableStatisticsPage } from '../../postgres/monitoring/read-table-statistics';
import { AUTOVACUUM_OPTIONS, describeOptionProblem } from './autovacuum-options';
import type { ChosenTable } from './choose-object';
import type { MaintenancePorts } from './maintenance-ports';

/** When autovacuum comes to a table. */
export async function autovacuumAction(
  chosen: ChosenTable,
  ports: MaintenancePorts,
): Promise<MaintenanceAction | undefined> {
  const { table } = chosen;
  const page = await readPage(chosen, ports);
  if (page === undefined) return undefined;
  const items = AUTOVACUUM_OPTIONS.map((name) => ({
    label: name,
    description: page.options[name] ?? vscode.l10n.t('the server’s default'),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Which of them are to change?'),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (picked === undefined || picked.length === 0) return undefined;
  const options: Record<string, string | null> = {};
  for (const { label } of picked) {
    const typed = await askOption(label, page);
    if (typed === undefined) return undefined;
    options[label] = typed === '' ? null : typed;
  }
  const before = Object.fromEntries(Object.keys(options).map((name) => [name, page.options[name] ?? null]));
  return { kind: 'set-autovacuum', table, options, before };
}

function askOption(name: string, { options }: TableStatisticsPage): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: name,
    prompt: vscode.l10n.t('Nothing goes back to the server’s default.'),
    value: options[name] ?? '',
    ignoreFocusOut: true,
    validateInput: (text) => describeOptionProblem(name, text, vscode.l10n),
  });
}

/** `undefined` where the table is gone, which is said. */
export async function readPage(
  { database, table }: ChosenTable,
  { loadPostgres }: MaintenancePorts,
): Promise<TableStatisticsPage | undefined> {
  const page = await loadPostgres().readTableStatistics(database.reader, table);
  if (page === undefined) {
    const sentence = vscode.l10n.t('There is no table {0} any more. Read the database again.', table.name);
    vscode.window.showInformationMessage(sentence);
  }
  return page;
}
