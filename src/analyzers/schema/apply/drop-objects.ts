import type { DropObjects, QualifiedName } from '../../sql/model';
import { removeIndex } from './build-index';
import { type Change, printName, report } from './change';
import { dropColumn } from './drop-column';
import { dropForeignKeysTo } from './foreign-keys';
import type { Relation } from './schema-state';
import type { Table } from '../snapshot';

export function dropObjects(statement: DropObjects, change: Change): void {
  for (const name of statement.names) {
    switch (statement.object) {
      case 'schema':
        dropSchema(name.name, change);
        break;
      case 'function':
        dropFunctions(name, change);
        break;
      case 'type':
        if (statement.cascade) dropColumnsOfType(name, change);
        break;
      default:
        dropNamed(statement, name, change);
    }
  }
}

function dropNamed({ object, ifExists }: DropObjects, name: QualifiedName, change: Change): void {
  const relation = change.state.resolve(name);
  if (!relation) {
    // Views and their like are not all known.
    const isKnownKind = object === 'table' || object === 'index';
    if (isKnownKind && !ifExists)
      report(change, `There is no ${object} ${printName(name)} in the files read so far.`);
  } else if (relation.kind === 'index') dropIndex(relation, change);
  else dropRelation(relation, change);
}

/** PostgreSQL refuses to drop an index that a constraint or a partitioned index is made of. */
function dropIndex({ index }: Extract<Relation, { kind: 'index' }>, change: Change): void {
  const owner = index.constraint?.name ?? index.partitionOf?.name;
  if (owner === undefined) removeIndex(index, change);
  else report(change, `${index.name} cannot be dropped: ${owner} requires it.`);
}

export function dropRelation(relation: Relation, change: Change): void {
  switch (relation.kind) {
    case 'table':
      dropTable(relation.table, change);
      break;
    case 'view':
      change.state.removeView(relation.view);
      break;
    case 'index':
      removeIndex(relation.index, change);
  }
}

/** With its partitions and the tables that inherit from it, and the foreign keys that lead to it. */
function dropTable(table: Table, change: Change): void {
  const { state } = change;
  for (const child of state.childrenOf(table)) dropTable(child, change);
  state.removeTable(table);
  dropForeignKeysTo(table, () => true, change);
}

function dropSchema(schema: string, change: Change): void {
  const { state } = change;
  for (const table of state.allTables()) if (table.schema === schema) dropTable(table, change);
  for (const view of state.views()) if (view.schema === schema) state.removeView(view);
  state.functions = state.functions.filter((declared) => declared.schema !== schema);
}

function dropFunctions({ schema, name }: QualifiedName, { state }: Change): void {
  state.functions = state.functions.filter(
    (declared) => declared.name !== name || (schema !== undefined && declared.schema !== schema),
  );
}

function dropColumnsOfType(type: QualifiedName, change: Change): void {
  for (const table of change.state.allTables()) {
    for (const column of table.columns) {
      const isOfType =
        column.type.name === type.name &&
        (column.type.schema ?? type.schema) === (type.schema ?? column.type.schema);
      if (isOfType) dropColumn(column.name, table, true, change);
    }
  }
}
