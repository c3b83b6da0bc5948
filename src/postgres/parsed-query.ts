import type { FeedResult, SqlFeeder } from '../analyzers/sql/feeder';
import { isQuery } from '../analyzers/sql/statement-kind';

/** Measured: 14 plans 300 subqueries in one another for 20 seconds, 100 for half of one, and looks at no time limit meanwhile. */
const DEEPEST_NESTING = 100;

/** Text that the grammar has read as exactly one query. It is judged by parse, not by how it begins: `EXPLAIN ANALYZE DELETE` begins harmlessly. */
export class ParsedQuery {
  private constructor(readonly text: string) {}

  static parse(
    text: string,
    feeder: SqlFeeder,
  ): { kind: 'query'; query: ParsedQuery } | { kind: 'refused'; reason: string } {
    const result = feeder.feed(text);
    if (result.kind !== 'statement') return { kind: 'refused', reason: problemOf(result) };
    const { statement } = result;
    if (!isQuery(statement)) return { kind: 'refused', reason: `${statement.kind} is not a query` };
    if (nestingOf(text) > DEEPEST_NESTING) return { kind: 'refused', reason: 'it is nested too deeply' };
    return { kind: 'query', query: new ParsedQuery(text) };
  }
}

function problemOf(result: Exclude<FeedResult, { kind: 'statement' }>): string {
  return result.kind === 'syntax-error' ? result.message : result.reason;
}

/** Parentheses in strings count too: nobody writes a hundred of them. */
function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [sign] of text.matchAll(/[()]/g)) {
    depth += sign === '(' ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
