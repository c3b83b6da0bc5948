import { columnKey } from '../../indexes/index-definition';
import { indexKeyFromDefinition } from '../../indexes/index-from-statement';
import { columnsIn } from '../../query/walk-expression';
import type { ConstraintDefinition } from '../../sql/model';
import { buildIndex, type IndexTemplate, keyColumns, requireKey } from './build-index';
import { type Change, changeTable, report } from './change';
import { chooseConstraintName } from './object-names';
import type { Constraint, RelationName } from '../snapshot';

/** CHECK constraints; those of a parent hold for its partitions and for tables that inherit from it. */
export function addChecks(
  definitions: readonly ConstraintDefinition[],
  table: RelationName,
  only: boolean,
  change: Change,
): void {
  for (const { kind, name: written, check, noInherit } of definitions) {
    if (kind !== 'check') continue;
    const columns = check ? [...new Set(columnsIn(check).map(({ name }) => name))] : [];
    const [column] = columns.length === 1 ? columns : [];
    const name = written ?? chooseConstraintName(table, column, 'check', change.state);
    const constraint = { kind, name, columns, ...(noInherit && { noInherit }), declaredAt: change.at };
    addCheck(constraint, table, only || noInherit === true, change);
  }
}

export function addCheck(check: Constraint, table: RelationName, only: boolean, change: Change): void {
  changeTable(table, change, ({ constraints }) => ({
    constraints: constraints.some(({ name }) => name === check.name) ? constraints : [...constraints, check],
  }));
  if (!only) for (const child of change.state.childrenOf(table)) addCheck(check, child, false, change);
}

/** PRIMARY KEY, UNIQUE and EXCLUDE with their indexes, in the order that PostgreSQL makes them. */
export function addIndexConstraints(
  definitions: readonly ConstraintDefinition[],
  table: RelationName,
  only: boolean,
  change: Change,
): void {
  const [primary, others] = [true, false].map((isPrimary) =>
    definitions.filter(({ kind }) => INDEXED.has(kind) && (kind === 'primary-key') === isPrimary),
  );
  for (const definition of withoutRepetitions([...(primary ?? []), ...(others ?? [])])) {
    if (definition.usingIndex === undefined) buildIndex(constraintIndex(definition), table, change, { only });
    else adoptIndex(definition, definition.usingIndex, table, change);
  }
}

const INDEXED = new Set<ConstraintDefinition['kind']>(['primary-key', 'unique', 'exclude']);

/** `UNIQUE PRIMARY KEY` makes one index, with whatever name there is (`transformIndexConstraints`). */
function withoutRepetitions(definitions: readonly ConstraintDefinition[]): readonly ConstraintDefinition[] {
  const kept = new Map<unknown, ConstraintDefinition>();
  for (const definition of definitions) {
    const { kind, columns, include, nullsNotDistinct, usingIndex } = definition;
    const isPlain = kind !== 'exclude' && usingIndex === undefined;
    const form = isPlain ? JSON.stringify([columns, include, nullsNotDistinct]) : definition;
    const prior = kept.get(form);
    const name = prior?.name ?? definition.name;
    kept.set(form, { ...(prior ?? definition), ...(name !== undefined && { name }) });
  }
  return [...kept.values()];
}

function constraintIndex(definition: ConstraintDefinition): IndexTemplate {
  const { kind, name, columns, include, nullsNotDistinct, exclude } = definition;
  return {
    ...(name !== undefined && { name }),
    method: exclude?.method ?? 'btree',
    unique: kind !== 'exclude',
    nullsNotDistinct,
    keys: exclude ? exclude.keys.map(indexKeyFromDefinition) : columns.map((column) => columnKey(column)),
    include,
    ...(exclude?.where && { predicate: exclude.where }),
    options: {},
    constraint: kind === 'primary-key' || kind === 'exclude' ? kind : 'unique',
  };
}

/** `ADD CONSTRAINT name UNIQUE USING INDEX index`: the index takes the name of the constraint. */
function adoptIndex(
  { kind, name: written }: ConstraintDefinition,
  indexName: string,
  tableName: RelationName,
  change: Change,
): void {
  const table = change.state.table(tableName);
  const index = table?.indexes.find((candidate) => candidate.name === indexName);
  if (!table || !index) {
    report(change, `There is no index ${indexName} on ${tableName.name} in the files read so far.`);
    return;
  }
  const name = written ?? index.name;
  const owner = kind === 'primary-key' ? kind : 'unique';
  const adopted = { ...index, name, constraint: { kind: owner, name } } as const;
  change.state.putTable({
    ...table,
    indexes: table.indexes.map((candidate) => (candidate === index ? adopted : candidate)),
    constraints: [
      ...table.constraints,
      { kind: owner, name, columns: keyColumns(index), declaredAt: change.at },
    ],
  });
  requireKey(adopted, false, change);
}
