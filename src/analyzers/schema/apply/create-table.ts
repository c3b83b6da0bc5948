import type { CreateTable, QualifiedName } from '../../sql/model';
import { assembleColumns, type LikeSource } from './assemble-columns';
import { buildIndex, ensureIndex, templateOf } from './build-index';
import { type Change, newName, printName, report, tableFor } from './change';
import { addCheck, addChecks, addIndexConstraints } from './constraints';
import { dropRelation } from './drop-objects';
import { addForeignKeys, inheritForeignKey } from './foreign-keys';
import type { RelationName, Table } from '../snapshot';

export function createTable(statement: CreateTable, change: Change): void {
  const name = newName(statement.name, statement.persistence, change);
  if (!makeRoom(name, statement.ifNotExists, change)) return;
  const parents = findParents(statement, change);
  const sources = statement.like.map((clause): LikeSource => {
    const table = tableFor(clause.table, false, change);
    return { clause, ...(table && { table }) };
  });
  change.state.putTable(newTable(statement, name, parents, sources, change));
  for (const parent of parents) takeFromParent(parent, name, change);
  addOwnConstraints(statement, sources, name, change);
}

/**
 * Whether something new can have the name. What has it already is replaced, since the later statement is the one that ran: whatever
 * removed the earlier one was not seen (dynamic SQL, a script that is not read).
 */
export function makeRoom(name: RelationName, ifNotExists: boolean, change: Change): boolean {
  const existing = change.state.relation(name);
  if (!existing) return true;
  if (ifNotExists || change.conditional) return false;
  report(change, `${printName(name)} exists already; this definition replaces the earlier one.`);
  dropRelation(existing, change, true);
  return true;
}

function findParents({ inherits, partitionOf }: CreateTable, change: Change): readonly Table[] {
  const names: readonly QualifiedName[] = partitionOf ? [partitionOf] : inherits;
  return names.flatMap((name) => tableFor(name, false, change) ?? []);
}

function newTable(
  statement: CreateTable,
  name: RelationName,
  parents: readonly Table[],
  sources: readonly LikeSource[],
  { at }: Change,
): Table {
  const { partitionBy, partitionOf, inherits, persistence, as } = statement;
  const [parent] = parents;
  const isWhole =
    parents.length === inherits.length + (partitionOf ? 1 : 0) &&
    [...parents, ...sources.map(({ table }) => table)].every((table) => table?.incomplete === false);
  return {
    ...name,
    columns: assembleColumns(statement, parents, sources),
    constraints: [],
    indexes: [],
    ...(partitionBy && { partitioning: partitionBy }),
    ...(partitionOf && parent && { partitionOf: nameOf(parent) }),
    ...(!partitionOf && parent && { inherits: parents.map(nameOf) }),
    persistence,
    incomplete: as || !isWhole,
    declaredAt: at,
  };
}

function nameOf({ schema, name }: RelationName): RelationName {
  return { schema, name };
}

/** Checks come down to every child; indexes and foreign keys to partitions. */
function takeFromParent(parent: Table, name: RelationName, change: Change): void {
  for (const constraint of parent.constraints)
    if (constraint.kind === 'check' && !constraint.noInherit) addCheck(constraint, name, false, change);
  if (change.state.table(name)?.partitionOf) takeFromPartitioned(parent, name, change);
}

/** Also when a table becomes a partition that was none. */
export function takeFromPartitioned(parent: Table, name: RelationName, change: Change): void {
  const partition = (): Table => change.state.table(name) ?? parent;
  for (const index of parent.indexes) ensureIndex(index, partition(), change);
  for (const constraint of parent.constraints)
    if (constraint.kind === 'foreign-key') inheritForeignKey(constraint, parent, partition(), change);
}

/** In PostgreSQL's order, which decides about names: checks, indexes, what LIKE brings, foreign keys (`transformCreateStmt`). */
function addOwnConstraints(
  statement: CreateTable,
  sources: readonly LikeSource[],
  name: RelationName,
  change: Change,
): void {
  const constraints = [
    ...statement.columns.flatMap((column) => column.constraints),
    ...statement.constraints,
  ].sort((one, other) => one.span.start - other.span.start);
  addChecks(constraints, name, false, change);
  addIndexConstraints(constraints, name, false, change);
  for (const source of sources) takeFromLike(source, name, change);
  addForeignKeys(constraints, name, change);
}

function takeFromLike({ clause, table }: LikeSource, name: RelationName, change: Change): void {
  if (clause.including.includes('constraints')) {
    for (const constraint of table?.constraints ?? [])
      if (constraint.kind === 'check')
        addCheck({ ...constraint, declaredAt: change.at }, name, false, change);
  }
  if (clause.including.includes('indexes'))
    for (const index of table?.indexes ?? []) buildIndex(templateOf(index), name, change);
}
