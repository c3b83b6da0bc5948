import { message, type Message } from '../message';
import type { FeedResult, SqlFeeder } from '../sql/feeder';
import type { QueryStatement } from '../sql/model';
import { isQuery } from '../sql/statement-kind';
import { createTokenText, type TokenText, wordAt } from '../sql/token-text';
import type { QueryText } from './explainable-query';

/** Measured: 14 plans 300 subqueries in one another for 20 seconds, 100 for half of one, and looks at no time limit meanwhile. */
const DEEPEST_NESTING = 100;

export type ExplainableText =
  | { readonly kind: 'query'; readonly text: QueryText; readonly statement: QueryStatement }
  | { readonly kind: 'refused'; readonly reason: Message };

/**
 * Judges a text by parse, not by how it begins: `EXPLAIN ANALYZE DELETE` begins harmlessly. PostgreSQL's own grammar has to say so, under
 * `standard_conforming_strings = on`; the second one is more lenient than a server.
 */
export function readExplainableText(text: string, feeder: SqlFeeder): ExplainableText {
  if (feeder.name !== 'libpg-query')
    return refused(message("PostgreSQL's grammar is not loaded. Try again."));
  const result = feeder.feed(text);
  if (result.kind !== 'statement') return refused(problemOf(result));
  const { statement } = result;
  if (!isQuery(statement)) {
    return refused(
      message(
        'Only SELECT, INSERT, UPDATE, DELETE, MERGE and VALUES have a plan; this is another statement.',
      ),
    );
  }
  const source = createTokenText(text);
  if (makesTable(statement, source)) {
    return refused(message('SELECT … INTO makes a table. Explain it without INTO and the name behind it.'));
  }
  if (nestingOf(text) > DEEPEST_NESTING) {
    return refused(
      message(
        'The query is nested deeper than {0} levels: planning it would take too long.',
        DEEPEST_NESTING,
      ),
    );
  }
  return { kind: 'query', text: text as QueryText, statement };
}

function refused(reason: Message): ExplainableText {
  return { kind: 'refused', reason };
}

function problemOf(result: Exclude<FeedResult, { kind: 'statement' }>): Message {
  return result.kind === 'syntax-error'
    ? message('The SQL has a syntax error, so it cannot be explained: {0}', result.message)
    : message('This cannot be explained: {0}', result.reason);
}

/** INTO is a reserved word: nothing else of a SELECT has it, but for a label and a common table that writes. */
function makesTable({ kind }: QueryStatement, source: TokenText): boolean {
  if (kind !== 'select') return false;
  return source.words.some(
    (word, index) => word === 'into' && !/^(?:insert|merge|as)$/.test(wordAt(source, index - 1)),
  );
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
