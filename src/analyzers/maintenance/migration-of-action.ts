import type { DdlProposal } from '../finding';
import { printComment, printCreateIndex, printDropIndex } from '../indexes/print-ddl';
import { formatMessage } from '../message';
import type { MaintenanceAction } from './maintenance-action';
import type { MaintenancePlan } from './maintenance-plan';
import { migrationParts } from './migration-parts';
import { reverseAction } from './reverse-action';
import { stepsOf } from './steps-of-action';
import { titleOf } from './title-of-action';

/** What also runs wherever the migrations of a project run. Which tool can run it outside a transaction is for the writer of the file. */
export function migrationOf(action: MaintenanceAction, plan: MaintenancePlan): DdlProposal {
  const { steps } = plan;
  const down = plan.reverse ?? [nothingUndoes(action)];
  const reversed = reverseAction(action);
  const both = [...steps, ...((reversed && stepsOf(reversed)) ?? [])];
  const outsideTransaction = both.some((step) => step.outsideTransaction);
  const lines = [
    printComment(formatMessage(titleOf(action))),
    ...(steps.some((step) => step.outsideTransaction)
      ? [printComment('Run it outside a transaction block, one statement after the other.')]
      : []),
    ...steps.map(({ sql }) => sql),
  ];
  const parts = migrationParts(action, plan);
  const inTransaction = inTransactionOf(action, lines[0] ?? '');
  return {
    migrationName: nameOf(action),
    up: `${lines.join('\n')}\n`,
    down: `${down.join('\n')}\n`,
    outsideTransaction,
    ...(inTransaction && { inTransaction }),
    ...(parts.length > 0 && { parts }),
  };
}

/** The same statement without CONCURRENTLY, which then keeps writers out; of what may have been done by hand before, nothing is left. */
function inTransactionOf(action: MaintenanceAction, title: string): DdlProposal['inTransaction'] {
  const { schema } = action.table;
  const dropped = (name: string): string =>
    printDropIndex(schema, name, { concurrently: false, ifExists: true });
  switch (action.kind) {
    case 'create-index':
    case 'index-partitions': {
      const { index } = action;
      const create = printCreateIndex(index, { concurrently: false, ifNotExists: true });
      return create === undefined
        ? undefined
        : { up: `${title}\n${create}\n`, down: `${dropped(index.name)}\n` };
    }
    case 'drop-index': {
      if (action.ofPartitioned === true) return undefined;
      const { definition } = action;
      const again = definition && printCreateIndex(definition, { concurrently: false });
      return {
        up: `${title}\n${dropped(action.index)}\n`,
        down: `${again ?? nothingUndoes(action)}\n`,
      };
    }
    default:
      return undefined;
  }
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
