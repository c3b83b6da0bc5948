import { utf8Length } from '../identifiers';
import type { QualifiedName } from '../model';
import type { Nesting } from '../nesting';
import {
  createTokenText,
  qualifiedNameEnd,
  spanOfTokens,
  tokenIndexAt,
  type TokenRange,
  type TokenText,
  wholeRange,
  withoutComments,
} from '../token-text';
import { type Fields, integerAt, namesAt, textAt, type TreeNode } from './tree';

/** What reading the tree of one statement needs besides the tree. */
export interface ReadContext extends TokenText {
  /** What the parser is given: the text with blanks for comments, and without halves of characters. */
  readonly parsed: string;
  /** PostgreSQL counts UTF-8 bytes. */
  readonly toUtf16: (byte: number) => number;
  readonly nesting: Nesting;
  /** The tokens of the statement. */
  readonly range: TokenRange;
}

export function createReadContext(text: string): ReadContext {
  const source = createTokenText(text);
  // The parser looks one token ahead behind NULLS, NOT and WITH, and stumbles over a comment there (libpg_query, not PostgreSQL).
  const parsed = withoutLoneSurrogates(withoutComments(source));
  return {
    ...source,
    parsed,
    toUtf16: utf16OffsetOfByte(parsed),
    nesting: { depth: 0 },
    range: wholeRange(source),
  };
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Half a character has no UTF-8 form. Its replacement has the same length in UTF-16 and, as the lexer counts it, in UTF-8. */
function withoutLoneSurrogates(text: string): string {
  return text.replace(LONE_SURROGATE, '\ufffd');
}

const NOT_ASCII = /[^\0-\x7f]/;

function utf16OffsetOfByte(text: string): (byte: number) => number {
  if (!NOT_ASCII.test(text)) return (byte) => byte;
  const offsets: number[] = [];
  let offset = 0;
  for (const character of text) {
    const bytes = utf8Length(character);
    for (let i = 0; i < bytes; i++) offsets.push(offset);
    offset += character.length;
  }
  return (byte) => offsets[byte] ?? text.length;
}

/** Where the node starts, or its operator; `undefined` where PostgreSQL does not know (-1). */
export function offsetOf(fields: Fields, context: ReadContext, field = 'location'): number | undefined {
  const byte = integerAt(fields, field);
  return byte < 0 ? undefined : context.toUtf16(byte);
}

/** PostgreSQL adds constants that stand nowhere in the text. */
export function isWritten({ type, fields }: TreeNode): boolean {
  return type !== 'A_Const' || integerAt(fields, 'location') >= 0;
}

/** The token at the node's location. A node without one counts as the start of the statement. */
export function tokenOf(fields: Fields, context: ReadContext, field = 'location'): number {
  return Math.max(0, tokenIndexAt(context, offsetOf(fields, context, field) ?? 0));
}

/** The name that a RangeVar holds, without its alias. */
export function readRangeVarName(rangeVar: Fields, context: ReadContext): QualifiedName {
  const first = tokenOf(rangeVar, context);
  const schema = textAt(rangeVar, 'schemaname');
  return {
    ...(schema !== undefined && { schema }),
    name: textAt(rangeVar, 'relname') ?? '',
    span: spanOfTokens(context, first, qualifiedNameEnd(context, first)),
  };
}

/** Schema and name of a list of `String` nodes; PostgreSQL's own schema is left out. */
export function readNameList(
  fields: Fields,
  field: string,
): { readonly schema?: string; readonly name: string } {
  const names = namesAt(fields, field);
  const schema = names.at(-2);
  const name = names.at(-1) ?? '';
  return schema === undefined || schema === 'pg_catalog' ? { name } : { schema, name };
}
