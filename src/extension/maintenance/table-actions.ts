import * as vscode from 'vscode';
import type { MaintenanceAction } from '../../analyzers/maintenance/maintenance-action';
import type { TableStatisticsPage } from '../../postgres/monitoring/read-table-statistics';
import { AUTOVACUUM_OPTIONS, describeOptionProblem, describeTargetProblem } from './autovacuum-options';
import type { ChosenTable } from './choose-object';
import type { MaintenancePorts } from './maintenance-ports';

/** How many values ANALYZE keeps of a column. */
export async function statisticsTargetAction(
  chosen: ChosenTable,
  ports: MaintenancePorts,
): Promise<MaintenanceAction | undefined> {
  const { table } = chosen;
  const page = await readPage(chosen, ports);
  if (page === undefined) return undefined;
  const items = page.columns.map(({ name, target }) => ({
    label: name,
    description: describeTarget(target),
    target,
  }));
  const placeHolder = vscode.l10n.t('Of which column are more, or fewer, values kept?');
  const column = await vscode.window.showQuickPick(items, { placeHolder, ignoreFocusOut: true });
  if (column === undefined) return undefined;
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Statistics target of {0}', column.label),
    prompt: vscode.l10n.t('0 to 10000 values; -1 is the server’s default (100 unless it was changed).'),
    value: String(column.target),
    ignoreFocusOut: true,
    validateInput: (text) => describeTargetProblem(text, vscode.l10n),
  });
  if (typed === undefined) return undefined;
  return {
    kind: 'set-statistics',
    table,
    column: column.label,
    target: Number(typed),
    before: column.target,
  };
}

function describeTarget(target: number): string {
  return target < 0 ? vscode.l10n.t('the server’s default') : String(target);
}

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

async function readPage(
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
