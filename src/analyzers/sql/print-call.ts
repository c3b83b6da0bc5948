import { quoteIdentifier, quoteQualified } from './identifiers';
import type { CallExpression, Expression } from './model';

/** Functions to their reader and keywords to PostgreSQL: between quotes they would be functions that do not exist. */
const KEYWORD_FUNCTIONS = new Set(['coalesce', 'greatest', 'least', 'nullif']);
const VALUE_FUNCTIONS = new Set(
  `current_catalog current_date current_role current_schema current_time current_timestamp current_user localtime localtimestamp
  session_user user`.split(/\s+/),
);

/** A plain call; `undefined` for an aggregate's or a window's. */
export function printCall(
  call: CallExpression,
  printList: (nodes: readonly Expression[]) => string | undefined,
): string | undefined {
  const { schema, name, args, star, distinct, windowed, filter, orderBy } = call;
  if (star || distinct || windowed || filter || orderBy.length > 0) return undefined;
  const list = args.length === 0 ? '' : printList(args);
  if (list === undefined) return undefined;
  if (schema === undefined) {
    if (KEYWORD_FUNCTIONS.has(name)) return `${name}(${list})`;
    if (VALUE_FUNCTIONS.has(name)) return list === '' ? name : `${name}(${list})`;
    if (name === 'extract') return printExtract(args, printList);
  }
  return `${quoteQualified(schema, name)}(${list})`;
}

function printExtract(
  [field, source]: readonly Expression[],
  printList: (nodes: readonly Expression[]) => string | undefined,
): string | undefined {
  const text = source && printList([source]);
  return field?.kind === 'constant' && text !== undefined
    ? `extract(${quoteIdentifier(field.value)} FROM ${text})`
    : undefined;
}
