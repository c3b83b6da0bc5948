import { findColumn } from '../schema/column-roles';
import type { Snapshot, Table } from '../schema/snapshot';
import type { Expression, OperatorExpression } from '../sql/model';
import { walkExpression } from '../query/walk-expression';

export interface NonImmutablePart {
  readonly kind: 'function' | 'comparison' | 'cast' | 'subquery';
  readonly node: Expression;
  /** What a person calls it: `now`, `the cast to date`, `the comparison timestamptz >= date`. */
  readonly name: string;
}

/** STABLE or VOLATILE in pg_proc (PostgreSQL 14 to 18), of the functions that people put into index predicates. */
const NOT_IMMUTABLE = new Set([
  'now',
  'current_timestamp',
  'current_date',
  'current_time',
  'localtimestamp',
  'localtime',
  'transaction_timestamp',
  'statement_timestamp',
  'clock_timestamp',
  'timeofday',
  'age',
  'current_setting',
  'current_user',
  'session_user',
  'current_role',
  'user',
  'current_schema',
  'current_catalog',
  'random',
  'gen_random_uuid',
  'uuid_generate_v4',
  'nextval',
  'to_char',
  'to_timestamp',
  'to_date',
  'concat',
  'concat_ws',
  'format',
  'txid_current',
  'pg_current_xact_id',
  'pg_current_snapshot',
]);

/** Only over `timestamptz` they depend on the session's time zone. */
const DEPENDS_ON_TIME_ZONE = new Set(['date_trunc', 'extract', 'date_part', 'to_char', 'date']);

/** The first part of an expression that PostgreSQL would refuse in an index: it needs to mean the same at any time, in any session. */
export function nonImmutablePart(
  expression: Expression,
  table: Table | undefined,
  snapshot: Snapshot,
): NonImmutablePart | undefined {
  let found: NonImmutablePart | undefined;
  walkExpression(expression, (node) => {
    found ??= judge(node, table, snapshot);
  });
  return found;
}

function judge(node: Expression, table: Table | undefined, snapshot: Snapshot): NonImmutablePart | undefined {
  switch (node.kind) {
    case 'subquery':
      return { kind: 'subquery', node, name: 'a sub-select' };
    case 'call':
      return judgeCall(node, table, snapshot);
    case 'cast':
      return judgeCast(node, table);
    case 'operator':
      return judgeComparison(node, table);
    default:
      return undefined;
  }
}

function judgeCall(
  node: Extract<Expression, { kind: 'call' }>,
  table: Table | undefined,
  snapshot: Snapshot,
): NonImmutablePart | undefined {
  const { name } = node;
  const own = snapshot.functions.findLast((declared) => declared.name === name);
  if (own) return own.volatility === 'immutable' ? undefined : { kind: 'function', node, name };
  if (DEPENDS_ON_TIME_ZONE.has(name)) {
    const isZoned = node.args.some((arg) => typeOf(arg, table) === 'timestamptz');
    if (isZoned) return { kind: 'function', node, name };
    if (name !== 'to_char') return undefined;
  }
  return NOT_IMMUTABLE.has(name) ? { kind: 'function', node, name } : undefined;
}

/** A cast between `timestamptz` and a type without a zone reads the session's TimeZone. */
function judgeCast(
  node: Extract<Expression, { kind: 'cast' }>,
  table: Table | undefined,
): NonImmutablePart | undefined {
  const from = typeOf(node.arg, table);
  const zoneless = new Set(['date', 'timestamp', 'time']);
  const to = node.type.name;
  const dependsOnZone =
    (from === 'timestamptz' && (zoneless.has(to) || to === 'text')) ||
    (to === 'timestamptz' && zoneless.has(from ?? ''));
  return dependsOnZone ? { kind: 'cast', node, name: `the cast to ${to}` } : undefined;
}

/** Comparing `timestamptz` with a date or a timestamp converts one of them by the session's TimeZone (42P17, measured on 15 and 18). */
function judgeComparison(node: OperatorExpression, table: Table | undefined): NonImmutablePart | undefined {
  if (!node.left) return undefined;
  const types = [typeOf(node.left, table), typeOf(node.right, table)];
  const mixes = types.includes('timestamptz') && (types.includes('date') || types.includes('timestamp'));
  if (!mixes) return undefined;
  if (/^[<>=]|^<>$/.test(node.operator))
    return {
      kind: 'comparison',
      node,
      name: `the comparison timestamptz ${node.operator} ${types[0] === 'timestamptz' ? (types[1] ?? '') : (types[0] ?? '')}`,
    };
  return undefined;
}

/** The type of an expression where it is plain to see: a column, a cast, a typed literal, a known function. */
function typeOf(node: Expression, table: Table | undefined): string | undefined {
  if (node.kind === 'column') return table && findColumn(table, node.name)?.type.name;
  if (node.kind === 'cast') return node.type.name;
  if (node.kind === 'collate') return typeOf(node.arg, table);
  if (
    node.kind === 'call' &&
    /^(now|current_timestamp|clock_timestamp|transaction_timestamp|statement_timestamp)$/.test(node.name)
  )
    return 'timestamptz';
  if (node.kind === 'call' && node.name === 'current_date') return 'date';
  if (node.kind === 'call' && node.name === 'timezone') {
    const arg = node.args[1] && typeOf(node.args[1], table);
    return arg === 'timestamptz' ? 'timestamp' : arg === 'timestamp' ? 'timestamptz' : undefined;
  }
  return undefined;
}
