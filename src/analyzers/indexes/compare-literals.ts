import type { Table } from '../schema/snapshot';
import { booleanText } from '../sql/boolean-text';

/** How the literals of a column are compared. `other`: only the same spelling is known to be the same value, and nothing is known to differ. */
export type LiteralType = 'number' | 'text' | 'time' | 'boolean' | 'other';

const TYPES: Readonly<Record<string, LiteralType>> = {
  int2: 'number',
  int4: 'number',
  int8: 'number',
  numeric: 'number',
  text: 'text',
  varchar: 'text',
  timestamptz: 'time',
  timestamp: 'time',
  date: 'time',
  bool: 'boolean',
};

export function literalTypeOf(table: Table | undefined, column: string): LiteralType {
  const type = table?.columns.find(({ name }) => name === column)?.type;
  if (!type || type.schema !== undefined || type.arrayDimensions > 0) return 'other';
  return Object.hasOwn(TYPES, type.name) ? (TYPES[type.name] ?? 'other') : 'other';
}

/** `undefined` when it cannot be told without the server. */
export function isSameLiteral(a: string, b: string, type: LiteralType): boolean | undefined {
  if (a === b) return true;
  switch (type) {
    case 'text':
      return false;
    case 'boolean': {
      const [first, second] = [booleanText(a), booleanText(b)];
      return first === undefined || second === undefined ? undefined : first === second;
    }
    default: {
      const order = compareLiterals(a, b, type);
      return order === undefined ? undefined : order === 0;
    }
  }
}

const NUMBER = /^\s*[-+]?\d+(?:\.\d+)?\s*$/;

/** Below, at or above 0; `undefined` when it cannot be told: the order of texts is their collation's. */
export function compareLiterals(a: string, b: string, type: LiteralType): number | undefined {
  if (type === 'number') return NUMBER.test(a) && NUMBER.test(b) ? Number(a) - Number(b) : undefined;
  if (a === b) return 0;
  return type === 'time' ? compareTimes(a, b) : undefined;
}

/** ISO dates of the same shape, in the same zone, sort as their texts do. */
function compareTimes(a: string, b: string): number | undefined {
  const shape = (text: string): string => text.replace(/\d/g, '0');
  const zone = (text: string): string => text.slice(19);
  if (!/^\d{4}-\d\d-\d\d/.test(a) || shape(a) !== shape(b) || zone(a) !== zone(b)) return undefined;
  return a < b ? -1 : 1;
}
