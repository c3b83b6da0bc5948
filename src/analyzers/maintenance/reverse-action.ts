import type { DropIndexAction, IndexPartitionsAction, MaintenanceAction } from './maintenance-action';

/** What `reverseOf` prints, as an action that can be run. `undefined`: nothing undoes it, or only a statement that is no action here. */
export function reverseAction(action: MaintenanceAction): MaintenanceAction | undefined {
  const { table } = action;
  switch (action.kind) {
    case 'create-index':
      return { kind: 'drop-index', table, index: action.index.name, definition: action.index };
    case 'index-partitions':
      return {
        kind: 'drop-index',
        table,
        index: action.index.name,
        definition: action.index,
        ofPartitioned: true,
        partitions: action.partitions,
      };
    case 'replace-index':
      if (!action.oldDefinition || action.index.name === action.old) return undefined;
      return {
        kind: 'replace-index',
        table,
        old: action.index.name,
        oldDefinition: action.index,
        index: action.oldDefinition,
      };
    case 'drop-index':
      if (action.ofPartitioned === true) return recipeAgain(action);
      if (!action.definition) return undefined;
      return { kind: 'create-index', table, index: action.definition };
    case 'rename-index':
      return { kind: 'rename-index', table, index: action.to, to: action.index };
    case 'set-statistics':
      return { ...action, target: action.before, before: action.target };
    case 'set-autovacuum':
      return { ...action, options: action.before, before: action.options };
    case 'add-constraint': {
      const { constraint, index } = action;
      return action.replaces ? undefined : { kind: 'drop-constraint', table, constraint, index };
    }
    case 'drop-constraint':
      return { ...action, kind: 'add-constraint', replaces: false };
    case 'reindex':
    case 'analyze':
    case 'vacuum':
    case 'summarize-brin':
      return undefined;
  }
}

/** The index of a partitioned table again, with those of its partitions under the names that they had. */
export function recipeAgain({
  table,
  definition,
  partitions,
}: DropIndexAction): IndexPartitionsAction | undefined {
  return definition && partitions && { kind: 'index-partitions', table, index: definition, partitions };
}
