import type { TypeName } from '../model';
import { typeNameEnd } from '../type-name-end';
import { type ReadContext, readNameList, tokenOf } from './read-context';
import { bodiesAt, type Fields, fieldsAt, integerAt, nodesAt } from './tree';

export function readTypeName(fields: Fields): TypeName {
  return { ...readNameList(fields, 'names'), arrayDimensions: nodesAt(fields, 'arrayBounds').length };
}

/** What stands in parentheses behind the type; `undefined` when nothing does. */
export function readTypeModifiers(fields: Fields): readonly string[] | undefined {
  const constants = bodiesAt(fields, 'typmods', 'A_Const');
  if (constants.length === 0) return undefined;
  return constants.map((constant) => String(integerAt(fieldsAt(constant, 'ival') ?? {}, 'ival')));
}

/** The last token of a TypeName. */
export function typeNameEndOf(fields: Fields, context: ReadContext): number {
  return typeNameEnd(context, tokenOf(fields, context));
}
