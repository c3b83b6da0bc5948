import { printAddConstraintUsingIndex, printComment, printCreateIndex } from '../indexes/print-ddl';
import type { DropConstraintAction, DropIndexAction } from './maintenance-action';
import type { MaintenancePlan } from './maintenance-plan';

/**
 * What undoes a drop that itself may be in a transaction, for where the reverse has to be in one too: it keeps writers out, and says what to
 * do instead. `undefined` where the reverse may be in a transaction, or there is none.
 */
export function plainReverse(
  action: DropIndexAction | DropConstraintAction,
  { reverse, steps }: MaintenancePlan,
): readonly string[] | undefined {
  const statements = plainStatements(action);
  if (!reverse || !statements || steps.some(({ outsideTransaction }) => outsideTransaction)) return undefined;
  // A constraint takes its index in a moment, and has no IF NOT EXISTS.
  const byHand = action.kind === 'drop-constraint' ? reverse.slice(0, 1) : reverse;
  return [printComment(`${NOTE}\n${byHand.join('\n')}`), ...statements];
}

const NOTE =
  'Writes wait while this builds the index. On a table that is in use, run this by hand before, outside a\ntransaction; an index that is there is passed over:';

function plainStatements(action: DropIndexAction | DropConstraintAction): readonly string[] | undefined {
  const form = { concurrently: false, ifNotExists: true };
  if (action.kind === 'drop-index') {
    const create = action.definition && printCreateIndex(action.definition, form);
    return create === undefined ? undefined : [create];
  }
  const { table, constraint, index } = action;
  const create = printCreateIndex({ ...index, unique: true }, form);
  const add = printAddConstraintUsingIndex(table, constraint, { index: index.name, replaces: false });
  return create === undefined ? undefined : [create, add];
}
