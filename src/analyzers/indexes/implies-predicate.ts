import type { AccessPath, Condition, Value } from '../query/access-path';
import { conjunctsOf } from '../query/walk-expression';
import { classifyArray, classifyElements, classifyValue } from '../query/classify-value';
import { fingerprintExpression } from '../sql/fingerprint';
import type { Expression } from '../sql/model';

export type Implication =
  | { readonly kind: 'implied' }
  /** A parameter stands where the predicate needs a literal: a generic plan can never use the index (measured: POSTGRES "Partial Indexes"). */
  | { readonly kind: 'needs-literal'; readonly condition: Condition }
  | { readonly kind: 'not-implied' };

/** Whether a query's conditions prove the predicate of a partial index, as PostgreSQL's predtest does for the forms that we know. */
export function impliesPredicate(path: AccessPath, predicate: Expression): Implication {
  for (const conjunct of conjunctsOf(predicate)) {
    const implication = impliesConjunct(path.conditions, conjunct);
    if (implication.kind !== 'implied') return implication;
  }
  return { kind: 'implied' };
}

function impliesConjunct(conditions: readonly Condition[], conjunct: Expression): Implication {
  const wanted = fingerprintExpression(conjunct);
  if (conditions.some((condition) => fingerprintExpression(condition.node) === wanted))
    return { kind: 'implied' };
  const test = readPredicate(conjunct);
  if (!test) return { kind: 'not-implied' };
  let needsLiteral: Condition | undefined;
  for (const condition of conditions) {
    if (!isAbout(condition, test.column)) continue;
    if (test.kind === 'not-null' && isStrict(condition)) return { kind: 'implied' };
    if (test.kind === 'values' && (condition.letter === 'E' || condition.letter === 'A')) {
      const given = literalsOf(condition.value);
      if (given?.every((value) => test.values.has(value)) === true) return { kind: 'implied' };
      if (condition.value.kind === 'parameter' || condition.value.kind === 'list') needsLiteral = condition;
    }
    if (test.kind === 'bound' && condition.letter === 'R') {
      const given = boundOf(condition, test.lower);
      if (given?.kind === 'literal' && isAtLeastAsTight(given.value, test, condition))
        return { kind: 'implied' };
      if (given?.kind === 'parameter') needsLiteral = condition;
    }
  }
  return needsLiteral ? { kind: 'needs-literal', condition: needsLiteral } : { kind: 'not-implied' };
}

type PredicateTest =
  | { readonly kind: 'not-null'; readonly column: string }
  | { readonly kind: 'values'; readonly column: string; readonly values: ReadonlySet<string> }
  | {
      readonly kind: 'bound';
      readonly column: string;
      readonly lower: boolean;
      readonly strict: boolean;
      readonly value: string;
    };

function readPredicate(node: Expression): PredicateTest | undefined {
  switch (node.kind) {
    case 'null-test':
      return node.negated && node.arg.kind === 'column'
        ? { kind: 'not-null', column: node.arg.name }
        : undefined;
    case 'column':
      return { kind: 'values', column: node.name, values: new Set(['true']) };
    case 'not': {
      const [arg] = node.args;
      return arg?.kind === 'column'
        ? { kind: 'values', column: arg.name, values: new Set(['false']) }
        : undefined;
    }
    case 'in-list':
      return node.negated ? undefined : valuesTest(node.left, classifyElements(node.list, node));
    case 'array-comparison':
      return node.operator === '=' && node.quantifier === 'any'
        ? valuesTest(node.left, classifyArray(node.right))
        : undefined;
    case 'operator': {
      if (node.left?.kind !== 'column') return undefined;
      const value = classifyValue(node.right);
      if (node.operator === '=') return valuesTest(node.left, value);
      if (!/^[<>]=?$/.test(node.operator) || value.kind !== 'literal') return undefined;
      return {
        kind: 'bound',
        column: node.left.name,
        lower: node.operator.startsWith('>'),
        strict: !node.operator.endsWith('='),
        value: value.value,
      };
    }
    default:
      return undefined;
  }
}

function valuesTest(left: Expression, value: Value): PredicateTest | undefined {
  const values = literalsOf(value);
  return left.kind === 'column' && values
    ? { kind: 'values', column: left.name, values: new Set(values) }
    : undefined;
}

function literalsOf(value: Value): readonly string[] | undefined {
  if (value.kind === 'literal') return [value.value];
  return value.kind === 'literals' && value.values.length > 0 ? value.values : undefined;
}

function isAbout(condition: Condition, column: string): boolean {
  if (condition.letter === 'F') return condition.what === 'not-equal' && condition.columns.includes(column);
  return condition.subject.kind === 'column' && condition.subject.column === column;
}

/** True only for rows where the column is not NULL: every comparison is, IS NULL is not. */
function isStrict(condition: Condition): boolean {
  if (condition.letter === 'F') return condition.what === 'not-equal';
  return condition.letter !== 'E' || condition.value.kind !== 'null';
}

function boundOf(condition: Extract<Condition, { letter: 'R' }>, lower: boolean): Value | undefined {
  if (condition.operator === 'between') return lower ? condition.value : undefined;
  const isLower = condition.operator === '>' || condition.operator === '>=';
  return (condition.operator === '<' || condition.operator === '<=' || isLower) && isLower === lower
    ? condition.value
    : undefined;
}

/** Compares numbers as numbers and equal-shaped time stamps as text; anything else proves nothing. */
function isAtLeastAsTight(
  given: string,
  test: Extract<PredicateTest, { kind: 'bound' }>,
  condition: Extract<Condition, { letter: 'R' }>,
): boolean {
  const order = compareLiterals(given, test.value);
  if (order === undefined) return false;
  if (order === 0) return !test.strict || condition.operator === '>' || condition.operator === '<';
  return test.lower ? order > 0 : order < 0;
}

function compareLiterals(a: string, b: string): number | undefined {
  const numeric = /^-?\d+(\.\d+)?$/;
  if (numeric.test(a) && numeric.test(b)) return Number(a) - Number(b);
  const shape = (text: string) => text.replace(/\d/g, '0');
  if (!/^\d{4}-\d\d-\d\d/.test(a) || shape(a) !== shape(b)) return a === b ? 0 : undefined;
  // The same shape ends in the same zone only when the zone is spelled alike.
  const zone = (text: string) => text.slice(19);
  if (zone(a) !== zone(b)) return undefined;
  return a < b ? -1 : a > b ? 1 : 0;
}
