import type { AccessPath, Condition, PathOrderKey, Subject } from '../query/access-path';
import { ordersByArrayKeyAnywhere, type ServerVersion } from '../schema/server-version';
import { fingerprintExpression } from '../sql/fingerprint';
import type { IndexDefinition, IndexKey } from './index-definition';

type BoundingCondition = Exclude<Condition, { letter: 'F' }>;

/** The conditions that bound a btree scan, key by key from the first. */
export interface KeyMatch {
  readonly conditions: readonly BoundingCondition[];
  /** Number of leading keys that a condition bounds. */
  readonly keyCount: number;
}

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

export function keyMatchesSubject(key: IndexKey, subject: Subject): boolean {
  if (key.kind === 'column') return subject.kind === 'column' && subject.column === key.column;
  return subject.kind === 'expression' && subject.fingerprint === fingerprintExpression(key.expression);
}

/** Bounds a btree's leading keys: equalities and arrays let the next key bound too, a range ends it (manual, "Multicolumn Indexes"). */
export function matchKeys(index: IndexDefinition, path: AccessPath): KeyMatch {
  const conditions: BoundingCondition[] = [];
  let keyCount = 0;
  for (const key of index.keys) {
    const found = bestCondition(key, path.conditions);
    if (!found) break;
    conditions.push(found);
    keyCount++;
    if (found.letter === 'R') break;
  }
  return { conditions, keyCount };
}

function bestCondition(key: IndexKey, conditions: readonly Condition[]): BoundingCondition | undefined {
  const usable = conditions.filter(
    (condition): condition is BoundingCondition =>
      condition.letter !== 'F' && keyMatchesSubject(key, condition.subject) && opclassServes(key, condition),
  );
  return (
    usable.find((condition) => condition.letter === 'E') ??
    usable.find((condition) => condition.letter === 'A') ??
    usable[0]
  );
}

/** LIKE 'x%' bounds a scan only in the C collation or with a pattern operator class; `<` does not with one (measured: docs/rules). */
function opclassServes(key: IndexKey, condition: BoundingCondition): boolean {
  const isPatternClass = key.opclass?.endsWith('_pattern_ops') === true;
  if (condition.letter !== 'R') return true;
  if (condition.operator === 'prefix')
    return isPatternClass || key.collation === 'C' || key.collation === 'POSIX';
  return !isPatternClass;
}

export function matchOrder(
  index: IndexDefinition,
  path: AccessPath,
  match: KeyMatch,
  server: ServerVersion,
): OrderMatch {
  if (path.order.length === 0) return { kind: 'none-asked' };
  const constants = new Set(path.conditions.filter((condition) => condition.letter === 'E'));
  const asked = path.order.filter((key) => !isConstant(key, constants));
  const first = asked[0];
  if (!first) return { kind: 'full', backward: false };
  const start = skipConstantKeys(index, match, first, server);
  if (typeof start === 'object') return start;
  return compareFrom(index, start, asked, constants);
}

function isConstant(key: PathOrderKey, constants: ReadonlySet<Condition>): boolean {
  for (const condition of constants) {
    if (condition.letter === 'E' && sameSubject(condition.subject, key.subject)) return true;
  }
  return false;
}

function sameSubject(a: Subject, b: Subject): boolean {
  if (a.kind === 'column') return b.kind === 'column' && a.column === b.column;
  return b.kind === 'expression' && a.fingerprint === b.fingerprint;
}

/** The position of the first key that may deliver the order: everything before it must be an equality. */
function skipConstantKeys(
  index: IndexDefinition,
  match: KeyMatch,
  first: PathOrderKey,
  server: ServerVersion,
): number | OrderMatch {
  for (const [position, key] of index.keys.entries()) {
    const condition = match.conditions[position];
    if (keyMatchesSubject(key, first.subject)) {
      const byArray = condition?.letter === 'A';
      if (!byArray || position === 0 || ordersByArrayKeyAnywhere(server)) return position;
      return { kind: 'none', reason: 'array-before-order' };
    }
    if (condition?.letter === 'E') continue;
    const deliversLater = index.keys
      .slice(position + 1)
      .some((later) => keyMatchesSubject(later, first.subject));
    if (!deliversLater) return { kind: 'none', reason: 'order-not-in-index' };
    return { kind: 'none', reason: condition?.letter === 'A' ? 'array-before-order' : 'key-before-order' };
  }
  return { kind: 'none', reason: 'order-not-in-index' };
}

function compareFrom(
  index: IndexDefinition,
  start: number,
  asked: readonly PathOrderKey[],
  constants: ReadonlySet<Condition>,
): OrderMatch {
  let backward: boolean | undefined;
  let matched = 0;
  for (const key of index.keys.slice(start)) {
    const wanted = asked[matched];
    if (!wanted) break;
    if (!keyMatchesSubject(key, wanted.subject)) {
      if (
        [...constants].some(
          (condition) => condition.letter === 'E' && keyMatchesSubject(key, condition.subject),
        )
      )
        continue;
      break;
    }
    const forwardFits = key.descending === wanted.descending && key.nullsFirst === wanted.nullsFirst;
    const backwardFits = key.descending !== wanted.descending && key.nullsFirst !== wanted.nullsFirst;
    if ((backward !== true && forwardFits) || (backward !== false && backwardFits)) {
      backward ??= !forwardFits;
      if (backward ? !backwardFits : !forwardFits) break;
      matched++;
    } else break;
  }
  if (matched === 0) return { kind: 'none', reason: 'direction' };
  if (matched === asked.length) return { kind: 'full', backward: backward ?? false };
  return { kind: 'prefix', keyCount: matched, backward: backward ?? false };
}
