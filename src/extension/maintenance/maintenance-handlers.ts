import * as vscode from 'vscode';
import type { MaintenanceAction } from '../../analyzers/maintenance/maintenance-action';
import type { CommandHandlers } from '../commands';
import { objectOf, proposedIndexOf } from '../database-object';
import { COMMANDS, INTERNAL_COMMANDS, type MaintenanceCommandId } from '../manifest';
import { cancelRun } from './cancel-run';
import {
  type ChosenIndex,
  type ChosenTable,
  chooseDatabase,
  chooseIndex,
  chooseTable,
} from './choose-object';
import { addConstraintAction } from './constraint-actions';
import { createDrafted, createIndexAction } from './create-index-action';
import { printHistory } from './history-document';
import { dropAction, reindexAction, renameAction, replaceAction, summarizeAction } from './index-actions';
import type { ReadOnlyPages } from '../read-only-pages';
import type { MaintenanceHistory } from './maintenance-history';
import type { MaintenancePorts } from './maintenance-ports';
import type { MaintenanceRuns } from './maintenance-runs';
import type { MaintenanceActions } from './perform-action';
import { planPartitioning } from './plan-partitioning';
import { repairAction } from './repair-leftovers';
import { expressionTargetAction, statisticsTargetAction } from './statistics-target-actions';
import { autovacuumAction } from './table-actions';

export interface HandlerParts {
  readonly ports: MaintenancePorts;
  readonly runs: MaintenanceRuns;
  readonly documents: ReadOnlyPages;
  readonly history: MaintenanceHistory;
  readonly actions: MaintenanceActions;
}

type Wanted = MaintenanceAction | undefined;
type Maker<Chosen> = (chosen: Chosen, ports: MaintenancePorts) => Wanted | Promise<Wanted>;

/** What each command does: finds out what it is about, makes the action, and has it shown. */
export function maintenanceHandlers(parts: HandlerParts): Pick<CommandHandlers, MaintenanceCommandId> {
  const { ports, runs, documents, history, actions } = parts;
  const { l10n } = vscode;
  const onIndex = (placeHolder: string, make: Maker<ChosenIndex>) =>
    handler(parts, make, (node) => chooseIndex(node, placeHolder, ports));
  const onTable = (placeHolder: string, make: Maker<ChosenTable>) =>
    handler(parts, make, (node) => chooseTable(node, placeHolder, ports));
  return {
    [COMMANDS.createIndex]: async (node) => {
      const proposed = proposedIndexOf(node);
      const make: Maker<ChosenTable> = proposed
        ? ({ database }) => createDrafted(database, proposed, ports)
        : createIndexAction;
      await onTable(l10n.t('The table to index'), make)(node);
    },
    [COMMANDS.reindexIndex]: onIndex(l10n.t('The index to rebuild'), reindexAction),
    [COMMANDS.replaceIndex]: onIndex(l10n.t('The index to replace'), replaceAction),
    [COMMANDS.dropIndex]: onIndex(l10n.t('The index to drop'), dropAction),
    [COMMANDS.renameIndex]: onIndex(l10n.t('The index to rename'), renameAction),
    [COMMANDS.summarizeBrin]: onIndex(l10n.t('The BRIN index to summarize'), summarizeAction),
    [COMMANDS.analyzeTable]: onTable(l10n.t('The table to gather statistics of'), ({ table }) => ({
      kind: 'analyze',
      table,
    })),
    [COMMANDS.vacuumTable]: onTable(l10n.t('The table to vacuum'), ({ table }) => ({
      kind: 'vacuum',
      table,
    })),
    [COMMANDS.setStatisticsTarget]: (node) =>
      objectOf(node)?.kind === 'index'
        ? onIndex(l10n.t('The index of the expression'), expressionTargetAction)(node)
        : onTable(l10n.t('The table of the column'), statisticsTargetAction)(node),
    [COMMANDS.setAutovacuumOptions]: onTable(
      l10n.t('The table whose autovacuum options change'),
      autovacuumAction,
    ),
    [COMMANDS.addConstraint]: onTable(l10n.t('The table that gets a constraint'), addConstraintAction),
    [COMMANDS.planPartitioning]: async (node) => {
      const chosen = await chooseTable(node, l10n.t('The table to plan partitions for'), ports);
      if (chosen) await planPartitioning(chosen, ports);
    },
    [COMMANDS.repairIndex]: async (node) => {
      const database = await chooseDatabase(node, ports);
      const action = database && (await repairAction(node, database, ports));
      if (action) await actions.perform(database, action);
    },
    [COMMANDS.cancelMaintenance]: (node) => cancelRun(node, runs),
    [COMMANDS.showMaintenanceHistory]: () => showHistory(history, documents),
    [INTERNAL_COMMANDS.createProposedIndex]: async (index, connectionId) => {
      const database = ports.databases().find(({ id }) => id === connectionId);
      const action = database && (await createDrafted(database, index, ports));
      if (action) await actions.perform(database, action);
    },
  };
}

function handler<Chosen extends ChosenTable>(
  { ports, actions }: HandlerParts,
  make: Maker<Chosen>,
  choose: (node: unknown) => Promise<Chosen | undefined>,
): (node?: unknown) => Promise<void> {
  return async (node) => {
    const chosen = await choose(node);
    const action = chosen && (await make(chosen, ports));
    if (action) await actions.perform(chosen.database, action);
  };
}

function showHistory(history: MaintenanceHistory, documents: ReadOnlyPages): Promise<void> {
  const { l10n, env } = vscode;
  const format = new Intl.DateTimeFormat(env.language, { dateStyle: 'medium', timeStyle: 'medium' });
  const text = printHistory(history.all(), { l10n, moment: (time) => format.format(time) });
  return documents.open(`${l10n.t('Maintenance History')}.md`, text);
}
