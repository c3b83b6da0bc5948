import type { ColumnExpression, Expression, LogicalExpression, OpaqueExpression } from '../sql/model';
import type { IndexableCondition, Subject, Value } from './access-path';
import { type Reader, subjectOf } from './subject';

type BooleanForm = ColumnExpression | LogicalExpression | OpaqueExpression;

/** `flag`, `NOT flag`, `flag IS TRUE`, `flag IS FALSE`: an equality with a constant to an index on the column. */
export function classifyBoolean(node: BooleanForm, reader: Reader): IndexableCondition | undefined {
  const [flag, value] = readFlag(node);
  if (flag?.kind !== 'column') return undefined;
  const subject = subjectOf(flag, reader);
  return subject && { letter: 'E', span: node.span, node, subject, value: booleanLiteral(value, node) };
}

function readFlag(node: BooleanForm): readonly [flag: Expression | undefined, value: boolean] {
  switch (node.kind) {
    case 'column':
      return [node, true];
    case 'not':
      return [node.args[0], false];
    case 'and':
    case 'or':
      return [undefined, false];
    case 'opaque':
      return /^is (?:true|false)$/.test(node.what)
        ? [node.children[0], node.what === 'is true']
        : [undefined, false];
  }
}

/** `flag <> true` */
export function classifyFlagComparison(
  node: Expression,
  subject: Subject,
  value: Value,
  reader: Reader,
): IndexableCondition | undefined {
  if (!isBooleanColumn(subject, reader) || value.kind !== 'literal' || value.type !== 'boolean')
    return undefined;
  const opposite = booleanLiteral(value.value !== 'true', node);
  return { letter: 'E', span: node.span, node, subject, value: opposite };
}

function booleanLiteral(value: boolean, expression: Expression): Value {
  return { kind: 'literal', value: String(value), type: 'boolean', expression };
}

export function isBooleanColumn(subject: Subject, { entry }: Reader): boolean {
  if (subject.kind !== 'column') return false;
  const type = entry.table?.columns.find(({ name }) => name === subject.column)?.type;
  return type?.name === 'bool' && type.arrayDimensions === 0;
}
