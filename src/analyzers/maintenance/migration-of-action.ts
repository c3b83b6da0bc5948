import type { DdlProposal } from '../finding';
import { printComment, printDropIndex } from '../indexes/print-ddl';
import { formatMessage } from '../message';
import type { AddConstraintAction, MaintenanceAction } from './maintenance-action';
import type { MaintenancePlan, MaintenanceStep } from './maintenance-plan';
import { titleOf } from './title-of-action';

/** What also runs wherever the migrations of a project run. Which tool can run it outside a transaction is for the writer of the file. */
export function migrationOf(action: MaintenanceAction, plan: MaintenancePlan): DdlProposal {
  const { steps } = plan;
  const down = plan.reverse ?? [nothingUndoes(action)];
  const parts = action.kind === 'add-constraint' ? partsOf(action, plan) : [];
  return {
    ...proposalOf(nameOf(action), formatMessage(titleOf(action)), steps, down),
    ...(parts.length > 1 && { parts }),
  };
}

function proposalOf(
  migrationName: string,
  title: string,
  steps: readonly MaintenanceStep[],
  down: readonly string[],
): DdlProposal {
  const outsideTransaction = steps.some((step) => step.outsideTransaction);
  const lines = [
    printComment(title),
    ...(outsideTransaction
      ? [printComment('Run it outside a transaction block, one statement after the other.')]
      : []),
    ...steps.map(({ sql }) => sql),
  ];
  return { migrationName, up: `${lines.join('\n')}\n`, down: `${down.join('\n')}\n`, outsideTransaction };
}

/** The index by itself, then the constraint that takes it. Taking back the constraint takes the index along. */
function partsOf(action: AddConstraintAction, plan: MaintenancePlan): readonly DdlProposal[] {
  const title = formatMessage(titleOf(action));
  return plan.steps.map((step) => {
    if (!step.builds) {
      return proposalOf(nameOf(action), title, [step], plan.reverse ?? [nothingUndoes(action)]);
    }
    const { name } = step.builds;
    const drop = printDropIndex(action.table.schema, name, { concurrently: true, ifExists: true });
    return proposalOf(`index_for_${action.constraint.name}`, title, [step], [drop]);
  });
}

function nothingUndoes(action: MaintenanceAction): string {
  switch (action.kind) {
    case 'reindex':
    case 'analyze':
    case 'vacuum':
    case 'summarize-brin':
      return printComment('Nothing has to be undone: the schema is the same.');
    case 'add-constraint':
      return printComment('Nothing has to be undone: the constraint is the same.');
    default:
      return printComment('Nothing undoes it.');
  }
}

function nameOf(action: MaintenanceAction): string {
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
      return `${action.replaces ? 'rebuild' : 'add'}_${action.constraint.name}`;
    case 'drop-constraint':
      return `drop_${action.constraint.name}`;
    case 'reindex':
      return `rebuild_${action.index}`;
    case 'summarize-brin':
      return `summarize_${action.index}`;
    case 'analyze':
    case 'vacuum':
      return `${action.kind}_${action.table.name}`;
  }
}
