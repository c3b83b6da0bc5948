import type { IndexDefinition, IndexKey } from '../../indexes/index-definition';
import { fingerprintExpression } from '../../sql/fingerprint';
import { alterColumn } from './alter-column';
import { type Change, changeTable } from './change';
import { chooseIndexName } from './object-names';
import { isSame } from './relation';
import type { Constraint, RelationName, Table } from '../snapshot';

/** What an index is before it has a table. */
export type IndexTemplate = Pick<
  IndexDefinition,
  'method' | 'unique' | 'nullsNotDistinct' | 'keys' | 'include' | 'predicate' | 'options'
> & {
  /** Absent: PostgreSQL chooses one. */
  readonly name?: string;
  /** The kind of the constraint that the index is made for. */
  readonly constraint?: NonNullable<IndexDefinition['constraint']>['kind'];
};

/** Makes an index on a table and, unless it is for `only` the table, on its partitions. */
export function buildIndex(
  template: IndexTemplate,
  tableName: RelationName,
  change: Change,
  { only = false, partitionOf }: { readonly only?: boolean; readonly partitionOf?: RelationName } = {},
): void {
  const { state, at } = change;
  const { name: written, constraint, ...definition } = template;
  const parts = { ...definition, ...(constraint && { constraint: { kind: constraint, name: '' } }) };
  const name = written ?? chooseIndexName(parts, tableName, state);
  const partitions = state.partitionsOf(tableName);
  const index: IndexDefinition = {
    ...definition,
    schema: tableName.schema,
    table: tableName.name,
    name,
    ...(constraint && { constraint: { kind: constraint, name } }),
    ...(partitionOf && { partitionOf }),
    // DefineIndex: an index on only the parent waits for those of its partitions.
    valid: !only || partitions.length === 0,
    declaredAt: at,
  };
  changeTable(tableName, change, (table) => ({
    indexes: [...table.indexes, index],
    ...(constraint && { constraints: [...table.constraints, constraintOf(index, constraint)] }),
  }));
  requireKey(index, only, change);
  if (only) return;
  const areValid = partitions.map((partition) => ensureIndex(index, partition, change));
  if (areValid.includes(false)) setIndex(index, { valid: false }, change);
}

function constraintOf(index: IndexDefinition, kind: Constraint['kind']): Constraint {
  const { name, declaredAt } = index;
  return { kind, name, columns: keyColumns(index), ...(declaredAt && { declaredAt }) };
}

export function keyColumns({ keys }: { readonly keys: readonly IndexKey[] }): readonly string[] {
  return keys.flatMap((key) => (key.kind === 'column' ? [key.column] : []));
}

/** The columns of a primary key are NOT NULL, in tables that inherit too. */
export function requireKey(index: IndexDefinition, only: boolean, change: Change): void {
  if (index.constraint?.kind !== 'primary-key') return;
  const table = { schema: index.schema, name: index.table };
  for (const column of keyColumns(index)) alterColumn({ kind: 'set-not-null', column }, table, only, change);
}

/** Gives a partition the index of its parent: one that it has already, or a new one. Whether it is valid. */
export function ensureIndex(parent: IndexDefinition, partition: Table, change: Change): boolean {
  const partitionOf = { schema: parent.schema, name: parent.name };
  const own = partition.indexes.find((index) => !index.partitionOf && hasSameForm(index, parent));
  if (own) setIndex(own, { partitionOf }, change);
  else buildIndex(templateOf(parent), partition, change, { partitionOf });
  return own?.valid !== false;
}

/** The form of an index for another table. */
export function templateOf(index: IndexDefinition): IndexTemplate {
  const { method, unique, nullsNotDistinct, keys, include, predicate, options, constraint } = index;
  return {
    method,
    unique,
    nullsNotDistinct,
    keys,
    include,
    ...(predicate && { predicate }),
    options,
    ...(constraint && { constraint: constraint.kind }),
  };
}

/** `CompareIndexInfo`: directions do not count. */
function hasSameForm(one: IndexDefinition, other: IndexDefinition): boolean {
  return one.constraint?.kind === other.constraint?.kind && fingerprintForm(one) === fingerprintForm(other);
}

function fingerprintForm(index: IndexDefinition): string {
  const { method, unique, nullsNotDistinct, keys, include, predicate } = index;
  const keyTexts = keys.map(({ opclass, collation, ...key }) => [
    key.kind === 'column' ? key.column : fingerprintExpression(key.expression),
    opclass,
    collation,
  ]);
  const condition = predicate && fingerprintExpression(predicate);
  return JSON.stringify([method, unique, nullsNotDistinct, keyTexts, include, condition]);
}

/** Changes properties of an index that is there. */
export function setIndex(
  { schema, table, name }: IndexDefinition,
  properties: Partial<IndexDefinition>,
  change: Change,
): void {
  changeTable({ schema, name: table }, change, ({ indexes }) => ({
    indexes: indexes.map((index) => (index.name === name ? { ...index, ...properties } : index)),
  }));
}

/** The indexes of partitions that are attached to this one. */
export function attachedIndexes(index: IndexDefinition, { state }: Change): readonly IndexDefinition[] {
  return state
    .partitionsOf({ schema: index.schema, name: index.table })
    .flatMap(({ indexes }) => indexes)
    .filter(({ partitionOf }) => partitionOf && isSame(partitionOf, index));
}

/** Takes an index away, its constraint and the indexes of partitions that are attached to it. */
export function removeIndex(index: IndexDefinition, change: Change): void {
  for (const attached of attachedIndexes(index, change)) removeIndex(attached, change);
  changeTable({ schema: index.schema, name: index.table }, change, ({ indexes, constraints }) => ({
    indexes: indexes.filter(({ name }) => name !== index.name),
    constraints: constraints.filter(({ name }) => name !== index.constraint?.name),
  }));
}
