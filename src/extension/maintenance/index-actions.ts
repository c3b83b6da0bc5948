import * as vscode from 'vscode';
import type { IndexDefinition } from '../../analyzers/indexes/index-definition';
import type { MaintenanceAction } from '../../analyzers/maintenance/maintenance-action';
import { constraintSwap } from './constraint-actions';
import type { ChosenIndex } from './choose-object';
import type { MaintenancePorts } from './maintenance-ports';
import { describeNameProblem } from './name-problem';

export function reindexAction({ table, index }: ChosenIndex): MaintenanceAction {
  return { kind: 'reindex', table, index };
}

/** A leftover that the schema does not know can be dropped, though nothing would build it again. */
export async function dropAction(chosen: ChosenIndex, ports: MaintenancePorts): Promise<MaintenanceAction> {
  const { database, table, index } = chosen;
  const definition = await find(chosen, ports);
  const partitions = await ports.ask(database, { kind: 'attached-indexes', table, index });
  return {
    kind: 'drop-index',
    table,
    index,
    ...(definition && { definition }),
    ...(partitions && { ofPartitioned: true, partitions }),
  };
}

/** Built beside the old one, which goes when the new one is valid. `undefined` where the schema does not know it. */
export async function replaceAction(
  chosen: ChosenIndex,
  ports: MaintenancePorts,
): Promise<MaintenanceAction | undefined> {
  const { table, index: old } = chosen;
  const definition = await find(chosen, ports);
  if (definition === undefined) {
    sayUnknown(old);
    return undefined;
  }
  if (definition.constraint) return constraintSwap(chosen, definition, ports);
  const index: IndexDefinition = { ...definition, valid: true };
  return { kind: 'replace-index', table, old, oldDefinition: definition, index };
}

export async function renameAction({ table, index }: ChosenIndex): Promise<MaintenanceAction | undefined> {
  const to = await vscode.window.showInputBox({
    title: vscode.l10n.t('Rename {0}', index),
    prompt: vscode.l10n.t('The new name, without the schema.'),
    value: index,
    ignoreFocusOut: true,
    validateInput: describeNameProblem,
  });
  if (to === undefined || to === index) return undefined;
  return { kind: 'rename-index', table, index, to };
}

export async function summarizeAction(
  chosen: ChosenIndex,
  ports: MaintenancePorts,
): Promise<MaintenanceAction | undefined> {
  const { table, index } = chosen;
  const definition = await find(chosen, ports);
  if (definition === undefined) {
    sayUnknown(index);
    return undefined;
  }
  if (definition.method === 'brin') return { kind: 'summarize-brin', table, index };
  vscode.window.showInformationMessage(
    vscode.l10n.t('{0} is no BRIN index: only those summarize pages.', index),
  );
  return undefined;
}

async function find(
  { database, table, index }: ChosenIndex,
  ports: MaintenancePorts,
): Promise<IndexDefinition | undefined> {
  const known = await ports.ask(database, { kind: 'table', table });
  return known?.table.indexes.find(({ name }) => name === index);
}

function sayUnknown(index: string): void {
  const sentence = vscode.l10n.t(
    '{0} is not in the schema as it was read last. Read the database again.',
    index,
  );
  vscode.window.showInformationMessage(sentence);
}
