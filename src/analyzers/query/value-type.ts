import { expressionType, FLOAT_TYPES, WHOLE_TYPES } from './expression-type';
import type { Expression } from '../sql/model';

/** The element type for an array. `undefined` where it takes the type of what it meets (a parameter, a string) or is not plain to see. */
export function valueType(expression: Expression): string | undefined {
  return expressionType(expression, undefined)?.replace(/(?:\[\])+$/, '');
}

/**
 * Whether a comparison of a column with a value leaves the column as it is. PostgreSQL widens an integer column that meets a fraction and
 * pads a varchar column that meets a char(n), and an index on the column holds no such values (manual, "Operator Type Resolution";
 * measured on 14 and 18: text stays as it is against char(n), char(n) does not against text).
 */
export function comparesUnchanged(columnType: string | undefined, type: string | undefined): boolean {
  if (columnType === undefined || type === undefined) return true;
  const isFraction = type === 'numeric' || FLOAT_TYPES.has(type);
  if (WHOLE_TYPES.has(columnType)) return !isFraction;
  if (columnType === 'varchar') return type !== 'bpchar';
  if (columnType === 'bpchar') return type !== 'text';
  return columnType !== 'numeric' || !FLOAT_TYPES.has(type);
}
