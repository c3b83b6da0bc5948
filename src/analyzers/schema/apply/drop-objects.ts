import type { DropObjects, QualifiedName } from '../../sql/model';
import { removeIndex } from './build-index';
import { type Change, printName, report } from './change';
import { dropColumn } from './drop-column';
import { dropForeignKeysTo } from './foreign-keys';
import type { Relation } from './relation';
import type { RelationName, Table } from '../snapshot';

export function dropObjects(statement: DropObjects, change: Change): void {
  const { names, object, cascade } = statement;
  switch (object) {
    case 'schema':
      for (const { name } of names) dropSchema(name, change);
      break;
    case 'function':
      for (const name of names) dropFunctions(name, change);
      break;
    case 'type':
      if (cascade) for (const name of names) dropColumnsOfType(name, change);
      break;
    default:
      dropRelations(statement, change);
  }
}

/** All names are looked up first: of a table and its partition in one list the partition is gone with the table. */
function dropRelations({ object, names, ifExists }: DropObjects, change: Change): void {
  const relations = names.flatMap((name) => {
    const relation = change.state.resolve(name);
    // Views and their like are not all known.
    const isKnownKind = object === 'table' || object === 'index';
    if (!relation && isKnownKind && !ifExists)
      report(change, `There is no ${object} ${printName(name)} in the files read so far.`);
    return relation ?? [];
  });
  for (const relation of relations) {
    if (relation.kind === 'index') dropIndex(relation, change);
    else dropRelation(relation, change);
  }
}

/** PostgreSQL refuses to drop an index that a constraint or a partitioned index is made of. */
function dropIndex({ index }: Extract<Relation, { kind: 'index' }>, change: Change): void {
  const owner = index.constraint?.name ?? index.partitionOf?.name;
  if (owner === undefined) removeIndex(index, change);
  else report(change, `${index.name} cannot be dropped: ${owner} requires it.`);
}

/** With all that cannot be without it. Views that read it stay when something takes its place. */
export function dropRelation(relation: Relation, change: Change, isReplaced = false): void {
  switch (relation.kind) {
    case 'table':
      dropTable(relation.table, isReplaced, change);
      break;
    case 'view':
      change.state.removeView(relation.view);
      if (!isReplaced) dropViewsOf(relation.view, change);
      break;
    case 'index':
      removeIndex(relation.index, change);
  }
}

/** With its partitions and the tables that inherit from it, and the foreign keys that lead to it. */
function dropTable(table: Table, isReplaced: boolean, change: Change): void {
  const { state } = change;
  for (const child of state.childrenOf(table)) dropTable(child, isReplaced, change);
  state.removeTable(table);
  dropForeignKeysTo(table, () => true, change);
  if (!isReplaced) dropViewsOf(table, change);
}

function dropViewsOf(source: RelationName, change: Change): void {
  for (const view of change.state.viewsReading(source)) dropRelation(view, change);
}

function dropSchema(schema: string, change: Change): void {
  const { state } = change;
  for (const table of state.allTables())
    if (table.schema === schema) dropRelation({ kind: 'table', table }, change);
  for (const view of state.views()) if (view.schema === schema) dropRelation({ kind: 'view', view }, change);
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
      if (isOfType) dropColumn(column.name, table, { cascade: true }, change);
    }
  }
}
