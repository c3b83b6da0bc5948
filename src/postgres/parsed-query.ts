import type { FeedResult, SqlFeeder } from '../analyzers/sql/feeder';
import { isQuery } from '../analyzers/sql/statement-kind';

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
    return { kind: 'query', query: new ParsedQuery(text) };
  }
}

function problemOf(result: Exclude<FeedResult, { kind: 'statement' }>): string {
  return result.kind === 'syntax-error' ? result.message : result.reason;
}
