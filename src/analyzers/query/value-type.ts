import type { Expression } from '../sql/model';

const WHOLE_TYPES = new Set(['int2', 'int4', 'int8']);
const FLOAT_TYPES = new Set(['float4', 'float8']);

/** The element type for an array. `undefined` where it takes the type of what it meets (a parameter, a string) or is not plain to see. */
export function valueType(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'cast':
      return expression.type.schema === undefined ? expression.type.name : undefined;
    case 'collate':
      return valueType(expression.arg);
    case 'constant':
      if (expression.type === 'integer') return 'int4';
      return expression.type === 'float' ? 'numeric' : undefined;
    case 'array':
      return widest(expression.elements.map(valueType));
    case 'operator':
      return /^[-+*/%]$/.test(expression.operator)
        ? widest([expression.left && valueType(expression.left), valueType(expression.right)])
        : undefined;
    case 'call':
      return roundingType(expression.name, expression.args[0]);
    default:
      return undefined;
  }
}

/** Arithmetic is done, and a list compared, in the widest of the types. */
function widest(types: readonly (string | undefined)[]): string | undefined {
  const known = types.filter((type) => type !== undefined);
  return (
    known.find((type) => FLOAT_TYPES.has(type)) ??
    known.find((type) => type === 'numeric') ??
    (known.length === types.length ? known[0] : undefined)
  );
}

/** `round(4.6)` is numeric, `round(4)` double precision. */
function roundingType(name: string, arg: Expression | undefined): string | undefined {
  if (!/^(?:round|ceil|ceiling|floor|trunc)$/.test(name) || !arg) return undefined;
  const type = valueType(arg);
  return type !== undefined && WHOLE_TYPES.has(type) ? 'float8' : type;
}

/**
 * Whether a comparison of a column with a value leaves the column as it is. PostgreSQL widens an integer column that meets a fraction,
 * and an index on the column holds no such values (manual, "Operator Type Resolution").
 */
export function comparesUnchanged(columnType: string | undefined, type: string | undefined): boolean {
  if (columnType === undefined || type === undefined) return true;
  const isFraction = type === 'numeric' || FLOAT_TYPES.has(type);
  if (WHOLE_TYPES.has(columnType)) return !isFraction;
  return columnType !== 'numeric' || !FLOAT_TYPES.has(type);
}
