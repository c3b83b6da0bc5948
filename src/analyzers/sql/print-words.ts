import { quoteIdentifier, quoteQualified } from './identifiers';
import type { TypeName } from './model';

const BUILT_IN_TYPE =
  /^(?:int[248]|text|varchar|bpchar|uuid|numeric|bool|timestamp|timestamptz|date|bytea|float[48]|interval|time|timetz|json|jsonb)$/;

/** The type as SQL writes it; catalogue names such as `int8` are valid there. */
export function printType(type: TypeName): string {
  return typeName(type) + '[]'.repeat(type.arrayDimensions);
}

/** The type of a cast; `undefined` for an interval of certain fields, whose modifiers are no SQL. */
export function printCastType(type: TypeName, modifiers: readonly string[] | undefined): string | undefined {
  if (!modifiers) return printType(type);
  if (type.name === 'interval') return undefined;
  return `${typeName(type)}(${modifiers.join(', ')})${'[]'.repeat(type.arrayDimensions)}`;
}

function typeName({ schema, name }: TypeName): string {
  return schema === undefined && BUILT_IN_TYPE.test(name) ? name : quoteQualified(schema, name);
}

const NAMES: Readonly<Record<string, string>> = {
  '~~': 'LIKE',
  '!~~': 'NOT LIKE',
  '~~*': 'ILIKE',
  '!~~*': 'NOT ILIKE',
  'is distinct from': 'IS DISTINCT FROM',
  'is not distinct from': 'IS NOT DISTINCT FROM',
};

export function printOperator(operator: string): string {
  const dot = operator.lastIndexOf('.');
  return dot > 0
    ? `OPERATOR(${quoteIdentifier(operator.slice(0, dot))}${operator.slice(dot)})`
    : (NAMES[operator] ?? operator);
}
