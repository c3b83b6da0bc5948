import * as vscode from 'vscode';
import type { DdlProposal } from '../../analyzers/finding';
import { printComment } from '../../analyzers/indexes/print-ddl';
import type { PartitioningPlan } from '../../analyzers/maintenance/partitioning-plan';
import type { RelationName } from '../../analyzers/schema/snapshot';
import { localize } from '../localize';
import type { ChosenTable } from './choose-object';
import type { MaintenancePorts } from './maintenance-ports';

const FEWEST = 2;
const MOST = 256;
const USUAL = 16;

/** Explains what partitions would mean, and writes the migration down. Runs nothing: the rows have to be copied, which is the team's to plan. */
export async function planPartitioning(
  { database, table }: ChosenTable,
  ports: MaintenancePorts,
): Promise<void> {
  const known = await ports.ask(database, { kind: 'table', table });
  if (known === undefined) return;
  const best = known.partitionColumns.map((label) => ({
    label,
    description: vscode.l10n.t('the unique keys can stay as they are'),
  }));
  const others = known.table.columns
    .filter(({ name }) => !known.partitionColumns.includes(name))
    .map(({ name }) => ({ label: name, description: vscode.l10n.t('unique keys would get weaker') }));
  const placeHolder = vscode.l10n.t('The column whose hash tells the partitions of {0} apart', table.name);
  const column = await vscode.window.showQuickPick([...best, ...others], {
    placeHolder,
    ignoreFocusOut: true,
  });
  if (column === undefined) return;
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('How many partitions?'),
    value: String(USUAL),
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^\d+$/.test(text) && Number(text) >= FEWEST && Number(text) <= MOST
        ? undefined
        : vscode.l10n.t('A whole number from {0} to {1}.', FEWEST, MOST),
  });
  if (typed === undefined) return;
  const question = { kind: 'plan-partitioning', table, column: column.label, count: Number(typed) } as const;
  const plan = await ports.ask(database, question);
  if (plan !== undefined) await ports.writeMigration(database, proposalOf(table, plan));
}

function proposalOf(
  { schema, name }: RelationName,
  { explanation, migration }: PartitioningPlan,
): DdlProposal {
  const comments = explanation.map((sentence) => printComment(localize(sentence)));
  const undo = vscode.l10n.t('Drop {0} while nobody uses it.', `${schema}.${name}_partitioned`);
  return {
    migrationName: `partition_${name}`,
    up: `${[...comments, migration].join('\n')}\n`,
    down: `${printComment(undo)}\n`,
    outsideTransaction: false,
  };
}
