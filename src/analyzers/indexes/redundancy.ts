import type { Table } from '../schema/snapshot';
import { fingerprintExpression } from '../sql/fingerprint';
import { isHoleIdentifier } from '../sources/fragment';
import type { IndexDefinition, IndexKey } from './index-definition';
import { isFixed } from './is-fixed';

export interface Redundancy {
  readonly index: IndexDefinition;
  readonly coveredBy: IndexDefinition;
  /** `duplicate`: the same in every part; `prefix`: its keys are the first keys of the other. */
  readonly kind: 'duplicate' | 'prefix';
}

/**
 * Indexes of a table that another valid index replaces. Never one that a partitioned index needs or that enforces something unless an
 * equal unique one exists, never across access methods, predicates, collations, operator classes or directions.
 */
export function findRedundantIndexes(table: Table): readonly Redundancy[] {
  const known = BY_TABLE.get(table);
  if (known) return known;
  const found = compareIndexes(table);
  BY_TABLE.set(table, found);
  return found;
}

/** Every statement that declares an index of the table asks: a file of a thousand would compare all of them as often. */
const BY_TABLE = new WeakMap<Table, readonly Redundancy[]>();

function compareIndexes(table: Table): readonly Redundancy[] {
  const found: Redundancy[] = [];
  const removed = new Set<IndexDefinition>();
  for (const index of table.indexes) {
    if (index.constraint || index.partitionOf || !index.valid || !isKnown(index)) continue;
    const candidates = table.indexes.filter(
      (other) =>
        other !== index && !removed.has(other) && other.valid && isAlike(index, other) && isKnown(other),
    );
    const duplicateOf = candidates.find((other) => isDuplicate(index, other) && isKept(other, index, table));
    const coveredBy = duplicateOf ?? candidates.find((other) => isPrefixOf(index, other));
    if (!coveredBy) continue;
    removed.add(index);
    found.push({ index, coveredBy, kind: duplicateOf ? 'duplicate' : 'prefix' });
  }
  return found;
}

/** Without the same first key no index replaces another. */
function isAlike({ keys: [first] }: IndexDefinition, { keys: [other] }: IndexDefinition): boolean {
  return first !== undefined && other !== undefined && keyText(first) === keyText(other);
}

/** Nothing in it is put in by a program: two texts with a hole each may differ there. */
function isKnown({ keys, predicate }: IndexDefinition): boolean {
  const isKnownKey = (key: IndexKey): boolean =>
    key.kind === 'column' ? !isHoleIdentifier(key.column) : isFixed(key.expression);
  return keys.every(isKnownKey) && (!predicate || isFixed(predicate));
}

/** The indexes of a table that would be redundant beside one that does not exist yet, and are not now. */
export function replacedBy(candidate: IndexDefinition, table: Table): readonly IndexDefinition[] {
  const already = new Set(findRedundantIndexes(table).map(({ index }) => index));
  return table.indexes.filter(
    (index) =>
      !index.constraint &&
      !index.partitionOf &&
      index.valid &&
      !already.has(index) &&
      isPrefixOf(index, candidate),
  );
}

/** Of two equal indexes the constraint's stays, else the one that enforces something, else the older one. */
function isKept(other: IndexDefinition, index: IndexDefinition, table: Table): boolean {
  if (other.unique !== index.unique) return other.unique;
  return other.constraint !== undefined || table.indexes.indexOf(other) < table.indexes.indexOf(index);
}

function isDuplicate(index: IndexDefinition, other: IndexDefinition): boolean {
  return (
    index.keys.length === other.keys.length &&
    (!index.unique || (other.unique && index.nullsNotDistinct === other.nullsNotDistinct)) &&
    samePrefix(index, other) &&
    index.include.every((column) => holds(other, column))
  );
}

/** Everything but the name is the same, and what the index belongs to. */
export function isSameDefinition(index: IndexDefinition, other: IndexDefinition): boolean {
  return (
    index.unique === other.unique &&
    index.include.length === other.include.length &&
    JSON.stringify(index.options) === JSON.stringify(other.options) &&
    isDuplicate(index, other) &&
    isDuplicate(other, index)
  );
}

function isPrefixOf(index: IndexDefinition, other: IndexDefinition): boolean {
  return (
    !index.unique &&
    index.method === 'btree' &&
    (index.keys.length < other.keys.length || other.unique) &&
    samePrefix(index, other) &&
    index.include.every((column) => holds(other, column))
  );
}

function samePrefix(index: IndexDefinition, other: IndexDefinition): boolean {
  return (
    index.method === other.method &&
    predicateText(index) === predicateText(other) &&
    index.keys.length <= other.keys.length &&
    index.keys.every((key, position) => {
      const counterpart = other.keys[position];
      return counterpart !== undefined && keyText(key) === keyText(counterpart);
    })
  );
}

function holds(index: IndexDefinition, column: string): boolean {
  return (
    index.include.includes(column) || index.keys.some((key) => key.kind === 'column' && key.column === column)
  );
}

function predicateText(index: IndexDefinition): string {
  return index.predicate ? fingerprintExpression(index.predicate) : '';
}

function keyText(key: IndexKey): string {
  const known = KEY_TEXTS.get(key);
  if (known !== undefined) return known;
  const text = writeKey(key);
  KEY_TEXTS.set(key, text);
  return text;
}

const KEY_TEXTS = new WeakMap<IndexKey, string>();

function writeKey(key: IndexKey): string {
  const what =
    key.kind === 'column' ? `column ${key.column}` : `expression ${fingerprintExpression(key.expression)}`;
  const { opclass, opclassSchema, opclassOptions, collation, collationSchema, descending, nullsFirst } = key;
  return JSON.stringify([
    what,
    opclass,
    opclassSchema,
    opclassOptions,
    collation,
    collationSchema,
    descending,
    nullsFirst,
  ]);
}
