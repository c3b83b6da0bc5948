import { message, type Message } from '../../analyzers/message';
import { withoutPassword, type ParsedConnection } from './parsed-connection';
import { Secret } from './secret';

export interface KeywordValue {
  readonly keyword: string;
  readonly value: string;
  /** Where the pair stands in the text. */
  readonly start: number;
  readonly end: number;
}

const PAIR =
  /\s*([^\s=]+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'(?=\s|$)|((?:[^\s'\\]|\\.)(?:[^\s\\]|\\.)*)|(?=\s|$))/sy;

/** `host=localhost dbname='my db'`, with quotes and backslashes as libpq takes them; `undefined`: a pair is not whole. */
export function cutKeywordValues(text: string): readonly KeywordValue[] | undefined {
  const pairs: KeywordValue[] = [];
  const pattern = new RegExp(PAIR);
  while (text.slice(pattern.lastIndex).trim() !== '') {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const [, keyword = '', quoted, plain = ''] = match;
    const value = (quoted ?? plain).replace(/\\(.)/gs, '$1');
    pairs.push({ keyword, value, start, end: pattern.lastIndex });
  }
  return pairs;
}

/** https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-KEYWORD-VALUE */
export function parseKeywordValues(text: string): ParsedConnection | { readonly malformed: Message } {
  const pairs = cutKeywordValues(text);
  if (pairs === undefined) return { malformed: NOT_WHOLE };
  const found = new Map(
    pairs.filter(({ value }) => value !== '').map(({ keyword, value }) => [keyword, value]),
  );
  const password = found.get('password');
  return {
    parameters: withoutPassword(found),
    ...(password !== undefined && { password: new Secret(password) }),
  };
}

const NOT_WHOLE = message(
  "The connection string has a key word without = or a quote that is not closed. Write pairs such as host=localhost dbname='my database'.",
);
