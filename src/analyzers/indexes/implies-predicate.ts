import type {
  AccessPath,
  ArrayCondition,
  Condition,
  EqualityCondition,
  IndexableCondition,
  Value,
} from '../query/access-path';
import { plannedConjuncts } from '../query/conjuncts';
import { fingerprintExpression } from '../sql/fingerprint';
import type { Expression } from '../sql/model';
import { compareLiterals, isSameLiteral, type LiteralType, literalTypeOf } from './compare-literals';
import { isBounding } from './match-keys';
import { isStrictFor } from './is-strict-for';
import { type PredicateTest, readPredicateTest } from './predicate-test';

export type Implication =
  | { readonly kind: 'implied' }
  /** A parameter stands where the predicate needs a literal: a generic plan can never use the index (measured: POSTGRES "Partial Indexes"). */
  | { readonly kind: 'needs-literal'; readonly condition: Condition }
  | { readonly kind: 'not-implied' };

const IMPLIED: Implication = { kind: 'implied' };
const NOT_IMPLIED: Implication = { kind: 'not-implied' };

/** Whether a query's conditions prove the predicate of a partial index, as PostgreSQL's predtest.c does for the forms that we know. */
export function impliesPredicate(path: AccessPath, predicate: Expression): Implication {
  for (const conjunct of plannedConjuncts(predicate)) {
    const implication = impliesConjunct(path, conjunct);
    if (implication.kind !== 'implied') return implication;
  }
  return IMPLIED;
}

function impliesConjunct(path: AccessPath, conjunct: Expression): Implication {
  const wanted = fingerprintExpression(conjunct);
  if (path.conditions.some(({ node }) => fingerprintExpression(node) === wanted)) return IMPLIED;
  if (conjunct.kind === 'or') return impliesAlternative(path, conjunct.args);
  const tests = readPredicateTest(conjunct);
  if (!tests) return NOT_IMPLIED;
  for (const test of tests) {
    const implication = passesTest(path, test);
    if (implication.kind !== 'implied') return implication;
  }
  return IMPLIED;
}

function impliesAlternative(path: AccessPath, alternatives: readonly Expression[]): Implication {
  const implications = alternatives.map((alternative) => impliesPredicate(path, alternative));
  return (
    implications.find(({ kind }) => kind === 'implied') ??
    implications.find(({ kind }) => kind === 'needs-literal') ??
    NOT_IMPLIED
  );
}

function passesTest(path: AccessPath, test: PredicateTest): Implication {
  if (test.kind === 'not-null') {
    const relation = path.relation.alias ?? path.relation.name.name;
    return path.conditions.some(({ node }) => isStrictFor(node, test.column, relation))
      ? IMPLIED
      : NOT_IMPLIED;
  }
  const type = literalTypeOf(path.table, test.column);
  let needsLiteral: Condition | undefined;
  for (const condition of path.conditions) {
    if (!isAbout(condition, test.column)) continue;
    const verdict = judge(condition, test, type);
    if (verdict === 'passes') return IMPLIED;
    if (verdict === 'unknown') needsLiteral = condition;
  }
  return needsLiteral ? { kind: 'needs-literal', condition: needsLiteral } : NOT_IMPLIED;
}

function isAbout(condition: Condition, column: string): condition is IndexableCondition {
  if (!isBounding(condition)) return false;
  // PostgreSQL proves nothing by `flag IS TRUE` but itself (measured on 15 and 18).
  if (condition.node.kind === 'opaque' || condition.subject.collation !== undefined) return false;
  return condition.subject.kind === 'column' && condition.subject.column === column;
}

/** `unknown`: a parameter may or may not pass. */
function judge(
  condition: IndexableCondition,
  test: Exclude<PredicateTest, { kind: 'not-null' }>,
  type: LiteralType,
): 'passes' | 'fails' | 'unknown' {
  if (condition.letter !== 'R') {
    const values = literalsOf(condition);
    if (!values) return isParameter(condition.value) ? 'unknown' : 'fails';
    return values.every((value) => admits(test, value, type)) ? 'passes' : 'fails';
  }
  if (test.kind !== 'bound') return 'fails';
  const bound = boundOf(condition, test.lower);
  if (!bound) return 'fails';
  if (bound.value.kind !== 'literal') return isParameter(bound.value) ? 'unknown' : 'fails';
  const order = compareLiterals(bound.value.value, test.value, type);
  if (order === undefined) return 'fails';
  const isTight = order === 0 ? bound.strict || !test.strict : test.lower === order > 0;
  return isTight ? 'passes' : 'fails';
}

function admits(
  test: Exclude<PredicateTest, { kind: 'not-null' }>,
  value: string,
  type: LiteralType,
): boolean {
  switch (test.kind) {
    case 'values':
      return test.values.some((allowed) => isSameLiteral(value, allowed, type) === true);
    case 'other-values':
      return test.values.every((excluded) => isSameLiteral(value, excluded, type) === false);
    case 'bound': {
      const order = compareLiterals(value, test.value, type);
      return order === undefined ? false : order === 0 ? !test.strict : test.lower === order > 0;
    }
  }
}

function literalsOf({ value }: EqualityCondition | ArrayCondition): readonly string[] | undefined {
  if (value.kind === 'literal') return [value.value];
  return value.kind === 'literals' && value.values.length > 0 ? value.values : undefined;
}

function isParameter({ kind }: Value): boolean {
  return kind === 'parameter' || kind === 'list';
}

function boundOf(
  condition: Extract<Condition, { letter: 'R' }>,
  lower: boolean,
): { readonly value: Value; readonly strict: boolean } | undefined {
  const { operator, value, upper } = condition;
  switch (operator) {
    case 'between': {
      const bound = lower ? value : upper;
      return bound && { value: bound, strict: false };
    }
    case '>':
    case '>=':
      return lower ? { value, strict: operator === '>' } : undefined;
    case '<':
    case '<=':
      return lower ? undefined : { value, strict: operator === '<' };
    default:
      return undefined;
  }
}
