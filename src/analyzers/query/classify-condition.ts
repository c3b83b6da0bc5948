import type {
  BetweenExpression,
  CallExpression,
  Expression,
  OperatorExpression,
  OpaqueExpression,
} from '../sql/model';
import type {
  Condition,
  FilterCondition,
  IndexableCondition,
  RangeCondition,
  Subject,
  Value,
} from './access-path';
import { classifyBoolean, classifyFlagComparison } from './classify-boolean';
import { classifyContainment, readPattern } from './classify-containment';
import { classifyRow, classifyRowList } from './classify-row';
import { classifyArray, classifyElements, withoutCasts } from './classify-value';
import { plannedConjuncts } from './conjuncts';
import { optionalPart } from './optional-part';
import type { Scope, ScopeEntry } from './scope';
import { searchValue } from './search-value';
import { isForeign, isOf, type Reader, subjectKey, subjectOf } from './subject';
import { columnsIn, someExpression } from './walk-expression';

const FLIPPED: Readonly<Record<string, RangeCondition['operator']>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** Reads one AND-ed condition from the point of view of one relation; `undefined` when it does not read the relation. */
export function classifyCondition(node: Expression, entry: ScopeEntry, scope: Scope): Condition | undefined {
  const reader = { entry, scope };
  const read = columnsIn(node).filter((column) => isOf(column, reader));
  const hasSubquery = someExpression(node, (part) => part.kind === 'subquery');
  if (read.length === 0 && !hasSubquery) return undefined;
  const searchable = classifyIndexable(node, reader) ?? classifyContainment(node, reader);
  if (searchable) return searchable;
  if (hasSubquery) return filter(node, reader);
  const converted = classifyIndexable(node, { ...reader, ignoresTypes: true });
  const inner = optionalPart(node, reader);
  const optional = inner && classifyIndexable(inner, reader);
  return { ...filter(node, reader), ...(converted && { converted }), ...(optional && { optional }) };
}

/** The condition as one that no index key serves. */
export function filter(node: Expression, reader: Reader): FilterCondition {
  const read = columnsIn(node).filter((column) => isOf(column, reader));
  return {
    letter: 'F',
    span: node.span,
    node,
    columns: [...new Set(read.map((column) => column.name))],
    what: describeFilter(node, reader),
    ...(node.kind === 'operator' && readPattern(node, reader)),
    ...(node.kind === 'or' && { alternatives: node.args.map((arg) => readAlternative(arg, reader)) }),
  };
}

function readAlternative(arg: Expression, { entry, scope }: Reader): readonly Condition[] {
  return plannedConjuncts(arg)
    .map((conjunct) => classifyCondition(conjunct, entry, scope))
    .filter((condition) => condition !== undefined);
}

function classifyIndexable(node: Expression, reader: Reader): IndexableCondition | undefined {
  switch (node.kind) {
    case 'operator':
      return classifyOperator(node, reader);
    case 'null-test':
      return classifyNullTest(node, reader);
    case 'array-comparison':
      return classifyArrayComparison(node, reader);
    case 'in-list':
      return classifyInList(node, reader);
    case 'between':
      return classifyBetween(node, reader);
    case 'column':
    case 'not':
    case 'opaque':
      return classifyBoolean(node, reader);
    case 'or':
      return classifyAlternatives(node, node.args, reader);
    case 'call':
      return classifyStartsWith(node, reader);
    default:
      return undefined;
  }
}

function classifyNullTest(
  node: Extract<Expression, { kind: 'null-test' }>,
  { entry, scope }: Reader,
): IndexableCondition | undefined {
  const subject = node.negated ? undefined : subjectOf(node.arg, { entry, scope });
  if (!subject) return undefined;
  const isNeverNull =
    subject.kind === 'column' &&
    entry.table?.columns.find(({ name }) => name === subject.column)?.notNull === true;
  return isNeverNull ? undefined : { letter: 'E', span: node.span, node, subject, value: { kind: 'null' } };
}

function classifyOperator(node: OperatorExpression, reader: Reader): IndexableCondition | undefined {
  const { operator, left, right, span } = node;
  if (!left) return undefined;
  if (left.kind === 'row' || right.kind === 'row') return classifyRow(node, reader);
  const direct = subjectOf(left, reader);
  const isDirect = direct !== undefined && isForeign(right, reader);
  const found = isDirect ? direct : subjectOf(right, reader);
  const other = isDirect ? right : left;
  if (!found || !isForeign(other, reader)) return undefined;
  const subject = inCollationOf(other, found);
  const value = searchValue(other, subject, reader);
  if (!value) return undefined;
  if (operator === '=') return { letter: 'E', span, node, subject, value };
  const turned = FLIPPED[operator];
  if (turned !== undefined) {
    const comparison = isDirect ? (FLIPPED[turned] ?? turned) : turned;
    return { letter: 'R', span, node, subject, operator: comparison, value };
  }
  if (isDirect && hasConstantPrefix(operator, value))
    return { letter: 'R', span, node, subject, operator: 'prefix', value };
  return operator === '<>' ? classifyFlagComparison(node, subject, value, reader) : undefined;
}

/** `a = 'x' COLLATE "C"`: either side says in which collation both are compared. */
function inCollationOf(value: Expression, subject: Subject): Subject {
  return value.kind === 'collate' ? { ...subject, collation: value.collation } : subject;
}

function hasConstantPrefix(operator: string, value: Value): boolean {
  if (value.kind !== 'literal' || value.value === '') return false;
  return operator === '^@' || (operator === '~~' && !/^[%_]/.test(value.value));
}

/** `starts_with(a, 'x')` is `a ^@ 'x'`. */
function classifyStartsWith(
  { name, args, span, ...call }: CallExpression,
  reader: Reader,
): IndexableCondition | undefined {
  const [left, right] = args;
  if (name !== 'starts_with' || !left || !right || call.schema !== undefined) return undefined;
  const condition = classifyOperator({ kind: 'operator', operator: '^@', left, right, span }, reader);
  return condition?.letter === 'R' ? condition : undefined;
}

function classifyArrayComparison(
  node: Extract<Expression, { kind: 'array-comparison' }>,
  reader: Reader,
): IndexableCondition | undefined {
  if (node.operator !== '=' || node.quantifier !== 'any') return undefined;
  const subject = subjectOf(node.left, reader);
  if (!subject || !isForeign(node.right, reader) || !searchValue(node.right, subject, reader))
    return undefined;
  return { letter: 'A', span: node.span, node, subject, value: classifyArray(node.right) };
}

function classifyInList(
  node: Extract<Expression, { kind: 'in-list' }>,
  reader: Reader,
): IndexableCondition | undefined {
  const { left, list, negated, span } = node;
  if (negated || !list.every((element) => isForeign(element, reader))) return undefined;
  if (left.kind === 'row') return classifyRowList(node, left, reader);
  const subject = subjectOf(left, reader);
  const [only, second] = list;
  if (!subject || !only) return undefined;
  if (second) {
    // PostgreSQL compares with an array of the elements' common type.
    const isUsable = searchValue({ kind: 'array', elements: list, span }, subject, reader) !== undefined;
    return isUsable ? { letter: 'A', span, node, subject, value: classifyElements(list, node) } : undefined;
  }
  const value = searchValue(only, subject, reader);
  return value && { letter: 'E', span, node, subject, value };
}

/** PostgreSQL reads it as two comparisons, each of which may find rows. */
function classifyBetween(node: BetweenExpression, reader: Reader): RangeCondition | undefined {
  const subject = subjectOf(node.arg, reader);
  if (!subject || node.negated || node.symmetric) return undefined;
  const [low, high] = [node.low, node.high].map((bound) =>
    isForeign(bound, reader) ? searchValue(bound, subject, reader) : undefined,
  );
  const base = { letter: 'R', span: node.span, node, subject } as const;
  if (low && high) return { ...base, operator: 'between', value: low, upper: high };
  if (low) return { ...base, operator: '>=', value: low };
  return high && { ...base, operator: '<=', value: high };
}

/** `a = 1 OR a = 2` finds rows as `a IN (1, 2)` does: by a BitmapOr, from 18 on by one array scan. */
function classifyAlternatives(
  node: Expression,
  args: readonly Expression[],
  reader: Reader,
): IndexableCondition | undefined {
  const conditions = args.map((arg) => classifyIndexable(arg, reader));
  const first = conditions[0];
  if (first?.letter !== 'E') return undefined;
  const key = subjectKey(first.subject);
  const values: Expression[] = [];
  for (const condition of conditions) {
    if (condition?.letter !== 'E' || subjectKey(condition.subject) !== key || condition.value.kind === 'null')
      return undefined;
    values.push(condition.value.expression);
  }
  return {
    letter: 'A',
    span: node.span,
    node,
    subject: first.subject,
    value: classifyElements(values, node),
  };
}

const TRUTH_TEST = /^is (?:not )?(?:true|false|unknown)$/;

function describeFilter(node: Expression, reader: Reader): FilterCondition['what'] {
  if (someExpression(node, (part) => part.kind === 'subquery')) return 'subquery';
  if (node.kind === 'null-test') return node.negated ? 'not-null' : 'other';
  if (node.kind === 'or') return 'or';
  if (node.kind === 'not' || isTruthTest(node)) return 'boolean';
  if (node.kind === 'in-list' || node.kind === 'array-comparison') return 'not-equal';
  if (node.kind === 'call') return 'function';
  if (node.kind !== 'operator') return 'other';
  if (node.operator === '<>') return 'not-equal';
  if (node.operator.includes('~')) return 'pattern';
  if (/[@?]|->/.test(node.operator)) return 'json';
  const others = columnsIn(node).some((column) => !isOf(column, reader));
  return others ? 'other-relation' : withoutCasts(node.right).kind === 'call' ? 'function' : 'other';
}

function isTruthTest(node: Expression): node is OpaqueExpression {
  return node.kind === 'opaque' && TRUTH_TEST.test(node.what);
}
