import { holdsHole } from '../sources/fragment';
import type { Expression, TypeName } from '../sql/model';
import type { Value } from './access-path';
import { someExpression } from './walk-expression';

/** Functions that give one value for the whole execution, so that an index can be searched with it (manual, "Function Volatility Categories"). */
const STABLE_FUNCTIONS = new Set([
  'now',
  'current_timestamp',
  'current_date',
  'current_time',
  'localtimestamp',
  'localtime',
  'transaction_timestamp',
  'statement_timestamp',
  'current_setting',
  'current_user',
  'session_user',
]);

/** Volatile: a new value for every row, so no index condition. */
const VOLATILE_FUNCTIONS = new Set([
  'random',
  'clock_timestamp',
  'timeofday',
  'gen_random_uuid',
  'uuid_generate_v4',
  'nextval',
  'setval',
]);

/** What the other side of a comparison is, when it reads no column of the relation itself. */
export function classifyValue(expression: Expression): Value {
  const bare = withoutCasts(expression);
  if (bare.kind === 'parameter') return { kind: 'parameter', expression };
  if (bare.kind === 'constant') {
    if (bare.type === 'null') return { kind: 'null' };
    if (holdsHole(bare.value)) return { kind: 'parameter', expression };
    return { kind: 'literal', value: bare.value, type: bare.type, expression };
  }
  if (someExpression(expression, (node) => node.kind === 'column')) return { kind: 'join', expression };
  if (someExpression(expression, isVolatileCall)) return { kind: 'unknown', expression };
  if (someExpression(expression, (node) => node.kind === 'parameter'))
    return { kind: 'parameter', expression };
  if (someExpression(expression, (node) => node.kind === 'subquery'))
    return { kind: 'parameter', expression };
  if (someExpression(expression, isStableCall)) return { kind: 'stable', expression };
  return { kind: 'unknown', expression };
}

/** The array side of `= ANY(…)`, or the elements of an IN list. */
export function classifyElements(elements: readonly Expression[], whole: Expression): Value {
  const values: string[] = [];
  for (const element of elements) {
    const bare = withoutCasts(element);
    if (bare.kind !== 'constant' || bare.type === 'null' || holdsHole(bare.value))
      return { kind: 'list', count: elements.length, expression: whole };
    values.push(bare.value);
  }
  return { kind: 'literals', values, expression: whole };
}

export function classifyArray(expression: Expression): Value {
  const bare = withoutCasts(expression);
  if (bare.kind === 'array') return classifyElements(bare.elements, expression);
  if (bare.kind === 'constant' && bare.type === 'string') {
    const values = holdsHole(bare.value) ? undefined : parseSimpleArrayLiteral(bare.value);
    return values ? { kind: 'literals', values, expression } : { kind: 'list', expression };
  }
  const value = classifyValue(expression);
  return value.kind === 'parameter' || value.kind === 'stable' ? { kind: 'list', expression } : value;
}

/** `{a,"b c",3}` without nesting; `undefined` for anything else (manual, "Array Input and Output Syntax"). */
function parseSimpleArrayLiteral(text: string): readonly string[] | undefined {
  const body = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1];
  if (body === undefined || /[{}\\]/.test(body)) return undefined;
  if (body.trim() === '') return [];
  const element = /\s*(?:"([^"]*)"|([^",]*))\s*(?:,|$)/y;
  const values: string[] = [];
  while (element.lastIndex < body.length) {
    const match = element.exec(body);
    if (!match) return undefined;
    values.push(match[1] ?? (match[2] ?? '').trim());
  }
  return values;
}

export function withoutCasts(expression: Expression): Expression {
  let bare = expression;
  while (bare.kind === 'cast' || bare.kind === 'collate') bare = bare.arg;
  return bare;
}

const TEXT_TYPES = new Set(['text', 'varchar']);

/** A cast that changes no bit and that PostgreSQL looks through: an index on the column still serves (varchar to text). */
export function isRelabelling(from: TypeName | undefined, to: TypeName): boolean {
  if (from?.arrayDimensions !== to.arrayDimensions || from.schema !== to.schema) return false;
  // Of arrays PostgreSQL casts every element.
  const areTexts = from.arrayDimensions === 0 && TEXT_TYPES.has(from.name) && TEXT_TYPES.has(to.name);
  return from.name === to.name || areTexts;
}

export function isVolatileCall(node: Expression): boolean {
  return node.kind === 'call' && VOLATILE_FUNCTIONS.has(node.name);
}

export function isStableCall(node: Expression): boolean {
  return node.kind === 'call' && STABLE_FUNCTIONS.has(node.name);
}
