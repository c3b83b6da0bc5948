import { expressionType } from '../query/expression-type';
import type {
  AccessPath,
  Condition,
  ContainmentCondition,
  ContainmentOperator,
  FilterCondition,
  IndexableCondition,
  Subject,
  Value,
} from '../query/access-path';
import type { Table } from '../schema/snapshot';
import type { Expression } from '../sql/model';
import type { IndexDefinition, IndexKey } from './index-definition';
import { holdsOperand, keyMatchesSubject } from './match-subject';

/** What an inverted index finds and no other: containment, and by its trigrams a pattern without a fixed beginning. */
export type SearchCondition =
  ContainmentCondition | (FilterCondition & { readonly subject: Subject; readonly value: Value });

/** Operators by operator class (manual, "GIN Indexes", "Built-in Operator Classes"). */
const CONTAINMENT: Readonly<Record<string, readonly ContainmentOperator[]>> = {
  jsonb_ops: ['@>', '@?', '@@', '?', '?|', '?&'],
  jsonb_path_ops: ['@>', '@?', '@@'],
  array_ops: ['@>', '<@', '&&'],
  tsvector_ops: ['@@'],
  /** Of the extension intarray. */
  gin__int_ops: ['@>', '<@', '&&', '@@'],
};

const PATTERN_CLASS = 'gin_trgm_ops';

/** Every condition that one of the index's keys finds rows by. */
export function searchedBy(
  index: IndexDefinition,
  path: AccessPath,
): readonly (IndexableCondition | SearchCondition)[] {
  return path.conditions
    .filter(isSearch)
    .filter((condition) => index.keys.some((key) => finds(key, condition, path.table)));
}

function isSearch(condition: Condition): condition is IndexableCondition | SearchCondition {
  return condition.letter !== 'F' || (condition.subject !== undefined && condition.value !== undefined);
}

/** A key holds what the condition asks, and its operator class does not know the operator. */
export function isHeldOnly(index: IndexDefinition, condition: Condition, table: Table | undefined): boolean {
  return (
    condition.letter === 'G' &&
    index.keys.some((key) => holdsOperand(key, condition.subject) && !finds(key, condition, table))
  );
}

function finds(
  key: IndexKey,
  condition: IndexableCondition | SearchCondition,
  table: Table | undefined,
): boolean {
  if (!keyMatchesSubject(key, condition.subject, table)) return false;
  const opclass = key.opclass ?? defaultOperatorClass(key, table);
  if (condition.letter === 'G') return opclass === undefined || knows(opclass, condition.operator);
  if (condition.letter === 'F') return opclass === PATTERN_CLASS;
  if (opclass === PATTERN_CLASS) return isLike(condition.node) || isEquality(condition);
  if (opclass === 'array_ops') return condition.letter === 'E' && isEquality(condition);
  // Left are the scalar types of the extension btree_gin.
  if (opclass !== undefined && Object.hasOwn(CONTAINMENT, opclass)) return false;
  return (
    isEquality(condition) || (condition.letter === 'R' && /^(?:[<>]=?|between)$/.test(condition.operator))
  );
}

/** `^@` asks for a prefix too, and trigrams do not know it. */
function isLike(node: Expression): boolean {
  return node.kind === 'operator' && node.operator === '~~';
}

/** GIN is not searched for NULL. */
function isEquality({ letter, value }: IndexableCondition): boolean {
  return letter !== 'R' && value.kind !== 'null';
}

/** Of a class that we do not know everything is believed. */
function knows(opclass: string, operator: ContainmentOperator): boolean {
  return opclass !== PATTERN_CLASS && (CONTAINMENT[opclass]?.includes(operator) ?? true);
}

/** `undefined` for the rest: scalars, and expressions of a type that is not plain to see. */
function defaultOperatorClass(key: IndexKey, table: Table | undefined): string | undefined {
  const type = keyType(key, table);
  if (type?.endsWith('[]') === true) return 'array_ops';
  return type === 'jsonb' || type === 'tsvector' ? `${type}_ops` : undefined;
}

function keyType(key: IndexKey, table: Table | undefined): string | undefined {
  const node: Expression =
    key.kind === 'expression'
      ? key.expression
      : { kind: 'column', name: key.column, span: { start: 0, end: 0 } };
  return expressionType(node, table);
}
