import { message, type Message } from '../message';
import type { MaintenanceAction } from './maintenance-action';

export function titleOf(action: MaintenanceAction): Message {
  const table = `${action.table.schema}.${action.table.name}`;
  switch (action.kind) {
    case 'create-index':
      return message('Create the index {0} on {1}', action.index.name, table);
    case 'reindex':
      return message('Rebuild the index {0} of {1}', action.index, table);
    case 'replace-index':
      return message('Build {0} in place of the index {1} of {2}', action.index.name, action.old, table);
    case 'drop-index':
      return message('Drop the index {0} of {1}', action.index, table);
    case 'rename-index':
      return message('Rename the index {0} of {2} to {1}', action.index, action.to, table);
    case 'analyze':
      return message('Gather statistics of {0}', table);
    case 'vacuum':
      return message('Vacuum {0}', table);
    case 'set-statistics':
      return message('Set the statistics target of {0}.{1}', table, action.column);
    case 'set-autovacuum':
      return message('Set when autovacuum comes to {0}', table);
    case 'summarize-brin':
      return message('Summarize the new pages of {1} in the BRIN index {0}', action.index, table);
    case 'index-partitions':
      return message('Create the index {0} on {1} and its partitions', action.index.name, table);
    case 'add-constraint':
      return action.replaces
        ? message('Rebuild the index of the constraint {0} of {1}', action.constraint.name, table)
        : message('Add the constraint {0} to {1}', action.constraint.name, table);
    case 'drop-constraint':
      return message('Drop the constraint {0} of {1}', action.constraint.name, table);
  }
}
