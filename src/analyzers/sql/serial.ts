import type { Span } from '../span';
import type { Expression, TypeName } from './model';
import { makeObjectName } from './object-name';

const INTEGERS: Readonly<Record<string, string>> = {
  smallserial: 'int2',
  serial2: 'int2',
  serial: 'int4',
  serial4: 'int4',
  bigserial: 'int8',
  serial8: 'int8',
};

/** The type that a column of a serial type has; `undefined` for every other type (manual, "Serial Types"). */
export function serialInteger({ name, schema, arrayDimensions }: TypeName): TypeName | undefined {
  const integer = schema === undefined && arrayDimensions === 0 ? INTEGERS[name] : undefined;
  return integer === undefined ? undefined : { name: integer, arrayDimensions: 0 };
}

/** `nextval('table_column_seq')`, which stands nowhere: its span is that of the type. */
export function defaultOfSerial(table: string, column: string, span: Span): Expression {
  const sequence = makeObjectName(table, column, 'seq');
  return {
    kind: 'call',
    name: 'nextval',
    args: [{ kind: 'constant', type: 'string', value: sequence, span }],
    star: false,
    distinct: false,
    windowed: false,
    orderBy: [],
    span,
  };
}
