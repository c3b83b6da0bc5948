import type { IndexDefinition } from '../indexes/index-definition';
import {
  printCreateIndex,
  printDropConstraint,
  printDropIndex,
  printRenameIndex,
  printTableOptions,
} from '../indexes/print-ddl';
import type { MaintenanceAction } from './maintenance-action';
import { recipeAgain } from './reverse-action';
import { stepsOf } from './steps-of-action';
import { printStatisticsTarget } from './statistics-target';

/** The statements that undo it; `undefined`: nothing does, or nothing has to (a rebuilt index, fresh statistics). */
export function reverseOf(action: MaintenanceAction): readonly string[] | undefined {
  const { table } = action;
  const drop = (name: string, concurrently: boolean): readonly string[] => [
    printDropIndex(table.schema, name, { concurrently }),
  ];
  switch (action.kind) {
    case 'create-index':
      return drop(action.index.name, true);
    case 'index-partitions':
      return drop(action.index.name, false);
    case 'replace-index': {
      const again = createAgain(action.oldDefinition, true);
      if (!again || action.index.name === action.old) return undefined;
      return [...again, ...drop(action.index.name, true)];
    }
    case 'drop-index': {
      if (action.ofPartitioned !== true) return createAgain(action.definition, true);
      const recipe = recipeAgain(action);
      return recipe && stepsOf(recipe)?.map(({ sql }) => sql);
    }
    case 'rename-index':
      return [printRenameIndex({ schema: table.schema, name: action.to }, action.index)];
    case 'set-statistics':
      return [printStatisticsTarget(action, action.before)];
    case 'set-autovacuum':
      return printTableOptions(table, action.before);
    case 'add-constraint':
      return action.replaces ? undefined : [printDropConstraint(table, action.constraint.name)];
    case 'drop-constraint':
      return stepsOf({ ...action, kind: 'add-constraint', replaces: false })?.map(({ sql }) => sql);
    case 'reindex':
    case 'analyze':
    case 'vacuum':
    case 'summarize-brin':
      return undefined;
  }
}

function createAgain(
  index: IndexDefinition | undefined,
  concurrently: boolean,
): readonly string[] | undefined {
  const sql = index && printCreateIndex(index, { concurrently });
  return sql === undefined ? undefined : [sql];
}
