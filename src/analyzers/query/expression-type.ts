import { findColumn } from '../schema/column-roles';
import type { Table } from '../schema/snapshot';
import type { CallExpression, Expression, OperatorExpression } from '../sql/model';

/** The type of an expression where it is plain to see, `text[]` for an array of texts; `undefined` for the rest, untyped literals included. */
export function expressionType(node: Expression, table: Table | undefined): string | undefined {
  switch (node.kind) {
    case 'column': {
      const type = table && findColumn(table, node.name)?.type;
      return type && type.name + '[]'.repeat(type.arrayDimensions);
    }
    case 'cast':
      return node.type.name + '[]'.repeat(node.type.arrayDimensions);
    case 'collate':
      return expressionType(node.arg, table);
    case 'constant':
      if (node.type === 'integer') return 'int4';
      return node.type === 'float' ? 'numeric' : node.type === 'boolean' ? 'bool' : undefined;
    case 'array': {
      const type = widestType(node.elements.map((element) => expressionType(element, table)));
      return type && `${type}[]`;
    }
    case 'call':
      return callType(node, table);
    case 'operator':
      return operatorType(node, table);
    default:
      return undefined;
  }
}

function isKnown(type: string | undefined): type is string {
  return type !== undefined;
}

const RETURNS: Readonly<Record<string, string>> = {
  now: 'timestamptz',
  current_timestamp: 'timestamptz',
  clock_timestamp: 'timestamptz',
  transaction_timestamp: 'timestamptz',
  statement_timestamp: 'timestamptz',
  to_timestamp: 'timestamptz',
  localtimestamp: 'timestamp',
  current_date: 'date',
  date: 'date',
  to_date: 'date',
  make_date: 'date',
  make_interval: 'interval',
  lower: 'text',
  upper: 'text',
  left: 'text',
  right: 'text',
  split_part: 'text',
  to_tsvector: 'tsvector',
};

/** Of an integer they make a double precision number. */
const ROUNDING = new Set(['round', 'ceil', 'ceiling', 'floor', 'trunc']);

const LIKE_ITS_ARGUMENTS = new Set(['coalesce', 'greatest', 'least', 'nullif']);

function callType({ name, args }: CallExpression, table: Table | undefined): string | undefined {
  if (LIKE_ITS_ARGUMENTS.has(name)) return args.map((arg) => expressionType(arg, table)).find(isKnown);
  if (name === 'timezone') {
    const type = args[1] && expressionType(args[1], table);
    return type === 'timestamptz' ? 'timestamp' : type === 'timestamp' ? 'timestamptz' : undefined;
  }
  if (ROUNDING.has(name)) {
    const type = args[0] && expressionType(args[0], table);
    return type !== undefined && WHOLE_TYPES.has(type) ? 'float8' : type;
  }
  if (name === 'date_trunc') {
    const type = args[1] && expressionType(args[1], table);
    return type === 'date' ? 'timestamptz' : type;
  }
  return Object.hasOwn(RETURNS, name) ? RETURNS[name] : undefined;
}

function operatorType(
  { operator, left, right }: OperatorExpression,
  table: Table | undefined,
): string | undefined {
  if (!left) return expressionType(right, table);
  const types = [expressionType(left, table), expressionType(right, table)];
  switch (operator) {
    case '->>':
    case '#>>':
      return 'text';
    case '->':
    case '#>':
      return types[0] === 'jsonb' || types[0] === 'json' ? types[0] : undefined;
    case '||':
      return types.includes('text') || types.includes('varchar') ? 'text' : undefined;
    case '+':
    case '-':
      return sumType(types);
    case '*':
    case '/':
    case '%':
      return widestType(types);
    default:
      return undefined;
  }
}

export const WHOLE_TYPES: ReadonlySet<string> = new Set(['int2', 'int4', 'int8']);
export const FLOAT_TYPES: ReadonlySet<string> = new Set(['float4', 'float8']);

/** Numbers are added, and the elements of a list compared, in the widest of their types. */
function widestType(types: readonly (string | undefined)[]): string | undefined {
  const known = types.filter(isKnown);
  return (
    known.find((type) => FLOAT_TYPES.has(type)) ??
    known.find((type) => type === 'numeric') ??
    (known.length === types.length || !known.some((type) => WHOLE_TYPES.has(type)) ? known[0] : undefined)
  );
}

const TIME_TYPES = new Set(['timestamptz', 'timestamp', 'date']);

/** Of numbers, and of times and what is added to them (manual, "Date/Time Operators"). */
function sumType(types: readonly (string | undefined)[]): string | undefined {
  const time = types.find((type) => type !== undefined && TIME_TYPES.has(type));
  if (time === undefined) return widestType(types);
  if (types.includes('interval')) return time === 'date' ? 'timestamp' : time;
  // A difference of times is an interval, of dates a number of days.
  if (types[0] === types[1]) return time === 'date' ? 'int4' : 'interval';
  return types.includes('int4') ? time : undefined;
}
