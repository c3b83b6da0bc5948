import type { AccessPath, Condition, EqualityCondition, PathOrderKey, Subject } from '../query/access-path';
import { ordersAlternatives, ordersByArrayKeyAnywhere, type ServerVersion } from '../schema/server-version';
import type { Table } from '../schema/snapshot';
import type { IndexDefinition, IndexKey } from './index-definition';
import type { KeyMatch } from './match-keys';
import { isPatternClass, keyMatchesSubject, subjectCollation } from './match-subject';

export type OrderMatch =
  | { readonly kind: 'none-asked' }
  /** The scan returns the rows in the asked order. */
  | { readonly kind: 'full'; readonly backward: boolean }
  /** The first keys of the order only: the rest needs an incremental sort (13+), cheap when the first key is nearly unique. */
  | { readonly kind: 'prefix'; readonly keyCount: number; readonly backward: boolean }
  | {
      readonly kind: 'none';
      readonly reason:
        | 'array-before-order'
        | 'key-before-order'
        | 'direction'
        | 'order-not-in-index'
        | 'method-has-no-order';
    };

export function matchOrder(
  index: IndexDefinition,
  path: AccessPath,
  match: KeyMatch,
  server: ServerVersion,
): OrderMatch {
  if (path.order.length === 0) return { kind: 'none-asked' };
  const asked = askedOrder(path);
  const first = asked[0];
  if (!first) return { kind: 'full', backward: false };
  const constants = constantsOf(path);
  const start = skipConstantKeys({ index, match, first, constants, server, table: path.table });
  return typeof start === 'object' ? start : compareFrom(index, start, asked, constants, path.table);
}

/** The order without the keys that have one value in all rows found. */
export function askedOrder(path: AccessPath): readonly PathOrderKey[] {
  const constants = constantsOf(path);
  return path.order.filter(
    ({ subject }) => !constants.some((constant) => isSameSubject(constant.subject, subject, path.table)),
  );
}

/**
 * Equalities with one value for the whole scan. PostgreSQL does not count IS NULL among them (measured on 15 and 18), and a column that
 * is joined has as many values as there are rows on the other side.
 */
function constantsOf({ conditions }: AccessPath): readonly EqualityCondition[] {
  return conditions.filter(
    (condition): condition is EqualityCondition =>
      condition.letter === 'E' &&
      condition.value.kind !== 'null' &&
      (condition.value.kind !== 'join' || condition.value.outer === true),
  );
}

function isSameSubject(a: Subject, b: Subject, table: Table | undefined): boolean {
  if (subjectCollation(a, table) !== subjectCollation(b, table)) return false;
  if (a.kind === 'column') return b.kind === 'column' && a.column === b.column;
  return b.kind === 'expression' && a.fingerprint === b.fingerprint;
}

interface OrderSearch {
  readonly index: IndexDefinition;
  readonly match: KeyMatch;
  readonly first: PathOrderKey;
  readonly constants: readonly EqualityCondition[];
  readonly server: ServerVersion;
  readonly table: Table | undefined;
}

/** The position of the first key that may deliver the order: everything before it must be an equality. */
function skipConstantKeys(search: OrderSearch): number | OrderMatch {
  const { index, match, first, constants, server, table } = search;
  for (const [position, key] of index.keys.entries()) {
    const condition = match.conditions[position];
    if (sortsBy(key, first.subject, table)) {
      if (condition?.letter !== 'A' || keepsOrder(condition, position, server)) return position;
      return { kind: 'none', reason: 'array-before-order' };
    }
    if (condition?.letter === 'E' && constants.includes(condition)) continue;
    const later = index.keys.slice(position + 1);
    if (!later.some((other) => sortsBy(other, first.subject, table)))
      return { kind: 'none', reason: 'order-not-in-index' };
    return { kind: 'none', reason: condition?.letter === 'A' ? 'array-before-order' : 'key-before-order' };
  }
  return { kind: 'none', reason: 'order-not-in-index' };
}

function sortsBy(key: IndexKey, subject: Subject, table: Table | undefined): boolean {
  return !isPatternClass(key) && keyMatchesSubject(key, subject, table);
}

/** Whether one scan returns the rows of all elements in key order. */
function keepsOrder(condition: Condition, position: number, server: ServerVersion): boolean {
  const { node } = condition;
  if (node.kind === 'or') return ordersAlternatives(server);
  if (node.kind === 'in-list' && node.left.kind === 'row') return false;
  return position === 0 || ordersByArrayKeyAnywhere(server);
}

function compareFrom(
  index: IndexDefinition,
  start: number,
  asked: readonly PathOrderKey[],
  constants: readonly EqualityCondition[],
  table: Table | undefined,
): OrderMatch {
  let backward: boolean | undefined;
  let matched = 0;
  for (const key of index.keys.slice(start)) {
    const wanted = asked[matched];
    if (!wanted) break;
    if (!sortsBy(key, wanted.subject, table)) {
      if (constants.some(({ subject }) => keyMatchesSubject(key, subject, table))) continue;
      break;
    }
    const direction = directionOf(key, wanted);
    if (direction === undefined || (backward !== undefined && backward !== (direction === 'backward'))) break;
    backward = direction === 'backward';
    matched++;
  }
  if (matched === 0) return { kind: 'none', reason: 'direction' };
  if (matched === asked.length) return { kind: 'full', backward: backward ?? false };
  return { kind: 'prefix', keyCount: matched, backward: backward ?? false };
}

/** In which direction a scan of the index sorts as asked, the place of NULLs included. */
function directionOf(key: IndexKey, wanted: PathOrderKey): 'forward' | 'backward' | undefined {
  const isTurned = key.descending !== wanted.descending;
  if (isTurned !== (key.nullsFirst !== wanted.nullsFirst)) return undefined;
  return isTurned ? 'backward' : 'forward';
}
