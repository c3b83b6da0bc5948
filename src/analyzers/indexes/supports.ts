import type { AccessPath, Condition, IndexableCondition } from '../query/access-path';
import { findColumn, holdsFewValues } from '../schema/column-roles';
import { findsByStartsWith, hasSkipScan, type ServerVersion } from '../schema/server-version';
import type { IndexDefinition, IndexKey } from './index-definition';
import { impliesPredicate } from './implies-predicate';
import { isHeldOnly, type SearchCondition, searchedBy } from './gin';
import { isBounding, type KeyMatch, matchKeys, serves } from './match-keys';
import { askedOrder, matchOrder, type OrderMatch } from './match-order';

/** What an index can do for an access path, or why it can do nothing. The one judge of it: every rule asks here. */
export type Support = UsableSupport | UnusableSupport;

export interface UsableSupport {
  readonly usable: true;
  readonly index: IndexDefinition;
  /** Conditions that bound the scan, in key order where the index has one; empty when the index only delivers the order. */
  readonly bounding: readonly (IndexableCondition | SearchCondition)[];
  readonly order: OrderMatch;
  /** Every column that the query reads is in the index (an index-only scan is possible where the table is vacuumed). */
  readonly covers: boolean;
  /** Number of leading keys that nothing bounds and that the scan skips over, value by value (18). Absent when none. */
  readonly skips?: number;
  /** BRIN finds blocks, not rows: the heap is read and every row is checked again. */
  readonly lossy: boolean;
}

export interface UnusableSupport {
  readonly usable: false;
  readonly index: IndexDefinition;
  readonly reason:
    | 'invalid'
    | 'access-method'
    /** GIN: a key holds what is asked, in an operator class that does not know the operator. */
    | 'operator-class'
    | 'predicate-not-implied'
    | 'predicate-needs-literal'
    | 'leading-key-unbounded';
}

export function supports(index: IndexDefinition, asked: AccessPath, server: ServerVersion): Support {
  const path = withServedOperators(asked, server);
  if (!index.valid) return { usable: false, index, reason: 'invalid' };
  if (index.predicate) {
    const implication = impliesPredicate(path, index.predicate);
    if (implication.kind === 'needs-literal')
      return { usable: false, index, reason: 'predicate-needs-literal' };
    if (implication.kind === 'not-implied') return { usable: false, index, reason: 'predicate-not-implied' };
  }
  switch (index.method) {
    case 'btree':
      return btreeSupport(index, path, server);
    case 'hash':
      return hashSupport(index, path);
    case 'brin':
      return brinSupport(index, path);
    case 'gin':
      return ginSupport(index, path);
    default:
      return { usable: false, index, reason: 'access-method' };
  }
}

function withServedOperators(path: AccessPath, server: ServerVersion): AccessPath {
  if (findsByStartsWith(server) || !path.conditions.some(isStartsWith)) return path;
  return { ...path, conditions: path.conditions.filter((condition) => !isStartsWith(condition)) };
}

function isStartsWith({ node }: Condition): boolean {
  return (
    (node.kind === 'operator' && node.operator === '^@') ||
    (node.kind === 'call' && node.name === 'starts_with')
  );
}

function btreeSupport(index: IndexDefinition, path: AccessPath, server: ServerVersion): Support {
  const match = matchKeys(index, path);
  const order = matchOrder(index, path, match, server);
  const delivers = order.kind === 'full' || order.kind === 'prefix';
  if (match.keyCount === 0 && !delivers) {
    const skipping = hasSkipScan(server) ? skipScan(index, path) : undefined;
    if (skipping)
      return { usable: true, index, ...skipping, order, covers: covers(index, path), lossy: false };
    if (!index.predicate) return { usable: false, index, reason: 'leading-key-unbounded' };
  }
  return {
    usable: true,
    index,
    bounding: match.conditions,
    order,
    covers: covers(index, path),
    lossy: false,
  };
}

/** What bounds the keys behind leading ones that hold few values: the scan starts anew for each value (measured: 51 values, 306 blocks). */
function skipScan(
  index: IndexDefinition,
  path: AccessPath,
): Pick<UsableSupport, 'bounding' | 'skips'> | undefined {
  for (const [position, key] of index.keys.slice(0, -1).entries()) {
    const column = key.kind === 'column' && path.table && findColumn(path.table, key.column);
    if (!column || !holdsFewValues(column)) return undefined;
    const { conditions } = matchKeys({ ...index, keys: index.keys.slice(position + 1) }, path);
    const [first] = conditions;
    if (first && !(first.letter === 'R' && first.operator === 'row'))
      return { bounding: conditions, skips: position + 1 };
  }
  return undefined;
}

/** A hash index finds values, and NULL is none. */
function hashSupport(index: IndexDefinition, path: AccessPath): Support {
  const match = matchKeys(index, path);
  if (!match.conditions[0] || !comparesEqual(match.conditions[0]))
    return { usable: false, index, reason: 'leading-key-unbounded' };
  return {
    usable: true,
    index,
    bounding: match.conditions,
    order: withoutOrder(path),
    covers: false,
    lossy: false,
  };
}

/** BRIN has no leading key: a condition on any of its columns excludes block ranges (manual, "BRIN Indexes"). */
function brinSupport(index: IndexDefinition, path: AccessPath): Support {
  const bounding = path.conditions
    .filter(isBounding)
    .filter((condition) => index.keys.some((key) => summarizes(key, condition, path)));
  if (bounding.length === 0) return { usable: false, index, reason: 'leading-key-unbounded' };
  return { usable: true, index, bounding, order: withoutOrder(path), covers: false, lossy: true };
}

function summarizes(key: IndexKey, condition: IndexableCondition, path: AccessPath): boolean {
  const isBloom = key.opclass?.endsWith('_bloom_ops') === true;
  return serves(key, condition, path) && (!isBloom || comparesEqual(condition));
}

/** GIN has no leading key either: a condition on any of its keys finds rows (manual, "Multicolumn Indexes"). */
function ginSupport(index: IndexDefinition, path: AccessPath): Support {
  const bounding = searchedBy(index, path);
  if (bounding.length === 0) {
    const isPassedOver = path.conditions.some((condition) => isHeldOnly(index, condition, path.table));
    return { usable: false, index, reason: isPassedOver ? 'operator-class' : 'leading-key-unbounded' };
  }
  return { usable: true, index, bounding, order: withoutOrder(path), covers: false, lossy: false };
}

function comparesEqual(condition: IndexableCondition): boolean {
  return condition.letter !== 'R' && condition.value.kind !== 'null';
}

function withoutOrder(path: AccessPath): OrderMatch {
  if (path.order.length === 0) return { kind: 'none-asked' };
  return askedOrder(path).length === 0
    ? { kind: 'full', backward: false }
    : { kind: 'none', reason: 'method-has-no-order' };
}

function covers(index: IndexDefinition, path: AccessPath): boolean {
  if (path.columns === 'all' || path.locking) return false;
  const held = new Set([
    ...index.include,
    ...index.keys.map((key) => (key.kind === 'column' ? key.column : '')),
  ]);
  return [...path.columns].every((column) => held.has(column));
}

/** Index finds the rows by at least one equality, array or containment, so the work follows the rows asked for and not the table. */
export function findsRows(support: Support): support is UsableSupport {
  return support.usable && !support.lossy && support.bounding.some(({ letter }) => letter !== 'R');
}

export function supportsOf(path: AccessPath, server: ServerVersion): readonly Support[] {
  return (path.table?.indexes ?? []).map((index) => supports(index, path, server));
}

export type { KeyMatch, OrderMatch };
