import * as vscode from 'vscode';
import type { MaintenanceAction } from '../../analyzers/maintenance/maintenance-action';
import { describeTargetProblem } from './autovacuum-options';
import type { ChosenIndex, ChosenTable } from './choose-object';
import type { MaintenancePorts } from './maintenance-ports';
import { readPage } from './table-actions';

interface TargetItem extends vscode.QuickPickItem {
  /** What it is now. */
  readonly target: number;
}

/** How many values ANALYZE keeps of a column. */
export async function statisticsTargetAction(
  chosen: ChosenTable,
  ports: MaintenancePorts,
): Promise<MaintenanceAction | undefined> {
  const { table } = chosen;
  const page = await readPage(chosen, ports);
  if (page === undefined) return undefined;
  const items = page.columns.map(({ name, target }) => itemOf(name, target));
  const placeHolder = vscode.l10n.t('Of which column are more, or fewer, values kept?');
  const column = await vscode.window.showQuickPick(items, { placeHolder, ignoreFocusOut: true });
  const target = column && (await askTarget(column));
  if (column === undefined || target === undefined) return undefined;
  return { kind: 'set-statistics', table, column: column.label, target, before: column.target };
}

/** An index has statistics of its own where a key is an expression. */
export async function expressionTargetAction(
  { database, table, index }: ChosenIndex,
  { loadPostgres }: MaintenancePorts,
): Promise<MaintenanceAction | undefined> {
  const { l10n, window } = vscode;
  const name = { schema: table.schema, name: index };
  const expressions = await loadPostgres().readIndexExpressions(database.reader, name);
  if (expressions.length === 0) {
    window.showInformationMessage(
      l10n.t(
        '{0} has no expression among its keys: ANALYZE keeps the values of the columns of its table. Set the statistics target of {1}.',
        index,
        table.name,
      ),
    );
    return undefined;
  }
  const items = expressions.map(({ expression, position, target }) => ({
    ...itemOf(expression, target),
    position,
  }));
  const placeHolder = l10n.t('Of which expression are more, or fewer, values kept?');
  const item = await window.showQuickPick(items, { placeHolder, ignoreFocusOut: true });
  const target = item && (await askTarget(item));
  if (item === undefined || target === undefined) return undefined;
  const ofIndex = { name: index, position: item.position };
  return { kind: 'set-statistics', table, column: item.label, ofIndex, target, before: item.target };
}

function itemOf(label: string, target: number): TargetItem {
  const description = target < 0 ? vscode.l10n.t('the server’s default') : String(target);
  return { label, description, target };
}

async function askTarget({ label, target }: TargetItem): Promise<number | undefined> {
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Statistics target of {0}', label),
    prompt: vscode.l10n.t('0 to 10000 values; -1 is the server’s default (100 unless it was changed).'),
    value: String(target),
    ignoreFocusOut: true,
    validateInput: (text) => describeTargetProblem(text, vscode.l10n),
  });
  return typed === undefined ? undefined : Number(typed);
}
