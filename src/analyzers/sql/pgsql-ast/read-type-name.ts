import type { DataTypeDef } from 'pgsql-ast-parser';
import type { TypeName } from '../model';

/** SQL's words for types and the names that the catalogue has (gram.y, `SimpleTypename`). */
const CATALOGUE_NAMES: Readonly<Record<string, string>> = {
  bigint: 'int8',
  bit: 'bit',
  'bit varying': 'varbit',
  boolean: 'bool',
  char: 'bpchar',
  character: 'bpchar',
  'character varying': 'varchar',
  dec: 'numeric',
  decimal: 'numeric',
  'double precision': 'float8',
  float: 'float8',
  int: 'int4',
  integer: 'int4',
  nchar: 'bpchar',
  real: 'float4',
  smallint: 'int2',
  'time with time zone': 'timetz',
  'time without time zone': 'time',
  'timestamp with time zone': 'timestamptz',
  'timestamp without time zone': 'timestamp',
};

export function readTypeName(type: DataTypeDef): TypeName {
  if (type.kind === 'array') {
    const element = readTypeName(type.arrayOf);
    return { ...element, arrayDimensions: element.arrayDimensions + 1 };
  }
  const { name, schema, doubleQuoted } = type;
  const catalogueName =
    doubleQuoted === true || schema !== undefined ? undefined : CATALOGUE_NAMES[name.toLowerCase()];
  return {
    ...(schema !== undefined && schema !== 'pg_catalog' && { schema }),
    name: catalogueName ?? name,
    arrayDimensions: 0,
  };
}

/** What stands in parentheses behind the type. CHAR and BIT alone are of length one. */
export function readTypeModifiers(type: DataTypeDef): readonly string[] | undefined {
  if (type.kind === 'array') return readTypeModifiers(type.arrayOf);
  if (type.config && type.config.length > 0) return type.config.map(String);
  const isOneLong = type.doubleQuoted !== true && /^(?:char|character|nchar|bit)$/i.test(type.name);
  return isOneLong ? ['1'] : undefined;
}
