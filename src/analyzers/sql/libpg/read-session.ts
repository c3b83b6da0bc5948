import type { AlterSetting, SetVariable, TransactionControl } from '../model';
import { spanOfTokens } from '../token-text';
import type { ReadContext } from './read-context';
import { bodiesAt, type Fields, fieldsAt, flagAt, integerAt, textAt } from './tree';

export function readSetVariable(fields: Fields, context: ReadContext): SetVariable {
  const { first, last } = context.range;
  return {
    kind: 'set',
    span: spanOfTokens(context, first, last),
    local: flagAt(fields, 'is_local'),
    ...readSetting(fields),
  };
}

export function readAlterSetting(of: AlterSetting['of'], fields: Fields, context: ReadContext): AlterSetting {
  const { first, last } = context.range;
  return {
    kind: 'alter-setting',
    span: spanOfTokens(context, first, last),
    of,
    ...readSetting(fieldsAt(fields, 'setstmt') ?? {}),
  };
}

function readSetting(fields: Fields): Pick<SetVariable, 'variable' | 'values' | 'reset'> {
  const kind = textAt(fields, 'kind') ?? '';
  return {
    variable: kind === 'VAR_RESET_ALL' ? 'all' : (textAt(fields, 'name') ?? '').toLowerCase(),
    values: bodiesAt(fields, 'args', 'A_Const').map(readValue),
    reset: kind !== 'VAR_SET_VALUE' && kind !== 'VAR_SET_MULTI' && kind !== 'VAR_SET_CURRENT',
  };
}

function readValue(constant: Fields): string {
  const integer = fieldsAt(constant, 'ival');
  if (integer) return String(integerAt(integer, 'ival'));
  const text = fieldsAt(constant, 'sval') ?? fieldsAt(constant, 'fval') ?? {};
  return textAt(text, 'sval') ?? textAt(text, 'fval') ?? '';
}

const ACTIONS: Readonly<Record<string, TransactionControl['action']>> = {
  BEGIN: 'begin',
  START: 'begin',
  COMMIT: 'commit',
  ROLLBACK: 'rollback',
  SAVEPOINT: 'savepoint',
  ROLLBACK_TO: 'rollback to',
};

export function readTransactionControl(fields: Fields, context: ReadContext): TransactionControl {
  const { first, last } = context.range;
  const kind = (textAt(fields, 'kind') ?? '').replace(/^TRANS_STMT_/, '');
  const savepoint = textAt(fields, 'savepoint_name');
  return {
    kind: 'transaction',
    span: spanOfTokens(context, first, last),
    action: ACTIONS[kind] ?? 'other',
    ...(savepoint !== undefined && { savepoint }),
  };
}
