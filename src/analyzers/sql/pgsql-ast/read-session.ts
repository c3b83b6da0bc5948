import type { SetGlobalStatement, SetGlobalValue, SetTimezone } from 'pgsql-ast-parser';
import type { SetVariable, TransactionControl } from '../model';
import { spanOfTokens, wholeRange } from '../token-text';
import { type AstContext, notRead } from './ast-context';

export function readSetVariable(node: SetGlobalStatement, context: AstContext): SetVariable {
  const { first, last } = wholeRange(context);
  const { variable, set, scope } = node;
  return {
    kind: 'set',
    span: spanOfTokens(context, first, last),
    local: scope === 'local',
    variable: variable.name.toLowerCase(),
    values: set.type === 'default' ? [] : readValues(set),
    reset: set.type === 'default',
  };
}

function readValues(set: SetGlobalValue): readonly string[] {
  switch (set.type) {
    case 'value':
      return [String(set.value)];
    case 'identifier':
      return [set.name];
    case 'list':
      return flatten(set.values).map(readListed);
    case 'default':
      return notRead('DEFAULT among values');
  }
}

/** Each value but the first comes in a pair with the comma before it, which the types do not say. */
function flatten(values: unknown): readonly unknown[] {
  return Array.isArray(values) ? values.flatMap(flatten) : [values].filter((value) => !isComma(value));
}

function isComma(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'comma';
}

function readListed(value: unknown): string {
  if (typeof value !== 'object' || value === null) return notRead('a value of SET');
  const text = 'name' in value ? value.name : 'value' in value ? value.value : undefined;
  return typeof text === 'string' || typeof text === 'number' ? String(text) : notRead('a value of SET');
}

export function readSetTimeZone({ to }: SetTimezone, context: AstContext): SetVariable {
  const { first, last } = wholeRange(context);
  return {
    kind: 'set',
    span: spanOfTokens(context, first, last),
    local: false,
    variable: 'timezone',
    values: to.type === 'value' ? [String(to.value)] : [],
    reset: to.type === 'interval' ? notRead('an interval as time zone') : to.type !== 'value',
  };
}

export function readTransactionControl(
  action: TransactionControl['action'],
  context: AstContext,
): TransactionControl {
  const { first, last } = wholeRange(context);
  return { kind: 'transaction', span: spanOfTokens(context, first, last), action };
}
