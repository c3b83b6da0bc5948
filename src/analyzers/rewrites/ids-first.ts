import type { FragmentEdit, Piece } from '../sources/edit';
import type { Fragment } from '../sources/fragment';
import { quoteIdentifier } from '../sql/identifiers';
import type { Span } from '../span';
import { layOut, type Line, line, qualifyStars } from './layout';
import type { Identity, PerStreamParts } from './per-stream-parts';

/**
 * Reads the ids of each wanted stream in order, keeps the first LIMIT of them, then fetches those rows.
 * For a page of 100 of ten recent streams it reads a hundredth (14) to a 750th (18) of the plain form's blocks (docs/rules/unordered-stream-index.md).
 * Needs an order that identifies a row; DISTINCT keeps repeated ids from repeating rows.
 */
export function rewriteIdsFirst(
  parts: PerStreamParts,
  identity: Identity,
  fragment: Fragment,
): readonly FragmentEdit[] {
  const { clauses, select, relationName } = parts;
  const replaced = { start: clauses.from.start, end: Math.max(clauses.limit.end, clauses.orderBy.end) };
  if (identity.fitsArray) return [layOut(fetchByArray(parts, identity), fragment, replaced)];
  return [...qualifyStars(select, relationName), layOut(fetchByJoin(parts, identity), fragment, replaced)];
}

/** One search of the index for all ids, which from PostgreSQL 17 on reads each of its pages once. A join searches for each id anew. */
function fetchByArray(parts: PerStreamParts, { columns }: Identity): readonly Line[] {
  const { clauses, relation } = parts;
  return [
    line(0, 'FROM ', relation),
    line(0, `WHERE ${columns.map(quoteIdentifier).join(', ')} = ANY (ARRAY(`),
    ...idsOfPage(parts, columns),
    line(0, '))'),
    line(0, clauses.orderBy),
  ];
}

function fetchByJoin(parts: PerStreamParts, { columns }: Identity): readonly Line[] {
  const { clauses, relation } = parts;
  const [page] = freeNames(parts, ['page']);
  return [
    line(0, 'FROM ('),
    ...idsOfPage(parts, columns),
    line(0, `) AS ${page}`),
    line(0, 'JOIN ', relation, ` USING (${columns.map(quoteIdentifier).join(', ')})`),
    line(0, clauses.orderBy),
  ];
}

function idsOfPage(parts: PerStreamParts, identity: readonly string[]): readonly Line[] {
  const { clauses, relation } = parts;
  const [wanted, perStream] = freeNames(parts, ['wanted', 'per_stream']);
  const key = identity.map(quoteIdentifier);
  const inner = parts.order.map(({ subject }) =>
    subject.kind === 'column' ? quoteIdentifier(subject.column) : '',
  );
  return [
    line(1, `SELECT ${key.map((column) => `${perStream}.${column}`).join(', ')}`),
    line(1, ...wantedStreams(parts, wanted)),
    line(1, 'CROSS JOIN LATERAL ('),
    line(2, `SELECT ${[...new Set([...key, ...inner])].join(', ')}`),
    line(2, 'FROM ', relation),
    line(2, ...whereForOne(parts, wanted)),
    line(2, clauses.orderBy),
    line(2, clauses.limit),
    line(1, `) AS ${perStream}`),
    line(1, 'ORDER BY ', ...orderOf(parts, perStream)),
    line(1, clauses.limit),
  ];
}

/** `FROM (SELECT DISTINCT unnest($1::text[]) AS wanted_stream_id) AS wanted` */
export function wantedStreams(parts: PerStreamParts, wanted: string): readonly Piece[] {
  return [
    'FROM (SELECT DISTINCT unnest(',
    ...parts.array,
    `) AS ${quoteIdentifier(parts.wantedColumn)}) AS ${wanted}`,
  ];
}

/** The user's WHERE with the array condition turned into an equality with the wanted stream. */
export function whereForOne(
  { clauses, condition, wantedColumn }: PerStreamParts,
  wanted: string,
): readonly Piece[] {
  return [
    { start: clauses.where.start, end: condition.span.start },
    condition.subject.span,
    ` = ${wanted}.${quoteIdentifier(wantedColumn)}`,
    { start: condition.span.end, end: clauses.where.end },
  ].filter((piece) => typeof piece === 'string' || piece.end > piece.start);
}

function orderOf({ order }: PerStreamParts, qualifier: string): readonly Piece[] {
  return order.flatMap(({ subject, key }, position): readonly Piece[] => {
    const column = subject.kind === 'column' ? quoteIdentifier(subject.column) : '';
    const direction: Span = { start: key.expression.span.end, end: key.span.end };
    return [
      `${position > 0 ? ', ' : ''}${qualifier}.${column}`,
      ...(direction.end > direction.start ? [direction] : []),
    ];
  });
}

/** Aliases that differ from the user's own. */
export function freeNames<const Names extends readonly string[]>(parts: PerStreamParts, names: Names): Names {
  return names.map((name) => (parts.relationName === name ? `${name}_1` : name)) as unknown as Names;
}
