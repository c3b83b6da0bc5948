import type { IndexDefinition } from '../../indexes/index-definition';
import type { AlterSchemaOf, Rename } from '../../sql/model';
import { alterColumn } from './alter-column';
import { attachedIndexes, setIndex } from './build-index';
import { type Change, changeTable, printName, report, tableFor } from './change';
import { columnOfNotNull } from './drop-constraint';
import { renameColumn } from './rename-column';
import { isSame } from './relation';
import type { Constraint, DeclaredView, RelationName, Table } from '../snapshot';

export function rename(statement: Rename, change: Change): void {
  const { object, name, part = '', to, ifExists } = statement;
  switch (object) {
    case 'column': {
      const table = tableFor(name, ifExists, change);
      if (table) renameColumn(part, to, table, change);
      break;
    }
    case 'constraint': {
      const table = tableFor(name, ifExists, change);
      if (table) renameConstraint(part, to, table, change);
      break;
    }
    case 'schema':
      renameSchema(name.name, to, change);
      break;
    case 'function':
      renameFunctions(statement, change);
      break;
    case 'type':
      break;
    default:
      renameRelation(statement, change);
  }
}

/** ALTER TABLE renames indexes and views too, and ALTER INDEX tables. */
function renameRelation({ object, name, to, ifExists }: Rename, change: Change): void {
  const relation = change.state.resolve(name);
  switch (relation?.kind) {
    case 'table':
      moveTable(relation.table, { schema: relation.table.schema, name: to }, change);
      break;
    case 'index':
      renameIndex(relation.index, to, change);
      break;
    case 'view':
      moveView(relation.view, { schema: relation.view.schema, name: to }, change);
      break;
    case undefined:
      if (!ifExists && (object === 'table' || object === 'index'))
        report(change, `There is no ${object} ${printName(name)} in the files read so far.`);
  }
}

/** The constraint that an index belongs to has its name. */
function renameIndex(index: IndexDefinition, to: string, change: Change): void {
  const { schema, table, name, constraint } = index;
  for (const attached of attachedIndexes(index, change))
    setIndex(attached, { partitionOf: { schema, name: to } }, change);
  setIndex(index, { name: to, ...(constraint && { constraint: { ...constraint, name: to } }) }, change);
  if (!constraint) return;
  changeTable({ schema, name: table }, change, ({ constraints }) => ({
    constraints: constraints.map((candidate) =>
      candidate.name === name ? { ...candidate, name: to } : candidate,
    ),
  }));
}

function renameConstraint(from: string, to: string, table: Table, change: Change): void {
  const index = table.indexes.find(({ constraint }) => constraint?.name === from);
  if (index) {
    renameIndex(index, to, change);
    return;
  }
  const constraint = table.constraints.find(({ name }) => name === from);
  const column = columnOfNotNull(from, table);
  if (constraint) renameCheck(constraint, to, table, change);
  else if (column) alterColumn({ kind: 'set-not-null', column: column.name, name: to }, table, false, change);
  else report(change, `There is no constraint ${from} on ${table.name}.`);
}

function renameCheck(constraint: Constraint, to: string, table: RelationName, change: Change): void {
  changeTable(table, change, ({ constraints }) => ({
    constraints: constraints.map((candidate) =>
      candidate.name === constraint.name && candidate.kind === constraint.kind
        ? { ...candidate, name: to }
        : candidate,
    ),
  }));
  for (const child of change.state.childrenOf(table)) renameCheck(constraint, to, child, change);
}

/** Gives a table another name or schema; all that leads to it follows. */
export function moveTable(table: Table, to: RelationName, change: Change): void {
  const { state } = change;
  const children = state.childrenOf(table);
  const attached = table.indexes.flatMap((index) => attachedIndexes(index, change));
  state.removeTable(table);
  state.putTable({
    ...table,
    ...to,
    indexes: table.indexes.map((index) => ({ ...index, schema: to.schema, table: to.name })),
  });
  const follow = (name: RelationName): RelationName => (isSame(name, table) ? to : name);
  for (const child of children) {
    changeTable(child, change, ({ partitionOf, inherits }) => ({
      ...(partitionOf && { partitionOf: follow(partitionOf) }),
      ...(inherits && { inherits: inherits.map(follow) }),
    }));
  }
  // Itself included, under its new name.
  for (const source of state.tablesReferringTo(table)) followForeignKeys(source, table, to, change);
  moveReads(table, to, change);
  if (to.schema === table.schema) return;
  for (const index of attached)
    setIndex(index, { partitionOf: { schema: to.schema, name: index.partitionOf?.name ?? '' } }, change);
}

function moveView(view: DeclaredView, to: RelationName, change: Change): void {
  change.state.removeView(view);
  change.state.putView({ ...view, ...to });
  moveReads(view, to, change);
}

/** Views go on reading what they read, whatever it is called. */
function moveReads(from: RelationName, to: RelationName, change: Change): void {
  const follow = (name: RelationName): RelationName => (isSame(name, from) ? to : name);
  for (const relation of change.state.viewsReading(from)) {
    if (relation.kind === 'view')
      change.state.putView({ ...relation.view, reads: relation.view.reads.map(follow) });
    else if (relation.kind === 'table')
      changeTable(relation.table, change, ({ materializes = [] }) => ({
        materializes: materializes.map(follow),
      }));
  }
}

function followForeignKeys(source: RelationName, from: RelationName, to: RelationName, change: Change): void {
  changeTable(source, change, ({ constraints }) => ({
    constraints: constraints.map((constraint) => {
      const { references } = constraint;
      return references && isSame({ schema: references.schema, name: references.table }, from)
        ? { ...constraint, references: { ...references, schema: to.schema, table: to.name } }
        : constraint;
    }),
  }));
}

function renameSchema(from: string, to: string, change: Change): void {
  const { state } = change;
  for (const { schema, name } of state.allTables()) {
    // Looked up again: a table that was moved before may have changed it.
    const table = schema === from ? state.table({ schema, name }) : undefined;
    if (table) moveTable(table, { schema: to, name }, change);
  }
  for (const view of state.views())
    if (view.schema === from) moveView(view, { schema: to, name: view.name }, change);
  state.functions = state.functions.map((declared) =>
    declared.schema === from ? { ...declared, schema: to } : declared,
  );
}

function renameFunctions({ name, to }: Rename, { state }: Change): void {
  state.functions = state.functions.map((declared) =>
    declared.name === name.name && (name.schema === undefined || name.schema === declared.schema)
      ? { ...declared, name: to }
      : declared,
  );
}

export function setSchema({ object, name, schema, ifExists }: AlterSchemaOf, change: Change): void {
  const { state } = change;
  if (object === 'function') {
    state.functions = state.functions.map((declared) =>
      declared.name === name.name && (name.schema === undefined || name.schema === declared.schema)
        ? { ...declared, schema }
        : declared,
    );
    return;
  }
  if (object === 'type') return;
  const relation = state.resolve(name);
  if (relation?.kind === 'table') moveTable(relation.table, { schema, name: relation.table.name }, change);
  else if (relation?.kind === 'view') moveView(relation.view, { schema, name: relation.view.name }, change);
  else if (!ifExists && object === 'table')
    report(change, `There is no table ${printName(name)} in the files read so far.`);
}
