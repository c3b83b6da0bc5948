import type { DdlProposal } from '../finding';
import { printComment } from '../indexes/print-ddl';
import { formatMessage } from '../message';
import type { MaintenanceAction } from './maintenance-action';
import type { MaintenancePlan } from './maintenance-plan';
import { titleOf } from './title-of-action';

/** What changes the schema can be written as a migration; what keeps it in shape (REINDEX, VACUUM, ANALYZE) belongs to one server. */
export function migrationOf(action: MaintenanceAction, plan: MaintenancePlan): DdlProposal | undefined {
  const name = nameOf(action);
  if (name === undefined) return undefined;
  const outsideTransaction = plan.steps.some((step) => step.outsideTransaction);
  const lines = [
    printComment(formatMessage(titleOf(action))),
    ...(outsideTransaction
      ? [printComment('Run it outside a transaction block, one statement after the other.')]
      : []),
    ...plan.steps.map(({ sql }) => sql),
  ];
  const down = plan.reverse ?? [printComment('Nothing undoes it.')];
  return {
    migrationName: name,
    up: `${lines.join('\n')}\n`,
    down: `${down.join('\n')}\n`,
    outsideTransaction,
  };
}

function nameOf(action: MaintenanceAction): string | undefined {
  switch (action.kind) {
    case 'create-index':
    case 'index-partitions':
      return `create_${action.index.name}`;
    case 'replace-index':
      return `replace_${action.old}`;
    case 'drop-index':
      return `drop_${action.index}`;
    case 'rename-index':
      return `rename_${action.index}`;
    case 'set-statistics':
      return `set_statistics_of_${action.table.name}`;
    case 'set-autovacuum':
      return `set_autovacuum_of_${action.table.name}`;
    case 'add-constraint':
      return action.replaces ? undefined : `add_${action.constraint.name}`;
    case 'reindex':
    case 'analyze':
    case 'vacuum':
    case 'summarize-brin':
      return undefined;
  }
}
