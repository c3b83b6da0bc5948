import type { PGNode } from 'pgsql-ast-parser';
import type { Span } from '../../span';
import type { Nesting } from '../nesting';
import { spanOfTokens, tokenIndexAt, tokenIndexBefore, type TokenText, withParentheses } from '../token-text';

/** What reading pgsql-ast-parser's tree of one statement needs besides the tree. */
export interface AstContext extends TokenText {
  readonly nesting: Nesting;
}

/** The tree says something that this grammar is known to get wrong, or that is not read here. */
export class NotReadError extends Error {}

export function notRead(what: string): never {
  throw new NotReadError(what);
}

/** The first token of a node. Ends are taken from the tokens: those of the tree leave out closing parentheses. */
export function firstToken(node: PGNode | null | undefined, context: AstContext): number {
  if (!node?._location) return notRead('a node without a place');
  return tokenIndexAt(context, node._location.start);
}

export function spanOfToken(index: number, context: AstContext): Span {
  return spanOfTokens(context, index, index);
}

/** The token behind the span and the parentheses around it. */
export function tokenBehind(span: Span, context: AstContext): number {
  return tokenIndexBefore(context, withParentheses(context, span).end) + 1;
}

/** The token before the span and the parentheses around it. */
export function tokenAhead(span: Span, context: AstContext): number {
  return tokenIndexAt(context, withParentheses(context, span).start) - 1;
}
