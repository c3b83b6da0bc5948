import type { AccessPath, PathOrderKey } from '../query/access-path';
import { isNotNull } from '../indexes/unique-keys';
import type { Table } from '../schema/snapshot';
import type { FragmentEdit, Piece } from '../sources/edit';
import type { Fragment } from '../sources/fragment';
import { tokenize } from '../sql/tokens';
import type { Span } from '../span';

/** What the statement has to be told of the last row read: `$2` its `created_at`. */
export interface LastRowValue {
  readonly column: string;
  readonly parameter: number;
}

export interface PageByKey {
  readonly edits: readonly FragmentEdit[];
  readonly values: readonly LastRowValue[];
}

/**
 * `OFFSET $2` becomes `(created_at, id) < ($2, $3)`. The order must identify a row. `undefined` where the condition cannot be written with
 * numbered parameters, and where NULLs or two directions would leave rows out.
 */
export function pageByKey(path: AccessPath, table: Table, fragment: Fragment): PageByKey | undefined {
  const { order, block } = path;
  const { from, where, orderBy, offset } = block?.clauses ?? {};
  const [first] = order;
  if (!block || !from || !orderBy || !offset || !first || fragment.placeholders !== 'dollar')
    return undefined;
  const isPlain = order.every((key) => isPlainKey(key, table) && key.descending === first.descending);
  const parameters = isPlain ? parametersFor(order.length, offset, fragment.text) : undefined;
  if (!parameters) return undefined;
  const values = order.map(({ subject }, position) => ({
    column: subject.kind === 'column' ? subject.column : '',
    parameter: parameters[position] ?? 0,
  }));
  const condition = conditionOf(order, parameters, first.descending ? '<' : '>');
  const added = where
    ? addToWhere(where, block.where?.kind === 'or', condition, fragment.text)
    : [addWhere(from, orderBy, condition, fragment.text)];
  return { edits: [...added, withoutClause(offset, fragment.text)], values };
}

/** `ORDER BY 2` is no column in WHERE, and no row comes behind NULL. */
function isPlainKey({ subject, key, descending, nullsFirst }: PathOrderKey, table: Table): boolean {
  return (
    subject.kind === 'column' &&
    key.expression.kind === 'column' &&
    key.expression.name === subject.column &&
    descending === nullsFirst &&
    isNotNull(table, subject.column)
  );
}

/** Those that only OFFSET had, then new ones. One that is left without a use would have no type. */
function parametersFor(count: number, offset: Span, text: string): readonly number[] | undefined {
  const used = tokenize(text).filter(({ kind }) => kind === 'parameter');
  const numberOf = ({ start, end }: Span) => Number(text.slice(start + 1, end));
  const isInOffset = ({ start }: Span) => offset.start <= start && start < offset.end;
  const elsewhere = new Set(used.filter((token) => !isInOffset(token)).map(numberOf));
  const freed = [...new Set(used.filter(isInOffset).map(numberOf))].filter(
    (number) => !elsewhere.has(number),
  );
  if (freed.length > count) return undefined;
  const highest = Math.max(0, ...used.map(numberOf));
  const added = Array.from({ length: count - freed.length }, (_, index) => highest + index + 1);
  return [...freed, ...added];
}

function conditionOf(
  order: readonly PathOrderKey[],
  parameters: readonly number[],
  operator: string,
): readonly Piece[] {
  const columns = order.flatMap(({ key }, position): readonly Piece[] =>
    position > 0 ? [', ', key.expression.span] : [key.expression.span],
  );
  const values = parameters.map((number) => `$${number}`).join(', ');
  return order.length > 1
    ? ['(', ...columns, `) ${operator} (${values})`]
    : [...columns, ` ${operator} ${values}`];
}

function addToWhere(
  where: Span,
  isAlternative: boolean,
  condition: readonly Piece[],
  text: string,
): readonly FragmentEdit[] {
  const end = { start: where.end, end: where.end };
  if (!isAlternative) return [{ span: end, pieces: [' AND ', ...condition] }];
  const start = where.start + (/^where\s*/i.exec(text.slice(where.start))?.[0].length ?? 0);
  return [
    { span: { start, end: start }, pieces: ['('] },
    { span: end, pieces: [') AND ', ...condition] },
  ];
}

/** On a line of its own where ORDER BY has one. */
function addWhere(from: Span, orderBy: Span, condition: readonly Piece[], text: string): FragmentEdit {
  const between = text.slice(from.end, orderBy.start);
  return {
    span: { start: from.end, end: from.end },
    pieces: [/^\s+$/.test(between) ? between : ' ', 'WHERE ', ...condition],
  };
}

function withoutClause({ start, end }: Span, text: string): FragmentEdit {
  const before = /\s*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return { span: { start: start - before, end }, pieces: [] };
}
