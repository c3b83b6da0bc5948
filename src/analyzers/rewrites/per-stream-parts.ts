import type { AccessPath, ArrayCondition, PathOrderKey } from '../query/access-path';
import { uniqueKeyWithin } from '../indexes/unique-keys';
import type { Table } from '../schema/snapshot';
import type { Piece } from '../sources/edit';
import type { Fragment } from '../sources/fragment';
import { quoteIdentifier } from '../sql/identifiers';
import type { ClauseSpans, Expression, SelectNode } from '../sql/model';
import { printType } from '../sql/print-words';
import type { Span } from '../span';
import { isRepeatable } from './repeatable';

/** The pieces of a multi-stream read that its per-stream forms are built from; spans count in the fragment and are copied as written. */
export interface PerStreamParts {
  readonly select: SelectNode;
  readonly clauses: Required<Pick<ClauseSpans, 'from' | 'where' | 'orderBy' | 'limit'>>;
  /** The table as FROM names it, alias included. */
  readonly relation: Span;
  /** What qualifies its columns, quoted. */
  readonly relationName: string;
  readonly condition: ArrayCondition;
  /** The array, cast to the column's type: `$1::text[]`. */
  readonly array: readonly Piece[];
  readonly order: readonly PathOrderKey[];
  /** `undefined` when the order can tie. */
  readonly identity: Identity | undefined;
  /** A name for the wanted stream that no column of the table has. */
  readonly wantedColumn: string;
}

/** Columns of a unique index within the order: they identify a row. */
export interface Identity {
  readonly columns: readonly string[];
  /** It is one column, and no array: `ANY` would look into an array of arrays down to their elements. */
  readonly fitsArray: boolean;
}

export type PartsResult =
  | { readonly kind: 'parts'; readonly parts: PerStreamParts }
  | { readonly kind: 'declined'; readonly reason: Decline };

/** Why the statement is left as it is. */
export type Decline =
  | 'positional-placeholders'
  | 'repeated-expression'
  | 'offset'
  | 'with-ties'
  | 'distinct'
  | 'order-form'
  | 'set-returning'
  | 'clauses';

const SET_RETURNING =
  /^(unnest|generate_series|generate_subscripts|jsonb?_(each|each_text|array_elements|array_elements_text|object_keys|populate_recordset|to_recordset)|regexp_matches|regexp_split_to_table|string_to_table)$/;

export function perStreamParts(
  path: AccessPath,
  condition: ArrayCondition,
  table: Table,
  { fragment, documentText }: { readonly fragment: Fragment; readonly documentText: string },
): PartsResult {
  const select = path.block;
  const { from, where, orderBy, limit } = select?.clauses ?? {};
  if (!select || !from || !where || !orderBy || !limit || path.relation.only) return declined('clauses');
  if (fragment.placeholders === 'positional') return declined('positional-placeholders');
  if (path.offset) return declined('offset');
  if (select.withTies) return declined('with-ties');
  if (select.distinct !== 'none' || select.with.length > 0) return declined('distinct');
  if (!path.order.every(isWrittenAsColumn)) return declined('order-form');
  if (select.targets.some(({ expression }) => callsSetReturning(expression)))
    return declined('set-returning');
  if (!isRepeatable(fragment, documentText, limit)) return declined('repeated-expression');
  const array = arrayPieces(condition, table);
  if (!array) return declined('clauses');
  const columns = path.order.map(({ subject }) => (subject.kind === 'column' ? subject.column : ''));
  return {
    kind: 'parts',
    parts: {
      select,
      clauses: { from, where, orderBy, limit },
      relation: path.relation.span,
      relationName: quoteIdentifier(path.relation.alias ?? path.relation.name.name),
      condition,
      array,
      order: path.order,
      identity: identityWithin(table, columns),
      wantedColumn: freeColumnName(table, condition),
    },
  };
}

function identityWithin(table: Table, ordered: readonly string[]): Identity | undefined {
  const columns = uniqueKeyWithin(table, ordered);
  if (!columns) return undefined;
  const [column] = table.columns.filter(({ name }) => columns.includes(name));
  const isArray = [column?.type, column?.baseType].some((type) => (type?.arrayDimensions ?? 0) > 0);
  return { columns, fitsArray: columns.length === 1 && !isArray };
}

function declined(reason: Decline): PartsResult {
  return { kind: 'declined', reason };
}

/** `ORDER BY 2` and `ORDER BY alias` mean another thing inside a sub-select. */
function isWrittenAsColumn({ subject, key }: PathOrderKey): boolean {
  return (
    subject.kind === 'column' && key.expression.kind === 'column' && key.expression.name === subject.column
  );
}

function callsSetReturning(expression: Expression): boolean {
  return expression.kind === 'call' && SET_RETURNING.test(expression.name);
}

function arrayPieces({ node, subject }: ArrayCondition, table: Table): readonly Piece[] | undefined {
  if (subject.kind !== 'column') return undefined;
  const type = table.columns.find(({ name }) => name === subject.column)?.type;
  if (!type || type.arrayDimensions > 0) return undefined;
  const cast = `::${printType({ ...type, arrayDimensions: 1 })}`;
  if (node.kind === 'in-list') {
    // Rows are no array of the column's type.
    if (node.left.kind === 'row') return undefined;
    const [first] = node.list;
    const last = node.list.at(-1);
    return first && last && ['ARRAY[', { start: first.span.start, end: last.span.end }, `]${cast}`];
  }
  if (node.kind !== 'array-comparison') return undefined;
  const { right } = node;
  if (right.kind === 'cast') return [right.span];
  const isAtom =
    right.kind === 'parameter' ||
    right.kind === 'constant' ||
    right.kind === 'array' ||
    right.kind === 'call';
  return isAtom ? [right.span, cast] : ['(', right.span, `)${cast}`];
}

function freeColumnName(table: Table, { subject }: ArrayCondition): string {
  let name = `wanted_${subject.kind === 'column' ? subject.column : 'key'}`;
  while (table.columns.some((column) => column.name === name)) name += '_';
  return name;
}
