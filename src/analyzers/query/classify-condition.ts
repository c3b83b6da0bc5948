import { fingerprintExpression } from '../sql/fingerprint';
import type { BetweenExpression, Expression, OperatorExpression } from '../sql/model';
import type { Condition, FilterCondition, RangeCondition, Subject, Value } from './access-path';
import {
  classifyArray,
  classifyElements,
  classifyValue,
  isRelabelling,
  withoutCasts,
} from './classify-value';
import { resolveColumn, type Scope, type ScopeEntry } from './scope';
import { columnsIn, someExpression } from './walk-expression';

const FLIPPED: Readonly<Record<string, RangeCondition['operator']>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** Reads one AND-ed condition from the point of view of one relation; `undefined` when it does not read the relation. */
export function classifyCondition(node: Expression, entry: ScopeEntry, scope: Scope): Condition | undefined {
  const read = columnsIn(node).filter((column) => isOf(column, entry, scope));
  const hasSubquery = someExpression(node, (part) => part.kind === 'subquery');
  if (read.length === 0 && !hasSubquery) return undefined;
  const reader = { entry, scope };
  return (
    classifyIndexable(node, reader) ?? {
      letter: 'F',
      span: node.span,
      node,
      columns: [...new Set(read.map((column) => column.name))],
      what: describeFilter(node, reader),
    }
  );
}

interface Reader {
  readonly entry: ScopeEntry;
  readonly scope: Scope;
}

function isOf(column: Expression, entry: ScopeEntry, scope: Scope): boolean {
  if (column.kind !== 'column') return false;
  const resolution = resolveColumn(column, scope);
  return resolution.kind === 'entry' && resolution.entry === entry;
}

function classifyIndexable(node: Expression, reader: Reader): Condition | undefined {
  switch (node.kind) {
    case 'operator':
      return classifyOperator(node, reader);
    case 'null-test':
      return node.negated ? undefined : equality(node, subjectOf(node.arg, reader), { kind: 'null' });
    case 'array-comparison': {
      if (node.operator !== '=' || node.quantifier !== 'any') return undefined;
      const subject = subjectOf(node.left, reader);
      return subject && isForeign(node.right, reader)
        ? { letter: 'A', span: node.span, node, subject, value: classifyArray(node.right) }
        : undefined;
    }
    case 'in-list':
      return classifyInList(node, reader);
    case 'between':
      return classifyBetween(node, reader);
    case 'column':
      return equality(node, subjectOf(node, reader), booleanLiteral('true', node));
    case 'not': {
      const [arg] = node.args;
      return arg?.kind === 'column'
        ? equality(node, subjectOf(arg, reader), booleanLiteral('false', node))
        : undefined;
    }
    case 'or':
      return classifyAlternatives(node, node.args, reader);
    default:
      return undefined;
  }
}

function booleanLiteral(value: 'true' | 'false', expression: Expression): Value {
  return { kind: 'literal', value, type: 'boolean', expression };
}

function equality(node: Expression, subject: Subject | undefined, value: Value): Condition | undefined {
  return subject && { letter: 'E', span: node.span, node, subject, value };
}

function classifyOperator(node: OperatorExpression, reader: Reader): Condition | undefined {
  const { operator, left, right } = node;
  if (!left) return undefined;
  if (left.kind === 'row') return classifyRow(node, left.args, right, reader);
  const direct = subjectOf(left, reader);
  const subject = direct && isForeign(right, reader) ? direct : undefined;
  const flippedSubject = subject ? undefined : subjectOf(right, reader);
  const flipped = flippedSubject && isForeign(left, reader) ? flippedSubject : undefined;
  const found = subject ?? flipped;
  if (!found) return undefined;
  const value = classifyValue(subject ? right : left);
  if (value.kind === 'unknown' && someExpression(subject ? right : left, (part) => part.kind === 'call')) {
    return operator === '=' ? { letter: 'E', span: node.span, node, subject: found, value } : undefined;
  }
  if (operator === '=') return { letter: 'E', span: node.span, node, subject: found, value };
  if (operator in FLIPPED) {
    const written = operator as '<' | '<=' | '>' | '>=';
    return {
      letter: 'R',
      span: node.span,
      node,
      subject: found,
      operator: subject ? written : (FLIPPED[operator] ?? written),
      value,
    };
  }
  if ((operator === '~~' || operator === '^@') && subject && hasConstantPrefix(operator, value)) {
    return { letter: 'R', span: node.span, node, subject: found, operator: 'prefix', value };
  }
  return undefined;
}

function hasConstantPrefix(operator: string, value: Value): boolean {
  if (value.kind !== 'literal' || value.value === '') return false;
  return operator === '^@' || !/^[%_]/.test(value.value);
}

/** `(a, b) > ($1, $2)` bounds by its first column; `(a, b) = ($1, $2)` stays a filter (PostgreSQL splits it, a rule need not). */
function classifyRow(
  node: OperatorExpression,
  args: readonly Expression[],
  right: Expression,
  reader: Reader,
): Condition | undefined {
  const subjects = args.map((arg) => subjectOf(arg, reader));
  const [first, ...further] = subjects;
  if (!first || further.includes(undefined) || !(node.operator in FLIPPED) || !isForeign(right, reader))
    return undefined;
  return {
    letter: 'R',
    span: node.span,
    node,
    subject: first,
    operator: 'row',
    value: classifyValue(right),
    further: further.filter((subject) => subject !== undefined),
  };
}

function classifyInList(
  node: Extract<Expression, { kind: 'in-list' }>,
  reader: Reader,
): Condition | undefined {
  if (node.negated || !node.list.every((element) => isForeign(element, reader))) return undefined;
  const subject = subjectOf(node.left.kind === 'row' ? (node.left.args[0] ?? node.left) : node.left, reader);
  const [only, second] = node.list;
  if (!subject || !only) return undefined;
  if (node.left.kind !== 'row' && !second) return equality(node, subject, classifyValue(only));
  return { letter: 'A', span: node.span, node, subject, value: classifyElements(node.list, node) };
}

function classifyBetween(node: BetweenExpression, reader: Reader): RangeCondition | undefined {
  const subject = subjectOf(node.arg, reader);
  if (
    !subject ||
    node.negated ||
    node.symmetric ||
    !isForeign(node.low, reader) ||
    !isForeign(node.high, reader)
  ) {
    return undefined;
  }
  return { letter: 'R', span: node.span, node, subject, operator: 'between', value: classifyValue(node.low) };
}

/** `a = 1 OR a = 2` finds rows as `a IN (1, 2)` does: by a BitmapOr, from 18 on by one array scan. */
function classifyAlternatives(
  node: Expression,
  args: readonly Expression[],
  reader: Reader,
): Condition | undefined {
  const conditions = args.map((arg) => classifyIndexable(arg, reader));
  const first = conditions[0];
  if (first?.letter !== 'E') return undefined;
  const key = subjectKey(first.subject);
  const values: Expression[] = [];
  for (const condition of conditions) {
    if (condition?.letter !== 'E' || subjectKey(condition.subject) !== key || condition.value.kind === 'null')
      return undefined;
    if ('expression' in condition.value) values.push(condition.value.expression);
  }
  return {
    letter: 'A',
    span: node.span,
    node,
    subject: first.subject,
    value: classifyElements(values, node),
  };
}

export function subjectKey(subject: Subject): string {
  return subject.kind === 'column' ? `column ${subject.column}` : `expression ${subject.fingerprint}`;
}

/** The relation's column or expression that a comparison tests; `undefined` when it reads anything else too. */
export function subjectOf(expression: Expression, reader: Reader): Subject | undefined {
  const { entry, scope } = reader;
  if (expression.kind === 'column') {
    return isOf(expression, entry, scope) && expression.name !== '*'
      ? { kind: 'column', column: expression.name, span: expression.span }
      : undefined;
  }
  const columns = columnsIn(expression);
  if (columns.length === 0 || !columns.every((column) => isOf(column, entry, scope))) return undefined;
  if (someExpression(expression, (part) => part.kind === 'subquery')) return undefined;
  const inner = expression.kind === 'cast' ? expression.arg : undefined;
  if (expression.kind === 'cast' && inner?.kind === 'column') {
    const type = entry.table?.columns.find((column) => column.name === inner.name)?.type;
    if (isRelabelling(type, expression.type))
      return { kind: 'column', column: inner.name, span: expression.span };
  }
  return {
    kind: 'expression',
    expression,
    fingerprint: fingerprintExpression(expression),
    span: expression.span,
  };
}

function isForeign(expression: Expression, { entry, scope }: Reader): boolean {
  return columnsIn(expression).every((column) => !isOf(column, entry, scope));
}

function describeFilter(node: Expression, reader: Reader): FilterCondition['what'] {
  if (someExpression(node, (part) => part.kind === 'subquery')) return 'subquery';
  if (node.kind === 'null-test') return 'not-null';
  if (node.kind === 'or') return 'or';
  if (node.kind === 'not' || node.kind === 'opaque') return 'boolean';
  if (node.kind === 'in-list' || node.kind === 'array-comparison') return 'not-equal';
  if (node.kind === 'call') return 'function';
  if (node.kind !== 'operator') return 'other';
  if (node.operator === '<>') return 'not-equal';
  if (node.operator.includes('~')) return 'pattern';
  if (/[@?]|->/.test(node.operator)) return 'json';
  const others = columnsIn(node).some((column) => !isOf(column, reader.entry, reader.scope));
  return others ? 'other-relation' : withoutCasts(node.right).kind === 'call' ? 'function' : 'other';
}
