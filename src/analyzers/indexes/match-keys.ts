import type { AccessPath, Condition, IndexableCondition } from '../query/access-path';
import type { IndexDefinition, IndexKey } from './index-definition';
import { holdsOperand, isPatternClass, keyCollation, keyMatchesSubject } from './match-subject';

export function isBounding(condition: Condition): condition is IndexableCondition {
  return condition.letter !== 'F' && condition.letter !== 'G';
}

/** The conditions that bound a btree scan, key by key from the first. */
export interface KeyMatch {
  readonly conditions: readonly IndexableCondition[];
  /** Number of leading keys that a condition bounds. */
  readonly keyCount: number;
}

/** Bounds a btree's leading keys: equalities and arrays let the next key bound too, a range ends it (manual, "Multicolumn Indexes"). */
export function matchKeys(index: IndexDefinition, path: AccessPath): KeyMatch {
  const conditions: IndexableCondition[] = [];
  let keyCount = 0;
  for (const key of index.keys) {
    const found = bestCondition(key, path);
    if (!found) break;
    conditions.push(found);
    keyCount++;
    if (found.letter === 'R') break;
  }
  return { conditions, keyCount };
}

function bestCondition(key: IndexKey, path: AccessPath): IndexableCondition | undefined {
  const usable = path.conditions.filter(isBounding).filter((condition) => serves(key, condition, path));
  return (
    usable.find((condition) => condition.letter === 'E') ??
    usable.find((condition) => condition.letter === 'A') ??
    usable[0]
  );
}

/**
 * Whether a key finds the rows of a condition. LIKE 'x%' bounds a scan only in the C collation or with a pattern operator class; `<` does not
 * with one, and every comparison but LIKE must be made in the key's own collation.
 */
export function serves(key: IndexKey, condition: IndexableCondition, { table }: AccessPath): boolean {
  if (condition.letter === 'R' && condition.operator === 'prefix') {
    const collation = keyCollation(key, table);
    const isBytewise = isPatternClass(key) || collation === 'C' || collation === 'POSIX';
    return isBytewise && holdsOperand(key, condition.subject);
  }
  if (condition.letter === 'R' && isPatternClass(key)) return false;
  return keyMatchesSubject(key, condition.subject, table);
}
