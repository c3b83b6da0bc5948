import type { DdlProposal } from '../finding';
import { printComment, printCreateIndex, printDropIndex, printRenameIndex } from '../indexes/print-ddl';
import { recipeParts, type RecipeStatement } from '../indexes/recipe-parts';
import { formatMessage } from '../message';
import type {
  AddConstraintAction,
  IndexPartitionsAction,
  MaintenanceAction,
  ReplaceIndexAction,
} from './maintenance-action';
import type { MaintenancePlan, MaintenanceStep } from './maintenance-plan';
import { plainReverse } from './plain-reverse';
import { titleOf } from './title-of-action';

/**
 * An action as migrations of which each is one statement alone, or may be in a transaction. Empty where it is that already, or cannot be
 * taken apart. Taken back one after the other, the last first, they undo it.
 */
export function migrationParts(action: MaintenanceAction, plan: MaintenancePlan): readonly DdlProposal[] {
  switch (action.kind) {
    case 'add-constraint':
      return constraintParts(action, plan);
    case 'replace-index':
      return replaceParts(action, plan);
    case 'index-partitions':
      return partitionParts(action, plan);
    case 'drop-index':
    case 'drop-constraint': {
      const down = plainReverse(action, plan);
      const [step] = plan.steps;
      return down && step ? [part(action, `drop_${subjectOf(action)}`, step, down)] : [];
    }
    default:
      return [];
  }
}

function subjectOf(action: MaintenanceAction & { readonly kind: 'drop-index' | 'drop-constraint' }): string {
  return action.kind === 'drop-index' ? action.index : action.constraint.name;
}

/** The index by itself, then the constraint that takes it. Taking back the constraint takes the index along. */
function constraintParts(action: AddConstraintAction, { steps, reverse }: MaintenancePlan) {
  const { name } = action.constraint;
  const down = reverse ?? [printComment('Nothing has to be undone: the constraint is the same.')];
  return steps.map((step) =>
    step.builds
      ? part(action, `index_for_${name}`, step, [dropBuilt(action, step.builds.name)])
      : part(action, `${action.replaces ? 'rebuild' : 'add'}_${name}`, step, down),
  );
}

/** The old index, once the new one is there; then the name. */
function replaceParts(action: ReplaceIndexAction, { steps }: MaintenancePlan): readonly DdlProposal[] {
  const { old, oldDefinition, table } = action;
  const again = oldDefinition && printCreateIndex(oldDefinition, { concurrently: true });
  const built = steps.find(({ builds }) => builds)?.builds?.name ?? action.index.name;
  return steps.map((step) => {
    if (step.builds) return part(action, `create_${built}`, step, [dropBuilt(action, built)]);
    if (step.drops !== undefined) {
      return part(action, `drop_${old}`, step, [again ?? printComment('Nothing builds it again.')]);
    }
    const back = printRenameIndex({ schema: table.schema, name: old }, built);
    return part(action, `rename_${built}`, step, [back]);
  });
}

function partitionParts(action: IndexPartitionsAction, { steps }: MaintenancePlan): readonly DdlProposal[] {
  if (action.partitions.length === 0) return [];
  const statements = steps.flatMap(({ sql, table, unless }): readonly RecipeStatement[] => {
    if (!unless) return [];
    return [{ kind: KINDS[unless.kind], index: { schema: table.schema, name: unless.index }, sql }];
  });
  return recipeParts(action.index, statements, formatMessage(titleOf(action)));
}

const KINDS = { 'index-exists': 'parent', 'index-valid': 'build', attached: 'attach' } as const;

function dropBuilt({ table }: MaintenanceAction, name: string): string {
  return printDropIndex(table.schema, name, { concurrently: true, ifExists: true });
}

function part(
  action: MaintenanceAction,
  migrationName: string,
  { sql, outsideTransaction }: MaintenanceStep,
  down: readonly string[],
): DdlProposal {
  const title = printComment(formatMessage(titleOf(action)));
  const up = [
    title,
    ...(outsideTransaction
      ? [printComment('Run it outside a transaction block, one statement after the other.')]
      : []),
    sql,
  ];
  return { migrationName, up: `${up.join('\n')}\n`, down: `${down.join('\n')}\n`, outsideTransaction };
}
