import type { ColumnChain, Source } from './query-sources';
import type { QueryPiece } from './query-pieces';

/** A part of a condition or a key of a plan. */
export interface PlanPiece {
  readonly shape: string;
  readonly columns: readonly PlanColumn[];
  readonly calls: string;
  /** It holds a subplan, whose columns are not named. */
  readonly hasSubplan: boolean;
}

/** A column as the plan names it, with what its qualifier may stand for. */
export interface PlanColumn {
  readonly sources: readonly Source[];
  readonly name: string;
}

/** The pieces of the query that a part of the plan stands for; none where nothing, or more than one thing, could be meant. */
export function matchCondition(part: PlanPiece, pieces: readonly QueryPiece[]): readonly QueryPiece[] {
  const conditions = pieces.filter(({ role }) => role === 'condition');
  const exact = matching(part, conditions, isSameShape);
  if (exact.length > 0) return exact;
  const arms = matching(
    part,
    pieces.filter(({ role }) => role === 'arm'),
    isSameShape,
  );
  if (arms.length > 0) return arms;
  const implied = part.shape === 'eq' ? matchByEquality(part, conditions) : [];
  if (implied.length > 0) return implied;
  const near = matching(part, conditions, isNearShape);
  if (near.length > 0) return near;
  const [only, ...others] = conditions.filter((piece) => hasSameColumns(part, piece.columns));
  return only && others.length === 0 && part.columns.length > 0 ? [only] : [];
}

export function matchKey(
  part: PlanPiece,
  pieces: readonly QueryPiece[],
  first: 'order' | 'group',
): readonly QueryPiece[] {
  const compared = pieces
    .filter(({ role }) => role === 'order' || role === 'group')
    .filter((piece) => hasSameColumns(part, piece.columns));
  const called = compared.filter(({ calls }) => calls === part.calls);
  // Calls of constants are gone from the plan.
  const keys = called.length > 0 || part.columns.length === 0 ? called : compared;
  const preferred = keys.filter(({ role }) => role === first);
  if (preferred.length > 0) return preferred;
  if (keys.length > 0) return keys;
  // Sorted for a merge join, or grouped to be joined with.
  return pieces.filter(
    ({ role, shape, columns }) =>
      role === 'condition' &&
      shape === 'eq' &&
      part.columns.length === 1 &&
      columns.some((chain) => part.columns.some((column) => isColumn(column, chain))),
  );
}

function matching(
  part: PlanPiece,
  pieces: readonly QueryPiece[],
  fits: (part: string, piece: string) => boolean,
): readonly QueryPiece[] {
  const found = pieces.filter(
    ({ shape, columns }) => fits(part.shape, shape) && hasSameColumns(part, columns),
  );
  const withCalls = found.filter(({ calls }) => calls === part.calls);
  return withCalls.length > 0 ? withCalls : found;
}

function isSameShape(part: string, piece: string): boolean {
  return part === piece;
}

/** What the server makes of it: a range of a prefix, an array of alternatives, a join of a subquery. */
const NEAR: Readonly<Record<string, readonly string[]>> = {
  any: ['or', 'eq'],
  eq: ['any', 'op ~~', 'flag', 'call starts_with', 'op ^@', 'is not distinct from'],
  ne: ['none', 'not-flag'],
  none: ['ne', 'and'],
  flag: ['eq', 'is true'],
  'not-flag': ['eq', 'ne', 'is false', 'not'],
  or: ['any', 'not', 'between', 'case'],
  subquery: ['subquery', 'not', 'none', 'any'],
  'call subplan': ['subquery', 'not'],
  not: ['subquery', 'none', 'op !~~'],
  range: ['range <', 'range >', 'range <=', 'range >=', 'range'],
};

function isNearShape(part: string, piece: string): boolean {
  if (NEAR[part]?.includes(piece) === true) return true;
  if (!part.startsWith('range ')) return false;
  return (
    ['op ~~', 'op ^@', 'call starts_with', 'range', 'or'].includes(piece) || piece === part.replace('=', '')
  );
}

/** `a = b AND b = 5` is `a = 5` to the planner too: every equality that the columns are held together by. */
function matchByEquality(part: PlanPiece, conditions: readonly QueryPiece[]): readonly QueryPiece[] {
  const equalities = conditions.filter(
    ({ shape, calls }) => (shape === 'eq' || shape === 'any') && calls === '',
  );
  const held: ColumnChain[] = [];
  const used = new Set<QueryPiece>();
  const [start] = part.columns;
  if (!start) return [];
  const isHeld = (chain: ColumnChain): boolean =>
    isColumn(start, chain) || held.some((known) => areSame(known, chain));
  for (let before = -1; before !== used.size;) {
    before = used.size;
    for (const piece of equalities) {
      if (used.has(piece) || !piece.columns.some(isHeld)) continue;
      used.add(piece);
      held.push(...piece.columns);
    }
  }
  const others = part.columns.slice(1);
  if (!others.every((column) => held.some((chain) => isColumn(column, chain)))) return [];
  const joins = [...used];
  // Of a comparison with a value the one that names the value is meant.
  const values = joins.filter(({ columns }) => columns.length === 1);
  return others.length > 0 ? joins.filter(({ columns }) => columns.length > 1) : values;
}

function areSame(a: ColumnChain, b: ColumnChain): boolean {
  return a.some(({ source, column }) => b.some((link) => link.source === source && link.column === column));
}

export function isColumn({ sources, name }: PlanColumn, chain: ColumnChain): boolean {
  return chain.some(({ source, column }) => column === name && sources.includes(source));
}

function hasSameColumns({ columns, hasSubplan }: PlanPiece, query: readonly ColumnChain[]): boolean {
  return (
    columns.every((column) => query.some((chain) => isColumn(column, chain))) &&
    query.every(
      (chain) => hasSubplan || isComputed(chain) || columns.some((column) => isColumn(column, chain)),
    )
  );
}

/** A subquery's output that is no column of a table: the plan has the expression in its place. */
function isComputed(chain: ColumnChain): boolean {
  return chain.length === 1 && chain[0]?.source.outputOf !== undefined;
}
