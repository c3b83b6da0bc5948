import type { IndexDefinition } from '../indexes/index-definition';
import {
  printAddConstraintUsingIndex,
  printAnalyze,
  printDropConstraint,
  printDropIndex,
  printSummarizeBrin,
  printTableOptions,
  printVacuum,
} from '../indexes/print-ddl';
import { clipIdentifier, MAX_IDENTIFIER_BYTES } from '../sql/identifiers';
import { printStatisticsTarget } from './statistics-target';
import type {
  AddConstraintAction,
  DropIndexAction,
  IndexPartitionsAction,
  MaintenanceAction,
  PartitionIndex,
  ReplaceIndexAction,
} from './maintenance-action';
import type { MaintenanceStep } from './maintenance-plan';
import {
  attachStep,
  buildStep,
  dropStep,
  longStep,
  parentStep,
  quickStep,
  reindexStep,
  renameStep,
} from './steps';

type Steps = readonly MaintenanceStep[] | undefined;

/** `undefined` when a definition cannot be printed. */
export function stepsOf(action: MaintenanceAction): Steps {
  const { table } = action;
  switch (action.kind) {
    case 'create-index':
      return whole([buildStep(action.index)]);
    case 'reindex':
      return [reindexStep(table, action.index)];
    case 'replace-index':
      return replaceSteps(action);
    case 'drop-index':
      return dropSteps(action);
    case 'rename-index':
      return [renameStep(table, action.index, action.to)];
    case 'analyze':
      return [longStep(printAnalyze(table, action.columns), table, { outsideTransaction: false })];
    case 'vacuum':
      return [longStep(printVacuum(table), table)];
    case 'set-statistics':
      return [quickStep(printStatisticsTarget(action, action.target), table, 'ShareUpdateExclusiveLock')];
    case 'set-autovacuum':
      return printTableOptions(table, action.options).map((sql) =>
        quickStep(sql, table, 'ShareUpdateExclusiveLock'),
      );
    case 'summarize-brin':
      return [
        longStep(printSummarizeBrin({ schema: table.schema, name: action.index }), table, {
          outsideTransaction: false,
        }),
      ];
    case 'index-partitions':
      return partitionSteps(action);
    case 'add-constraint':
      return constraintSteps(action);
    case 'drop-constraint': {
      const { name } = action.constraint;
      return [quickStep(printDropConstraint(table, name), table, 'AccessExclusiveLock', { drops: name })];
    }
  }
}

function whole(steps: readonly (MaintenanceStep | undefined)[]): Steps {
  const known = steps.filter((step) => step !== undefined);
  return known.length === steps.length ? known : undefined;
}

/** The old one goes only when the new one is valid; until then nothing is lost. */
function replaceSteps({ table, old, index }: ReplaceIndexAction): Steps {
  const built = index.name === old ? { ...index, name: nameBeside(old) } : index;
  return whole([
    buildStep(built),
    dropStep(table, old),
    ...(built === index ? [] : [renameStep(table, built.name, old)]),
  ]);
}

/** For as long as both are there. */
export function nameBeside(name: string): string {
  const tail = '_new';
  return clipIdentifier(name, MAX_IDENTIFIER_BYTES - tail.length) + tail;
}

function dropSteps({ table, index, ofPartitioned }: DropIndexAction): Steps {
  if (ofPartitioned !== true) return [dropStep(table, index)];
  const sql = printDropIndex(table.schema, index, { concurrently: false });
  return [quickStep(sql, table, 'AccessExclusiveLock', { drops: index })];
}

/** Each step says when it is done already, so that a recipe that was broken off goes on where it ended. */
function partitionSteps({ index, partitions }: IndexPartitionsAction): Steps {
  return whole([parentStep(index), ...partitions.flatMap((partition) => attachedSteps(index, partition))]);
}

function attachedSteps(
  parent: IndexDefinition,
  { index, partitions, isThere }: PartitionIndex,
): readonly (MaintenanceStep | undefined)[] {
  const unless = { kind: 'index-valid', index: index.name } as const;
  const own = partitions ? parentStep(index) : buildStep(index, { unless });
  const below = (partitions ?? []).flatMap((partition) => attachedSteps(index, partition));
  const builds = [...(isThere === true ? [] : [own]), ...below];
  return [...builds, attachStep(parent, index)];
}

/** PostgreSQL gives the index the constraint's name. */
function constraintSteps({ table, constraint, index, replaces }: AddConstraintAction): Steps {
  const built =
    index.name === constraint.name && replaces ? { ...index, name: nameBeside(index.name) } : index;
  const sql = printAddConstraintUsingIndex(table, constraint, { index: built.name, replaces });
  return whole([buildStep({ ...built, unique: true }), quickStep(sql, table, 'AccessExclusiveLock')]);
}
