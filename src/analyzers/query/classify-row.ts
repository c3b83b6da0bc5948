import type { InListExpression, OperatorExpression, RowExpression } from '../sql/model';
import type { IndexableCondition, RangeCondition } from './access-path';
import { classifyElements, classifyValue } from './classify-value';
import { isForeign, type Reader, subjectOf } from './subject';
import { isVolatile } from './search-value';

/** `(a, b) > ($1, $2)` bounds by its first column, and by more where an index has them in this order. */
export function classifyRow(node: OperatorExpression, reader: Reader): RangeCondition | undefined {
  const { left, right, operator, span } = node;
  if (!left || !/^[<>]=?$/.test(operator)) return undefined;
  const [row, other] = isForeign(right, reader) ? [left, right] : [right, left];
  if (row.kind !== 'row' || !isForeign(other, reader) || isVolatile(other, reader)) return undefined;
  const subjects = row.args.map((arg) => subjectOf(arg, reader));
  const [first, ...further] = subjects.filter((subject) => subject !== undefined);
  if (!first || subjects.includes(undefined)) return undefined;
  return {
    letter: 'R',
    span,
    node,
    subject: first,
    operator: 'row',
    value: classifyValue(other),
    further,
  };
}

/** `(a, b) IN ((1, 2), (3, 4))` finds rows by several searches, one for each row. */
export function classifyRowList(
  node: InListExpression,
  left: RowExpression,
  reader: Reader,
): IndexableCondition | undefined {
  const position = left.args.findIndex((arg) => subjectOf(arg, reader) !== undefined);
  const arg = left.args[position];
  const subject = arg && subjectOf(arg, reader);
  const elements = node.list.map((row) => (row.kind === 'row' ? row.args[position] : undefined));
  const values = elements.filter((element) => element !== undefined);
  if (!subject || values.length < elements.length) return undefined;
  if (values.some((value) => isVolatile(value, reader))) return undefined;
  return { letter: 'A', span: node.span, node, subject, value: classifyElements(values, node) };
}
