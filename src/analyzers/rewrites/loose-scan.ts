import type { FragmentEdit, Piece } from '../sources/edit';
import type { Fragment } from '../sources/fragment';
import { quoteIdentifier } from '../sql/identifiers';
import type { ColumnExpression, OrderKey, SelectNode } from '../sql/model';
import type { Span } from '../span';
import { layOut, line, type Line, qualifyStars } from './layout';

/** `SELECT DISTINCT ON (stream) … FROM events ORDER BY stream, version DESC`, spans of the fragment. */
export interface LatestRows {
  readonly select: SelectNode;
  /** The table as FROM names it, alias included. */
  readonly relation: Span;
  /** What qualifies its columns, quoted. */
  readonly relationName: string;
  readonly stream: ColumnExpression;
  readonly order: readonly [OrderKey, OrderKey, ...OrderKey[]];
  /** A name that no column of the table has. */
  readonly wantedColumn: string;
}

/**
 * Steps from each stream to the next by the index and reads one row of each: as many look-ups as there are streams, instead of all rows.
 * The column must be NOT NULL. Its name stands for the next stream's, so it may come in any case and quoting.
 */
export function rewriteLooseScan(rows: LatestRows, fragment: Fragment): readonly FragmentEdit[] | undefined {
  const { select, relation, relationName, stream, order, wantedColumn } = rows;
  const { targets, orderBy } = select.clauses;
  if (!targets || !orderBy || select.with.length > 0 || !mayBeginWith(select, fragment.text))
    return undefined;
  const [first, second] = order;
  const column = quoteIdentifier(stream.name);
  const wanted = quoteIdentifier(wantedColumn);
  const heads = freeName(relation, fragment);
  const lines = [
    ...stepThrough({ heads, wanted, column, relation }),
    line(0, 'SELECT ', ...targetPieces(select, targets, relationName)),
    line(0, `FROM ${heads}`),
    line(0, 'CROSS JOIN LATERAL ('),
    line(1, 'SELECT *'),
    line(1, 'FROM ', relation),
    line(1, `WHERE ${column} = ${heads}.${wanted}`),
    line(1, 'ORDER BY ', { start: second.span.start, end: orderBy.end }),
    line(1, 'LIMIT 1'),
    line(0, `) AS ${relationName}`),
    line(0, 'ORDER BY ', first.span),
  ];
  return [layOut(lines, fragment, { start: select.span.start, end: orderBy.end })];
}

/** `SELECT DISTINCT stream FROM events`, sorted by it or not at all. */
export function rewriteDistinct(
  select: SelectNode,
  relation: Span,
  stream: ColumnExpression,
  fragment: Fragment,
): readonly FragmentEdit[] | undefined {
  if (select.with.length > 0 || !mayBeginWith(select, fragment.text)) return undefined;
  const column = quoteIdentifier(stream.name);
  const heads = freeName(relation, fragment);
  const names = { heads, wanted: column, column, relation };
  const lines = [
    ...stepThrough(names),
    line(0, `SELECT ${column}`),
    line(0, `FROM ${heads}`),
    line(0, `WHERE ${column} IS NOT NULL`),
    ...(select.orderBy.length > 0 ? [line(0, `ORDER BY ${column}`)] : []),
  ];
  return [layOut(lines, fragment, select.span)];
}

/** A common table hides the table of its name. */
function freeName({ start, end }: Span, { text }: Fragment): string {
  return /\bheads\b/i.test(text.slice(start, end)) ? 'stream_heads' : 'heads';
}

interface StepNames {
  readonly heads: string;
  readonly wanted: string;
  readonly column: string;
  readonly relation: Span;
}

/** From the first stream to the next larger one, until there is none. */
function stepThrough({ heads, wanted, column, relation }: StepNames): readonly Line[] {
  return [
    line(0, `WITH RECURSIVE ${heads} (${wanted}) AS (`),
    line(1, `(SELECT ${column} FROM `, relation, ` ORDER BY ${column} LIMIT 1)`),
    line(1, 'UNION ALL'),
    line(
      1,
      `SELECT (SELECT ${column} FROM `,
      relation,
      ` WHERE ${column} > ${heads}.${wanted} ORDER BY ${column} LIMIT 1)`,
    ),
    line(1, `FROM ${heads}`),
    line(1, `WHERE ${heads}.${wanted} IS NOT NULL`),
    line(0, ')'),
  ];
}

/** The targets as they are written, bare stars qualified. */
function targetPieces(select: SelectNode, targets: Span, relationName: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = targets.start;
  for (const { span, pieces: star } of qualifyStars(select, relationName)) {
    pieces.push({ start: from, end: span.start }, ...star);
    from = span.end;
  }
  return [...pieces, { start: from, end: targets.end }].filter(
    (piece) => typeof piece === 'string' || piece.end > piece.start,
  );
}

/** WITH may stand at the head of a statement and inside parentheses. */
function mayBeginWith({ span }: SelectNode, text: string): boolean {
  return /(?:^|\()\s*$/.test(text.slice(0, span.start));
}
