import * as vscode from 'vscode';
import { describeLeftover, type Leftover, repairsOf } from '../../analyzers/maintenance/leftover';
import type { MaintenanceAction } from '../../analyzers/maintenance/maintenance-action';
import { titleOf } from '../../analyzers/maintenance/title-of-action';
import type { ConnectedDatabase } from '../connected-database';
import { objectOf } from '../database-object';
import { localize } from '../localize';
import type { MaintenancePorts } from './maintenance-ports';

/** What mends one of the invalid indexes of a database: of the row, the only one, or the one that a person picks. */
export async function repairAction(
  node: unknown,
  database: ConnectedDatabase,
  { loadPostgres }: MaintenancePorts,
): Promise<MaintenanceAction | undefined> {
  const leftovers = within(node, await loadPostgres().findLeftovers(database.reader));
  if (leftovers.length === 0) {
    const sentence = vscode.l10n.t(
      'No invalid index was found on {0} that nobody is at work on.',
      database.name,
    );
    vscode.window.showInformationMessage(sentence);
    return undefined;
  }
  const leftover = await chooseLeftover(leftovers);
  return leftover && chooseRepair(repairsOf(leftover));
}

/** The best repair is the first, and the one to take with Enter alone. */
export async function chooseRepair(
  repairs: readonly MaintenanceAction[],
): Promise<MaintenanceAction | undefined> {
  if (repairs.length < 2) return repairs[0];
  const items = repairs.map((repair) => ({ label: localize(titleOf(repair)), repair }));
  const placeHolder = vscode.l10n.t('What mends it?');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.repair;
}

function within(node: unknown, leftovers: readonly Leftover[]): readonly Leftover[] {
  const object = objectOf(node);
  if (object?.kind !== 'index' && object?.kind !== 'table') return leftovers;
  const { schema, name } = object.table;
  return leftovers.filter(
    ({ table, index }) =>
      table.schema === schema && table.name === name && (object.kind === 'table' || index === object.index),
  );
}

async function chooseLeftover(leftovers: readonly Leftover[]): Promise<Leftover | undefined> {
  if (leftovers.length === 1) return leftovers[0];
  const items = leftovers.map((leftover) => ({
    label: leftover.index,
    description: `${leftover.table.schema}.${leftover.table.name}`,
    detail: localize(describeLeftover(leftover)),
    leftover,
  }));
  const placeHolder = vscode.l10n.t('The invalid index to repair');
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.leftover;
}
