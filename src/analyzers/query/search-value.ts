import type { Expression } from '../sql/model';
import { booleanText } from '../sql/boolean-text';
import type { Subject, Value } from './access-path';
import { isBooleanColumn } from './classify-boolean';
import { classifyValue, isVolatileCall } from './classify-value';
import { resolveColumn } from './scope';
import type { Reader } from './subject';
import { comparesUnchanged, valueType } from './value-type';
import { columnsIn, someExpression } from './walk-expression';

/** What a comparison searches for; `undefined` when an index on the subject cannot be searched with it. */
export function searchValue(other: Expression, subject: Subject, reader: Reader): Value | undefined {
  if (isVolatile(other, reader)) return undefined;
  const isConverted = !comparesUnchanged(subjectType(subject, reader), valueType(other));
  if (isConverted && reader.ignoresTypes !== true) return undefined;
  const value = classifyValue(other);
  switch (value.kind) {
    case 'null':
      // Nothing equals NULL: PostgreSQL reads no row for it.
      return undefined;
    case 'join':
      return isOfOuterQuery(other, reader) ? { ...value, outer: true } : value;
    case 'literal':
      return isBooleanColumn(subject, reader) ? booleanLiteral(value) : value;
    default:
      return value;
  }
}

/** Another value for every row, by one of PostgreSQL's functions or one that the schema declares. */
export function isVolatile(expression: Expression, { scope }: Reader): boolean {
  return someExpression(expression, (node) => {
    if (node.kind !== 'call') return false;
    const declared = scope.snapshot.functions.findLast(({ name }) => name === node.name);
    return declared ? declared.volatility === 'volatile' : isVolatileCall(node);
  });
}

function subjectType(subject: Subject, { entry }: Reader): string | undefined {
  if (subject.kind === 'column') {
    const type = entry.table?.columns.find(({ name }) => name === subject.column)?.type;
    return type?.arrayDimensions === 0 && type.schema === undefined ? type.name : undefined;
  }
  return valueType(subject.expression);
}

function isOfOuterQuery(expression: Expression, { scope }: Reader): boolean {
  return columnsIn(expression).every((column) => resolveColumn(column, scope).kind === 'outer');
}

/** `flag = 'yes'` */
function booleanLiteral(value: Extract<Value, { kind: 'literal' }>): Value {
  const text = value.type === 'string' ? booleanText(value.value) : undefined;
  return text === undefined ? value : { ...value, type: 'boolean', value: text };
}
