/**
 * PostgreSQL's lexical rules (scan.l of 18, with `standard_conforming_strings = on`), enough to find where each token starts and ends.
 * It never fails: what is not closed reaches to the end of the text, and the grammar says so.
 */
export type TokenKind =
  /** A keyword or an unquoted name. */
  | 'word'
  | 'quoted-identifier'
  /** With its prefix (`E`, `B`, `X`, `N`, `U&`) and its continuations on further lines; dollar-quoted ones too. */
  | 'string'
  | 'number'
  /** `$1` */
  | 'parameter'
  | 'operator'
  /** `( ) [ ] , ; . :` and anything that SQL has no use for. */
  | 'symbol';

/** Offsets count UTF-16 units of the text. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

export type LexemeKind = TokenKind | 'white-space' | 'comment';

/** The tokens of the text, without white space and comments. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let start = 0; start < text.length;) {
    const kind = lexemeKindAt(text, start);
    const end = lexemeEnd(text, start, kind);
    if (kind !== 'white-space' && kind !== 'comment') tokens.push({ kind, start, end });
    start = end;
  }
  return tokens;
}

const WHITE_SPACE = /[ \t\n\r\f\v\ufeff]+/y;
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const NUMBER =
  /0[xX](?:_?[\dA-Fa-f])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*(?:\.(?!\.)(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?/y;
const PARAMETER = /\$\d+/y;
const DOLLAR_QUOTE = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const STRING_START = /(?:[eEbBxXnN]|[uU]&)?'/y;
const QUOTED_IDENTIFIER_START = /(?:[uU]&)?"/y;
/** PostgreSQL refuses longer operators; a bound keeps the time for a line of signs in proportion. */
const OPERATOR_CHARACTERS = /[-+*/<>=~!@#%^&|`?]{1,64}/y;
/** A string goes on behind white space with a line break in it (manual, "String Constants"). */
const CONTINUATION = /[ \t\f\v]*[\n\r][ \t\n\r\f\v]*'/y;
const UNICODE_ESCAPE = /\s+uescape\s*'[^']'/iy;

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

export function lexemeKindAt(text: string, at: number): LexemeKind {
  const character = text[at] ?? '';
  if (matches(WHITE_SPACE, text, at)) return 'white-space';
  if (text.startsWith('--', at) || text.startsWith('/*', at)) return 'comment';
  if (matches(STRING_START, text, at)) return 'string';
  if (matches(QUOTED_IDENTIFIER_START, text, at)) return 'quoted-identifier';
  if (matches(WORD, text, at)) return 'word';
  if (matches(NUMBER, text, at)) return 'number';
  if (character === '$') return dollarKind(text, at);
  if (text.startsWith('::', at) || text.startsWith(':=', at) || text.startsWith('..', at)) return 'operator';
  return matches(OPERATOR_CHARACTERS, text, at) ? 'operator' : 'symbol';
}

function dollarKind(text: string, at: number): LexemeKind {
  if (matches(PARAMETER, text, at)) return 'parameter';
  return matches(DOLLAR_QUOTE, text, at) ? 'string' : 'symbol';
}

export function lexemeEnd(text: string, at: number, kind: LexemeKind): number {
  switch (kind) {
    case 'white-space':
      return endOf(WHITE_SPACE, text, at);
    case 'comment':
      return text.startsWith('--', at) ? lineEnd(text, at) : blockCommentEnd(text, at);
    case 'word':
      return endOf(WORD, text, at);
    case 'number':
      return endOf(NUMBER, text, at);
    case 'parameter':
      return endOf(PARAMETER, text, at);
    case 'string':
      return text[at] === '$' ? dollarQuoteEnd(text, at) : stringEnd(text, at);
    case 'quoted-identifier':
      return unicodeEscapeEnd(text, at, quoteEnd(text, endOf(QUOTED_IDENTIFIER_START, text, at), '"', false));
    case 'operator':
      return /[:.]/.test(text[at] ?? '') ? at + 2 : operatorEnd(text, at);
    case 'symbol':
      return at + 1;
  }
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at + 1;
}

const LINE_BREAK = /[\n\r]/g;

function lineEnd(text: string, at: number): number {
  LINE_BREAK.lastIndex = at;
  return LINE_BREAK.exec(text)?.index ?? text.length;
}

const COMMENT_MARK = /\/\*|\*\//g;

/** Block comments nest. */
function blockCommentEnd(text: string, at: number): number {
  let depth = 1;
  COMMENT_MARK.lastIndex = at + 2;
  for (let mark = COMMENT_MARK.exec(text); mark; mark = COMMENT_MARK.exec(text)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return COMMENT_MARK.lastIndex;
  }
  return text.length;
}

function dollarQuoteEnd(text: string, at: number): number {
  const opened = endOf(DOLLAR_QUOTE, text, at);
  const close = text.indexOf(text.slice(at, opened), opened);
  return close < 0 ? text.length : close + opened - at;
}

function stringEnd(text: string, at: number): number {
  const hasEscapes = /[eE]/.test(text[at] ?? '');
  let end = quoteEnd(text, endOf(STRING_START, text, at), "'", hasEscapes);
  while (matches(CONTINUATION, text, end)) end = quoteEnd(text, CONTINUATION.lastIndex, "'", hasEscapes);
  return unicodeEscapeEnd(text, at, end);
}

/** `U&'d!0061t' UESCAPE '!'` is one constant. */
function unicodeEscapeEnd(text: string, at: number, end: number): number {
  return text[at + 1] === '&' && matches(UNICODE_ESCAPE, text, end) ? UNICODE_ESCAPE.lastIndex : end;
}

/** Behind the closing quote; a doubled quote stands for itself. */
function quoteEnd(text: string, from: number, quote: string, hasEscapes: boolean): number {
  for (let i = from; i < text.length; i++) {
    const character = text[i];
    if (hasEscapes && character === '\\') i++;
    else if (character === quote) {
      if (text[i + 1] !== quote) return i + 1;
      i++;
    }
  }
  return text.length;
}

/**
 * The longest run of operator characters that holds no start of a comment; a run of several ends in + or - only when it also holds one of
 * `~ ! @ # % ^ & | ? \`` (manual, "Operators"): so `a=-1` has two operators.
 */
function operatorEnd(text: string, at: number): number {
  const run = text.slice(at, endOf(OPERATOR_CHARACTERS, text, at));
  const comment = run.search(/--|\/\*/);
  const operator = comment > 0 ? run.slice(0, comment) : run;
  const mayEndInSign = /[~!@#%^&|`?]/.test(operator.slice(0, -1));
  return at + (mayEndInSign ? operator : operator.replace(/(?<=.)[-+]+$/, '')).length;
}
