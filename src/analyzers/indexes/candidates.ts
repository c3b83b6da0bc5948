import type {
  AccessPath,
  ArrayCondition,
  EqualityCondition,
  RangeCondition,
  Subject,
} from '../query/access-path';
import type { Snapshot, Table } from '../schema/snapshot';
import type { Expression } from '../sql/model';
import { chooseIndexName, namesTaken } from './choose-index-name';
import type { IndexDefinition, IndexKey } from './index-definition';

type CandidateProperties = Pick<
  IndexDefinition,
  'method' | 'unique' | 'nullsNotDistinct' | 'include' | 'predicate' | 'options'
>;

/** An index that does not exist yet: one table, keys in btree's best order, a name that is free. `planned` are made before it. */
export function candidateIndex(
  table: Table,
  keys: readonly IndexKey[],
  snapshot: Snapshot,
  properties: Partial<CandidateProperties> = {},
  planned: readonly IndexDefinition[] = [],
): IndexDefinition {
  const {
    method = 'btree',
    unique = false,
    nullsNotDistinct = false,
    include = [],
    options = {},
  } = properties;
  const unnamed: IndexDefinition = {
    schema: table.schema,
    table: table.name,
    name: '',
    method,
    unique,
    nullsNotDistinct,
    keys,
    include,
    ...(properties.predicate && { predicate: properties.predicate }),
    options,
    valid: true,
  };
  return { ...unnamed, name: chooseIndexName(unnamed, table, namesTaken(table.schema, snapshot, planned)) };
}

/**
 * Keys for a path in E → A → O → R order: equalities first (any of them is constant, so the order of the next key holds), then the
 * array, then the sort keys, then one range. A range on the first sort key comes free. `undefined` when nothing bounds or orders.
 */
export function keysInSearchOrder(path: AccessPath): readonly IndexKey[] | undefined {
  const keys: IndexKey[] = [];
  const add = (key: IndexKey | undefined): void => {
    if (key && !keys.some((known) => sameKey(known, key))) keys.push(key);
  };
  for (const condition of equalitiesOf(path)) add(keyOf(condition.subject));
  const array = arraysOf(path)[0];
  if (array) add(keyOf(array.subject));
  for (const { subject, descending, nullsFirst } of path.order) add(keyOf(subject, descending, nullsFirst));
  const range = rangesOf(path)[0];
  if (path.order.length === 0 && range) add(keyOf(range.subject));
  return keys.length > 0 ? withPlainDirection(keys) : undefined;
}

export function equalitiesOf(path: AccessPath): readonly EqualityCondition[] {
  return path.conditions.filter((condition): condition is EqualityCondition => condition.letter === 'E');
}

export function arraysOf(path: AccessPath): readonly ArrayCondition[] {
  return path.conditions.filter((condition): condition is ArrayCondition => condition.letter === 'A');
}

export function rangesOf(path: AccessPath): readonly RangeCondition[] {
  return path.conditions.filter((condition): condition is RangeCondition => condition.letter === 'R');
}

export function keyOf(subject: Subject, descending = false, nullsFirst = descending): IndexKey {
  const { collation } = subject;
  const properties = { ...(collation !== undefined && { collation }), descending, nullsFirst };
  return subject.kind === 'column'
    ? { kind: 'column', column: subject.column, ...properties }
    : { kind: 'expression', expression: subject.expression, ...properties };
}

function sameKey(a: IndexKey, b: IndexKey): boolean {
  return a.kind === 'column' && b.kind === 'column' && a.column === b.column;
}

/** A btree is read in both directions: when every sort key runs backward, plain ascending keys serve as well and read better. */
function withPlainDirection(keys: readonly IndexKey[]): readonly IndexKey[] {
  const isBackward = (key: IndexKey) => key.descending && key.nullsFirst;
  const isForward = (key: IndexKey) => !key.descending && !key.nullsFirst;
  const sorted = keys.filter((key) => !isForward(key));
  const firstSorted = keys.findIndex((key) => !isForward(key));
  if (sorted.length === 0 || !keys.slice(firstSorted).every(isBackward)) return keys;
  return keys.map((key) => ({ ...key, descending: false, nullsFirst: false }));
}

/** Columns that a predicate or expression names, for naming and for checks. */
export function keyText(key: IndexKey): string {
  return key.kind === 'column' ? key.column : expressionWord(key.expression);
}

function expressionWord(expression: Expression): string {
  return expression.kind === 'call' ? expression.name : 'expr';
}
