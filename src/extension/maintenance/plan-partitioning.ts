import * as vscode from 'vscode';
import type { DdlProposal } from '../../analyzers/finding';
import { printComment } from '../../analyzers/indexes/print-ddl';
import type { KnownTable } from '../../analyzers/maintenance/maintenance-question';
import type { PartitioningPlan } from '../../analyzers/maintenance/partitioning-plan';
import type { RelationName } from '../../analyzers/schema/snapshot';
import { localize } from '../localize';
import type { ChosenTable } from './choose-object';
import { askWay, choosePartitionWay, columnsFor } from './choose-partitions';
import type { MaintenancePorts } from './maintenance-ports';

/** Explains what partitions would mean, and writes the migration down. Runs nothing: the rows have to be copied, which is the team's to plan. */
export async function planPartitioning(
  { database, table }: ChosenTable,
  ports: MaintenancePorts,
): Promise<void> {
  const known = await ports.ask(database, { kind: 'table', table });
  if (known === undefined) return;
  const kind = await choosePartitionWay(known);
  const column = kind && (await chooseColumn(known, columnsFor(kind, known)));
  const way = column === undefined ? undefined : await askWay(kind, known, column, new Date());
  if (column === undefined || way === undefined) return;
  const plan = await ports.ask(database, { kind: 'plan-partitioning', table, column, way });
  if (plan !== undefined) await ports.writeMigration(database, proposalOf(table, plan));
}

async function chooseColumn(
  { table, partitionColumns }: KnownTable,
  columns: readonly string[],
): Promise<string | undefined> {
  const isIn = (name: string): boolean => partitionColumns.includes(name);
  const best = partitionColumns.filter((name) => columns.includes(name));
  const items = [...best, ...columns.filter((name) => !isIn(name))].map((label) => ({
    label,
    description: isIn(label)
      ? vscode.l10n.t('the unique keys can stay as they are')
      : vscode.l10n.t('unique keys would get weaker'),
  }));
  const placeHolder = vscode.l10n.t('The column that tells the partitions of {0} apart', table.name);
  return (await vscode.window.showQuickPick(items, { placeHolder, ignoreFocusOut: true }))?.label;
}

function proposalOf({ name }: RelationName, { copy, explanation, migration }: PartitioningPlan): DdlProposal {
  const comments = explanation.map((sentence) => printComment(localize(sentence)));
  const undo = vscode.l10n.t('Drop {0} while nobody uses it.', `${copy.schema}.${copy.name}`);
  return {
    migrationName: `partition_${name}`,
    up: `${[...comments, migration].join('\n')}\n`,
    down: `${printComment(undo)}\n`,
    outsideTransaction: false,
  };
}
