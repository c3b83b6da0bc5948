import * as vscode from 'vscode';
import type { Column } from '../../analyzers/schema/snapshot';
import { columnChoices, type ColumnLimits } from './column-choices';
import type { PickedColumn } from './index-draft';

/** One after another, since their order is what an index is. `undefined` when the person gives up. */
export async function chooseColumns(
  columns: readonly Column[],
  limits: ColumnLimits,
): Promise<readonly PickedColumn[] | undefined> {
  const { mostKeys = columns.length } = limits;
  const chosen: PickedColumn[] = [];
  while (chosen.length < Math.min(mostKeys, columns.length)) {
    const choices = columnChoices(columns, chosen, limits, vscode.l10n);
    const placeHolder =
      chosen.length === 0
        ? vscode.l10n.t('The first column: the one that queries ask for with =')
        : vscode.l10n.t('The next column, or no further one');
    const choice = await vscode.window.showQuickPick(choices, { placeHolder, ignoreFocusOut: true });
    if (choice === undefined) return undefined;
    if (choice.next === undefined) break;
    chosen.push(choice.next);
  }
  return chosen;
}
