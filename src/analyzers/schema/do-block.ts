import type { Span } from '../span';
import { splitStatements } from '../sql/split-statements';
import { createTokenText, type TokenText, tokenTextAt, wordAt } from '../sql/token-text';

/** A statement inside a DO block. */
export interface BlockStatement {
  readonly text: string;
  /** In the text of the DO. */
  readonly span: Span;
}

/**
 * The DDL that stands plainly in the body of a DO block, as idempotent migrations write it: `IF NOT EXISTS (…) THEN CREATE INDEX …`,
 * `BEGIN ALTER TABLE … EXCEPTION WHEN duplicate_object …`. What is built and run by EXECUTE is not seen.
 */
export function ddlInDoBlock(text: string): readonly BlockStatement[] {
  const source = createTokenText(text);
  if (wordAt(source, 0) !== 'do') return [];
  const body = source.tokens.findIndex(({ kind }) => kind === 'string');
  const quote = /^\$[^$]*\$/.exec(tokenTextAt(source, body))?.[0];
  const token = source.tokens[body];
  if (quote === undefined || !token) return [];
  const start = token.start + quote.length;
  const script = text.slice(start, token.end - quote.length);
  return splitStatements(script).flatMap((statement) => {
    const offset = ddlStart(createTokenText(statement.text));
    if (offset === undefined) return [];
    const span = { start: start + statement.span.start + offset, end: start + statement.span.end };
    return [{ text: text.slice(span.start, span.end), span }];
  });
}

/** Where a statement can begin in PL/pgSQL: at the start, or behind one of these. */
const BEFORE_STATEMENTS = new Set(['', 'begin', 'then', 'else', 'loop']);

function ddlStart(source: TokenText): number | undefined {
  const index = source.tokens.findIndex(
    (_, i) =>
      /^(?:create|alter|drop)$/.test(wordAt(source, i)) && BEFORE_STATEMENTS.has(wordAt(source, i - 1)),
  );
  return source.tokens[index]?.start;
}
