import type { AlterTable, AlterTableAction, ConstraintDefinition } from '../../sql/model';
import { alterColumn } from './alter-column';
import { columnOf } from './assemble-columns';
import { attachPartition, detachPartition } from './attach-partition';
import { canBeChild, type Change, changeTable, report, tableFor } from './change';
import { addChecks, addIndexConstraints } from './constraints';
import { dropColumn } from './drop-column';
import { dropConstraint } from './drop-constraint';
import { addForeignKeys } from './foreign-keys';
import { isSame } from './relation';
import type { Column, RelationName, Table } from '../snapshot';

export function alterTable(statement: AlterTable, change: Change): void {
  const { name, ifExists, only } = statement;
  const table = tableFor(name, ifExists, change);
  if (!table) return;
  const actions = inOrderOfPasses(statement.actions).filter(
    (action) => action.kind !== 'add-column' || !action.ifNotExists || !hasColumn(table, action.column.name),
  );
  for (const action of actions) applyAction(action, { table, only, change });
  const groups = actions.map(constraintsOf);
  for (const constraints of groups) addChecks(constraints, table, only, change);
  for (const constraints of groups) addIndexConstraints(constraints, table, only, change);
  for (const constraints of groups) addForeignKeys(constraints, table, change);
}

interface Scope {
  readonly table: RelationName;
  readonly only: boolean;
  readonly change: Change;
}

/** PostgreSQL sorts the actions of one statement: what is dropped makes room first, then columns, then the rest (tablecmds.c). */
function inOrderOfPasses(actions: readonly AlterTableAction[]): readonly AlterTableAction[] {
  const pass = ({ kind }: AlterTableAction): number => {
    if (kind === 'drop-column' || kind === 'drop-constraint') return 0;
    if (kind === 'alter-type') return 1;
    return kind === 'add-column' ? 2 : 3;
  };
  return [...actions].sort((one, other) => pass(one) - pass(other));
}

function constraintsOf(action: AlterTableAction): readonly ConstraintDefinition[] {
  if (action.kind === 'add-constraint') return [action.constraint];
  return action.kind === 'add-column' ? action.column.constraints : [];
}

function applyAction(action: AlterTableAction, scope: Scope): void {
  const { table, only, change } = scope;
  switch (action.kind) {
    case 'add-column':
      addColumn(columnOf(action.column), scope);
      break;
    case 'drop-column':
      if (findColumn(action.column, action.ifExists, scope))
        dropColumn(action.column, table, { only, cascade: action.cascade }, change);
      break;
    case 'drop-constraint':
      dropConstraint(action.name, action.ifExists, table, only, change);
      break;
    case 'attach-partition':
      attachPartition(table, action.partition, change);
      break;
    case 'detach-partition':
      detachPartition(table, action.partition, change);
      break;
    case 'inherit':
    case 'no-inherit':
      changeParents(action, scope);
      break;
    case 'set-persistence':
      changeTable(table, change, () => ({ persistence: action.persistence }));
      break;
    case 'add-constraint':
    case 'set-options':
    case 'other':
      break;
    default:
      if (findColumn(action.column, false, scope)) alterColumn(action, table, only, change);
  }
}

function hasColumn(table: Table, name: string): boolean {
  return table.columns.some((column) => column.name === name);
}

/** Whether there is such a column; says so when there should be. */
function findColumn(name: string, ifExists: boolean, { table, change }: Scope): boolean {
  const current = change.state.table(table);
  if (!current || hasColumn(current, name)) return current !== undefined;
  if (!current.incomplete && !ifExists) report(change, `There is no column ${name} in ${table.name}.`);
  return false;
}

function addColumn(column: Column, { table, only, change }: Scope): void {
  const current = change.state.table(table);
  if (current && hasColumn(current, column.name))
    report(change, `${table.name} has a column ${column.name} already; this definition replaces it.`);
  putColumn(column, table, only, change);
}

/** A child that has a column of the name keeps it: both become one. */
function putColumn(column: Column, table: RelationName, only: boolean, change: Change): void {
  changeTable(table, change, ({ columns }) => ({
    columns: [...columns.filter(({ name }) => name !== column.name), column],
  }));
  if (only) return;
  for (const child of change.state.childrenOf(table))
    if (!hasColumn(child, column.name)) putColumn(column, child, false, change);
}

function changeParents(
  action: Extract<AlterTableAction, { kind: 'inherit' | 'no-inherit' }>,
  { table, change }: Scope,
): void {
  const parent = tableFor(action.parent, false, change);
  if (!parent || (action.kind === 'inherit' && !canBeChild(table, parent, change))) return;
  changeTable(table, change, ({ inherits = [] }) => ({
    inherits: [
      ...inherits.filter((name) => !isSame(name, parent)),
      ...(action.kind === 'inherit' ? [{ schema: parent.schema, name: parent.name }] : []),
    ],
  }));
}
