import { bodiesAt, type Fields, fieldsAt, integerAt, nameOf, namesAt, nodeAt, textAt } from './tree';

/** The options in WITH (…) and SET (…), by their names; one without a value means `true`. */
export function readOptions(fields: Fields, field: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    bodiesAt(fields, field, 'DefElem').map((element) => [optionName(element), readOptionValue(element)]),
  );
}

function optionName(element: Fields): string {
  const namespace = textAt(element, 'defnamespace');
  const name = textAt(element, 'defname') ?? '';
  return namespace === undefined ? name : `${namespace}.${name}`;
}

/** Words such as `off` come as names of types. */
export function readOptionValue(element: Fields): string {
  const arg = nodeAt(element, 'arg');
  if (!arg) return 'true';
  switch (arg.type) {
    case 'Integer':
      return String(integerAt(arg.fields, 'ival'));
    case 'Float':
      return textAt(arg.fields, 'fval') ?? '';
    case 'TypeName':
      return namesAt(arg.fields, 'names').at(-1) ?? '';
    default:
      return nameOf(arg) ?? textAt(fieldsAt(arg.fields, 'sval') ?? {}, 'sval') ?? '';
  }
}
