import { walkExpression } from '../query/walk-expression';
import type { Snapshot, Table } from '../schema/snapshot';
import type { CallExpression, CastExpression, Expression, OperatorExpression } from '../sql/model';
import { expressionType } from '../query/expression-type';

export interface NonImmutablePart {
  readonly kind: 'function' | 'comparison' | 'cast' | 'subquery';
  readonly node: Expression;
  /** What a person calls it: `now`, `the cast to date`, `the comparison timestamptz >= date`. */
  readonly name: string;
}

/**
 * The part of an expression that PostgreSQL would refuse in an index: it needs to mean the same at any time, in any session. Of several the
 * first that follows the clock by itself, rather than a comparison with it.
 */
export function nonImmutablePart(
  expression: Expression,
  table: Table | undefined,
  snapshot: Snapshot,
): NonImmutablePart | undefined {
  const parts: NonImmutablePart[] = [];
  walkExpression(expression, (node) => {
    const part = judge(node, table, snapshot);
    if (part) parts.push(part);
  });
  return parts.find(({ node }) => node.kind === 'call' || node.kind === 'subquery') ?? parts[0];
}

function judge(node: Expression, table: Table | undefined, snapshot: Snapshot): NonImmutablePart | undefined {
  switch (node.kind) {
    case 'subquery':
      return { kind: 'subquery', node, name: 'a sub-select' };
    case 'call':
      return isImmutableCall(node, table, snapshot) ? undefined : { kind: 'function', node, name: node.name };
    case 'cast':
      return judgeCast(node, table);
    case 'operator':
      return judgeOperator(node, table);
    case 'between':
      return judgeComparison(node, '>=', node.arg, [node.low, node.high], table);
    case 'in-list':
      return judgeComparison(node, '=', node.left, node.list, table);
    case 'array-comparison':
      return judgeComparison(node, node.operator, node.left, [node.right], table);
    default:
      return undefined;
  }
}

/** STABLE or VOLATILE in pg_proc (PostgreSQL 14 to 18), whatever their arguments are. */
const NOT_IMMUTABLE = new Set(
  `array_to_json array_to_string clock_timestamp concat concat_ws convert_from convert_to current_catalog current_database current_date
  current_role current_schema current_schemas current_setting current_time current_timestamp current_user currval format gen_random_uuid
  inet_client_addr json_build_array json_build_object jsonb_build_array jsonb_build_object lastval localtime localtimestamp
  make_timestamptz nextval now pg_backend_pid pg_current_snapshot pg_current_xact_id pg_typeof random row_to_json session_user setval
  statement_timestamp timeofday to_char to_date to_json to_jsonb to_number transaction_timestamp txid_current user uuid_generate_v4
  uuidv4 uuidv7 version`.split(/\s+/),
);

/** Without the configuration as first argument they take that of the session. */
const TEXT_SEARCH = new Set([
  'to_tsvector',
  'to_tsquery',
  'plainto_tsquery',
  'phraseto_tsquery',
  'websearch_to_tsquery',
]);

function isImmutableCall(node: CallExpression, table: Table | undefined, snapshot: Snapshot): boolean {
  const { name, schema, args } = node;
  const own = snapshot.functions.filter(
    (declared) => declared.name === name && (schema === undefined || schema === declared.schema),
  );
  if (own.length > 0) return own.some(isTakenAsImmutable);
  const types = args.map((arg) => expressionType(arg, table));
  switch (name) {
    case 'age':
      // With one argument it starts from today.
      return args.length > 1;
    case 'to_timestamp':
      return args.length === 1;
    case 'date_trunc':
      // With a time zone it is immutable from 18 on.
      return args.length > 2 || !(types[1] === 'timestamptz' || types[1] === 'date');
    case 'extract':
    case 'date_part':
    case 'date':
      return !types.includes('timestamptz');
    default:
      return !NOT_IMMUTABLE.has(name) && !(TEXT_SEARCH.has(name) && args.length === 1);
  }
}

/** PostgreSQL judges the body of a simple SQL function in the place of its call. */
function isTakenAsImmutable({ volatility, language }: Snapshot['functions'][number]): boolean {
  return volatility === 'immutable' || language === 'sql';
}

const ZONELESS = new Set(['date', 'timestamp', 'time']);
const TEXTS = new Set(['text', 'varchar', 'bpchar']);
/** Their input reads the session's settings: TimeZone, DateStyle, IntervalStyle, the search path. */
const READ_BY_SETTING = new Set(
  `date timestamp timestamptz time timetz interval money regclass regtype regproc regprocedure regnamespace`.split(
    ' ',
  ),
);
const WRITTEN_BY_SETTING = new Set(['date', 'timestamp', 'timestamptz', 'interval']);

function judgeCast(node: CastExpression, table: Table | undefined): NonImmutablePart | undefined {
  const from = expressionType(node.arg, table);
  const to = node.type.name + '[]'.repeat(node.type.arrayDimensions);
  if (from === undefined || node.arg.kind === 'constant') return undefined;
  const dependsOnZone =
    (from === 'timestamptz' && ZONELESS.has(to)) || (to === 'timestamptz' && ZONELESS.has(from));
  if (dependsOnZone) return { kind: 'cast', node, name: `the cast to ${to}` };
  const isRead = TEXTS.has(from) && (READ_BY_SETTING.has(to) || to.endsWith('[]'));
  const isWritten = TEXTS.has(to) && (WRITTEN_BY_SETTING.has(from) || from.endsWith('[]'));
  return isRead || isWritten ? { kind: 'function', node, name: `the cast to ${to}` } : undefined;
}

function judgeOperator(node: OperatorExpression, table: Table | undefined): NonImmutablePart | undefined {
  const { operator, left, right } = node;
  if (!left) return undefined;
  if (operator !== '+' && operator !== '-') return judgeComparison(node, operator, left, [right], table);
  const types = [expressionType(left, table), expressionType(right, table)];
  const isZoned =
    types.includes('timestamptz') && (types.includes('interval') || types.includes('timestamp'));
  // A day is not always 24 hours.
  return isZoned ? { kind: 'comparison', node, name: types.join(` ${operator} `) } : undefined;
}

/** Comparing `timestamptz` with a date or a timestamp converts one of them by the session's TimeZone (42P17, measured on 15 and 18). */
function judgeComparison(
  node: Expression,
  operator: string,
  left: Expression,
  others: readonly Expression[],
  table: Table | undefined,
): NonImmutablePart | undefined {
  if (!/^(?:[<>]=?|=|<>)$/.test(operator)) return undefined;
  const type = expressionType(left, table);
  for (const other of others) {
    const types = [type, expressionType(other, table)?.replace(/\[\]$/, '')];
    const plain = types.find((candidate) => candidate === 'date' || candidate === 'timestamp');
    if (plain !== undefined && types.includes('timestamptz'))
      return { kind: 'comparison', node, name: `the comparison timestamptz ${operator} ${plain}` };
  }
  return undefined;
}
