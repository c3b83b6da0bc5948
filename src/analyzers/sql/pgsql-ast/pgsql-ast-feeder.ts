import { parse, type Statement as AstStatement } from 'pgsql-ast-parser';
import type { FeedResult, SqlFeeder } from '../feeder';
import type { Statement } from '../model';
import { NestedTooDeepError } from '../nesting';
import { createTokenText, type TokenText, wholeRange, withoutComments } from '../token-text';
import { type AstContext, NotReadError } from './ast-context';
import { hasKnownFault } from './known-faults';
import { readDdl } from './read-ddl';
import { readQuery } from './read-query';

/** UTF-16 units, and tokens. This grammar takes half a millisecond for a token, and it runs while somebody types. */
const MAX_TEXT_LENGTH = 8 * 1024;
const MAX_TOKENS = 1500;
const TOO_LONG = 'The statement is too long for the second grammar.';

/**
 * The second grammar, for when libpg-query cannot be had. It refuses much that PostgreSQL accepts, so its errors mean nothing:
 * it describes a statement or declines it, and never says that the SQL is wrong.
 */
export function createPgsqlAstFeeder(): SqlFeeder {
  return {
    name: 'pgsql-ast-parser',
    feed(text) {
      if (text.length > MAX_TEXT_LENGTH) return declined(TOO_LONG);
      const source = createTokenText(text);
      if (source.tokens.length > MAX_TOKENS) return declined(TOO_LONG);
      if (hasKnownFault(source)) return declined('The second grammar reads a part of the statement wrongly.');
      const nodes = parseTolerantly(source);
      const [node, ...others] = nodes ?? [];
      if (!node || others.length > 0) return declined('The second grammar does not know this syntax.');
      return readTree(node, { ...source, nesting: { depth: 0 } });
    },
  };
}

function declined(reason: string): FeedResult {
  return { kind: 'declined', reason };
}

/** Its lexer reads into comments: an apostrophe in one is an error. */
function parseTolerantly(source: TokenText): readonly AstStatement[] | undefined {
  try {
    return parse(withoutComments(source), { locationTracking: true });
  } catch {
    return undefined;
  }
}

function readTree(node: AstStatement, context: AstContext): FeedResult {
  try {
    return { kind: 'statement', statement: readStatement(node, context) };
  } catch (error) {
    if (error instanceof NotReadError)
      return declined(`The second grammar is not sure of this: ${error.message}.`);
    if (error instanceof NestedTooDeepError) return declined('The statement is nested too deeply.');
    // It makes trees of incomplete statements, without parts that its types promise (INSERT INTO t).
    if (error instanceof TypeError) return declined('The second grammar left a part of the statement out.');
    throw error;
  }
}

function readStatement(node: AstStatement, context: AstContext): Statement {
  switch (node.type) {
    case 'select':
    case 'union':
    case 'union all':
    case 'values':
    case 'with':
    case 'with recursive':
    case 'insert':
    case 'update':
    case 'delete':
      return readQuery(node, wholeRange(context), context);
    default:
      return readDdl(node, context);
  }
}
