import { MAX_IDENTIFIER_BYTES, utf8Length } from '../identifiers';
import { intervalFieldsEnd } from '../type-name-end';
import { closingIndex, isAt, tokenTextAt, type TokenText, wordAt } from '../token-text';

/**
 * What pgsql-ast-parser accepts and reads as something else, found by comparing it with PostgreSQL's grammar. Such a statement is declined
 * before it is parsed; the faults that only its tree shows are declined where they are read.
 */
export function hasKnownFault(source: TokenText): boolean {
  return source.tokens.some((token, index) => {
    const text = tokenTextAt(source, index);
    switch (token.kind) {
      case 'word':
        // The fields behind an interval's string are read as its alias, and its precision is lost.
        return (
          isTooLong(text) ||
          (/^interval$/i.test(text) && isIntervalWithFields(source, index)) ||
          (/^time$/i.test(text) && isPreciseTimeWithZone(source, index))
        );
      case 'quoted-identifier':
        return !text.startsWith('"') || isMisreadName(text.slice(1, -1));
      case 'number':
        // `1e10` is read as `1 AS e10`, `0x1F` and `1_000` likewise.
        return (
          !/^(?:\d+(?:\.\d+)?|\.\d+)$/.test(text) ||
          (source.tokens[index + 1]?.start === token.end && /^\w/.test(tokenTextAt(source, index + 1)))
        );
      case 'string':
        // `x'40'` is read as a cast to a type x, `U&'…'` as a bitwise and; dollar quotes are not read at all.
        return !/^(?:'|[eE]')/.test(text) || isAt(source, index - 1, '&');
      default:
        return false;
    }
  });
}

/** PostgreSQL cuts such a name; this grammar keeps it whole. */
function isTooLong(name: string): boolean {
  return utf8Length(name) > MAX_IDENTIFIER_BYTES;
}

/** A doubled quote stays doubled, and white space at the ends is cut off. */
function isMisreadName(name: string): boolean {
  return isTooLong(name) || name.includes('"') || name !== name.trim();
}

/** `time(2) with time zone` is read as a timestamp. */
function isPreciseTimeWithZone(source: TokenText, index: number): boolean {
  return isAt(source, index + 1, '(') && wordAt(source, closingIndex(source, index + 1) + 1) === 'with';
}

function isIntervalWithFields(source: TokenText, index: number): boolean {
  if (isAt(source, index + 1, '(')) return true;
  const isConstant = source.tokens[index + 1]?.kind === 'string';
  return intervalFieldsEnd(source, isConstant ? index + 1 : index) > index + 1;
}
