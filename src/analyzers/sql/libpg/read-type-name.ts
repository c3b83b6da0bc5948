import type { TypeName } from '../model';
import { typeNameEnd } from '../type-name-end';
import { type ReadContext, readNameList, tokenOf } from './read-context';
import { type Fields, nodesAt } from './tree';

export function readTypeName(fields: Fields): TypeName {
  return { ...readNameList(fields, 'names'), arrayDimensions: nodesAt(fields, 'arrayBounds').length };
}

/** The last token of a TypeName. */
export function typeNameEndOf(fields: Fields, context: ReadContext): number {
  return typeNameEnd(context, tokenOf(fields, context));
}
