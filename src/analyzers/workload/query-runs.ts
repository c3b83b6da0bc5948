import { createTokenText, type TokenText, tokenTextAt, wordAt } from '../sql/token-text';
import type { PlannedQuery } from './workspace-problem';

/** How often a server has run a query, as pg_stat_statements counts it. */
export interface QueryRuns {
  /** With `$1` in the place of constants. */
  readonly query: string;
  readonly calls: number;
  /** Of all runs together: those that were read or, of an INSERT or UPDATE, written. */
  readonly rows?: number;
}

export interface KnownRuns {
  /** `pg_stat_statements`, or the name of a file. */
  readonly source: string;
  readonly runs: readonly QueryRuns[];
}

export interface CountedQuery {
  /** Absent: nobody has seen it run. */
  readonly runs?: number;
}

/**
 * The queries with how often each runs as its weight; 1 where the server does not know it. Of a query that stands at several places each
 * has an equal part.
 */
export function withRuns<Query extends PlannedQuery>(
  queries: readonly Query[],
  runs: readonly QueryRuns[],
): readonly (Query & CountedQuery)[] {
  const known = new Map<string, { calls: number; rows: number }>();
  for (const { query, calls, rows = calls } of runs) {
    const key = normalizedQuery(query);
    const before = known.get(key) ?? { calls: 0, rows: 0 };
    known.set(key, { calls: before.calls + calls, rows: before.rows + rows });
  }
  const keys = queries.map(({ text }) => normalizedQuery(text));
  return queries.map((query, place) => {
    const total = known.get(keys[place] ?? '');
    if (total === undefined || total.calls <= 0) return query;
    const places = keys.filter((key) => key === keys[place]).length;
    const calls = total.calls / places;
    return {
      ...query,
      runs: calls,
      tuned: { ...query.tuned, weight: calls },
      // One run may write many rows, and an index is kept for each.
      writes: query.writes.map((write) => ({ ...write, weight: total.rows / places })),
    };
  });
}

/** The same for two texts that differ in layout, comments, letter case, the numbers of parameters and in constants, as pg_stat_statements sees them. */
export function normalizedQuery(text: string): string {
  const source = createTokenText(text);
  return source.tokens
    .map((_, index) => normalizedToken(source, index))
    .join(' ')
    .replace(/(?: ;)+$/, '')
    .replace(/\b(in \(|array \[) \?(?: , \?)+ /g, '$1 ? ');
}

const CONSTANT_WORDS = new Set(['true', 'false', 'null']);
const TESTS = new Set(['is', 'not']);

function normalizedToken(source: TokenText, index: number): string {
  const written = tokenTextAt(source, index);
  switch (source.tokens[index]?.kind) {
    case 'string':
    case 'number':
    case 'parameter':
      return '?';
    case 'quoted-identifier':
      return /^"[a-z_][a-z0-9_$]*"$/.test(written) ? written.slice(1, -1) : written;
    default: {
      const word = wordAt(source, index);
      const isConstant = CONSTANT_WORDS.has(word) && !TESTS.has(wordAt(source, index - 1));
      return isConstant ? '?' : word || written;
    }
  }
}

/**
 * Reads what `json_agg` writes of pg_stat_statements: a list of objects with `query`, `calls` and, if it likes, `rows`. Answers with the
 * place of the first entry that is none, counted from 1.
 */
export function queryRunsOf(value: unknown): readonly QueryRuns[] | { readonly wrongEntry: number } {
  if (!Array.isArray(value)) return { wrongEntry: 1 };
  const runs: QueryRuns[] = [];
  for (const [place, entry] of value.entries()) {
    const read = readEntry(entry);
    if (!read) return { wrongEntry: place + 1 };
    runs.push(read);
  }
  return runs;
}

function readEntry(entry: unknown): QueryRuns | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { query, calls, rows } = entry as Readonly<Record<string, unknown>>;
  if (typeof query !== 'string' || !isCount(calls) || !(rows === undefined || isCount(rows)))
    return undefined;
  return { query, calls, ...(rows !== undefined && { rows }) };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
