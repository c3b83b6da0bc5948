import { nameSpan, placeNames, readObjectLayout } from '../ddl-layout';
import type { AlterFunction, CreateFunction, FunctionParameter, InlinableFunction } from '../model';
import { spanOfTokens, wordAt } from '../token-text';
import { type ReadContext, readNameList } from './read-context';
import { readExpressionAt } from './read-expression';
import { readOptionValue } from './read-options';
import { readTypeName } from './read-type-name';
import { bodiesAt, type Fields, fieldsAt, flagAt, namesAt, nodeAt, textAt } from './tree';

export function readCreateFunction(fields: Fields, context: ReadContext): CreateFunction {
  const { first, last } = context.range;
  const token = first + (flagAt(fields, 'replace') ? 4 : 2);
  const written = optionValue(fields, 'options', 'language');
  // A body that is no string is in SQL.
  const language = written ?? (nodeAt(fields, 'sql_body') && 'sql');
  const inlinable = language === 'sql' ? readInlinable(fields, context) : undefined;
  return {
    kind: 'create-function',
    span: spanOfTokens(context, first, last),
    name: { ...readNameList(fields, 'funcname'), span: nameSpan(context, token) },
    replace: flagAt(fields, 'replace'),
    volatility: readVolatility(fields, 'options') ?? 'volatile',
    ...(language !== undefined && { language }),
    inputs: inputsOf(fields).map((parameter) => readTypeName(fieldsAt(parameter, 'argType') ?? {})),
    ...(inlinable && { inlinable }),
  };
}

/** `undefined` when it says nothing that matters to queries. */
export function readAlterFunction(fields: Fields, context: ReadContext): AlterFunction | undefined {
  const { first, last } = context.range;
  const volatility = readVolatility(fields, 'actions');
  const closed = isClosed(fields, 'actions');
  const name = readNameList(fieldsAt(fields, 'func') ?? {}, 'objname');
  const [placed] = placeNames(context, readObjectLayout(context, first), [name]);
  if ((volatility === undefined && !closed) || !placed) return undefined;
  return {
    kind: 'alter-function',
    span: spanOfTokens(context, first, last),
    name: placed,
    ...(volatility !== undefined && { volatility }),
    closed,
  };
}

function readVolatility(fields: Fields, field: string): CreateFunction['volatility'] | undefined {
  const word = optionValue(fields, field, 'volatility');
  return word === 'immutable' || word === 'stable' || word === 'volatile' ? word : undefined;
}

function optionValue(fields: Fields, field: string, name: string): string | undefined {
  const found = option(fields, field, name);
  return found && readOptionValue(found);
}

function option(fields: Fields, field: string, name: string): Fields | undefined {
  return bodiesAt(fields, field, 'DefElem').find((element) => textAt(element, 'defname') === name);
}

/** STRICT, SECURITY DEFINER, SET: it runs as it is. */
function isClosed(fields: Fields, field: string): boolean {
  const isTrue = (name: string): boolean =>
    flagAt(nodeAt(option(fields, field, name) ?? {}, 'arg')?.fields ?? {}, 'boolval');
  return isTrue('strict') || isTrue('security') || option(fields, field, 'set') !== undefined;
}

const INPUTS = new Set(['FUNC_PARAM_DEFAULT', 'FUNC_PARAM_IN', 'FUNC_PARAM_INOUT', 'FUNC_PARAM_VARIADIC']);
const OUTPUTS = new Set(['FUNC_PARAM_OUT', 'FUNC_PARAM_INOUT', 'FUNC_PARAM_TABLE']);

function parametersIn(fields: Fields, modes: ReadonlySet<string>): readonly Fields[] {
  return bodiesAt(fields, 'parameters', 'FunctionParameter').filter((parameter) =>
    modes.has(textAt(parameter, 'mode') ?? ''),
  );
}

function inputsOf(fields: Fields): readonly Fields[] {
  return parametersIn(fields, INPUTS);
}

function readInlinable(fields: Fields, context: ReadContext): InlinableFunction | undefined {
  const returned = fieldsAt(fields, 'returnType');
  const body = readBody(fields, context);
  if (!returned || !flagAt(returned, 'setof') || body === undefined) return undefined;
  if (isClosed(fields, 'options') || parametersIn(fields, VARIADIC).length > 0) return undefined;
  return {
    parameters: inputsOf(fields).map((parameter) => readParameter(parameter, context)),
    columns: parametersIn(fields, OUTPUTS).map((parameter) => textAt(parameter, 'name') ?? ''),
    rowType: readTypeName(returned),
    body,
  };
}

const VARIADIC = new Set(['FUNC_PARAM_VARIADIC']);

function readParameter(parameter: Fields, context: ReadContext): FunctionParameter {
  const name = textAt(parameter, 'name');
  const fallback = readExpressionAt(parameter, 'defexpr', context);
  return {
    ...(name !== undefined && { name }),
    type: readTypeName(fieldsAt(parameter, 'argType') ?? {}),
    ...(fallback && { default: fallback }),
  };
}

/** Of `AS 'SELECT …'`, `BEGIN ATOMIC SELECT …; END` or `RETURN …`. */
function readBody(fields: Fields, context: ReadContext): string | undefined {
  const text = option(fields, 'options', 'as');
  if (text) return namesAt(nodeAt(text, 'arg')?.fields ?? {}, 'items')[0];
  const { words, tokens, range } = context;
  const isReturn = nodeAt(fields, 'sql_body')?.type === 'ReturnStmt';
  const before = isReturn ? words.lastIndexOf('return') : words.indexOf('atomic');
  const from = tokens[before]?.end;
  if (before < 0 || from === undefined) return undefined;
  const last = isReturn ? range.last : lastEnd(context);
  const written = context.parsed.slice(from, isReturn ? tokens[last]?.end : tokens[last]?.start);
  return isReturn ? `SELECT ${written}` : written;
}

function lastEnd(context: ReadContext): number {
  let last = context.range.last;
  while (last > 0 && wordAt(context, last) !== 'end') last--;
  return last;
}
