import {
  createTokenText,
  isAt,
  isNameAt,
  spanOfTokens,
  type TokenRange,
  type TokenText,
  wordAt,
} from '../sql/token-text';
import type { BodyPart } from './routine-body';

/** The queries that stand plainly in a body of PL/pgSQL: statements, PERFORM, RETURN QUERY, FOR … IN query LOOP. */
export function plpgsqlQueries(body: string): readonly BodyPart[] {
  const source = createTokenText(body);
  return statementsBehind(source, source.words.indexOf('begin')).flatMap(
    (range) => queryIn(source, range) ?? [],
  );
}

/** The names in `DECLARE total int := 0; found boolean; BEGIN`. */
export function plpgsqlVariables(body: string): readonly string[] {
  const source = createTokenText(body);
  const begin = source.words.indexOf('begin');
  const first = source.words.indexOf('declare') + 1;
  if (first === 0 || first > begin) return [];
  const names: string[] = [];
  for (let i = first; i < begin; i++) {
    if (i === first || isAt(source, i - 1, ';')) names.push(wordAt(source, i));
  }
  return names.filter((name) => name !== '');
}

const BEFORE_STATEMENTS = /^(?:begin|then|else|loop)$/;

/** From where a statement can begin to its semicolon. */
function statementsBehind(source: TokenText, begin: number): readonly TokenRange[] {
  const ranges: TokenRange[] = [];
  let first = Math.max(begin, 0);
  source.tokens.forEach((_, i) => {
    if (i < first) return;
    if (BEFORE_STATEMENTS.test(wordAt(source, i)) && depthAt(source, first, i) === 0) {
      if (wordAt(source, i) === 'loop' && i > first) ranges.push({ first, last: i - 1 });
      first = i + 1;
    } else if (isAt(source, i, ';')) {
      ranges.push({ first, last: i - 1 });
      first = i + 1;
    }
  });
  return ranges.filter(({ first: from, last }) => from <= last);
}

function depthAt(source: TokenText, first: number, index: number): number {
  let depth = 0;
  for (let i = first; i < index; i++) {
    if (isAt(source, i, '(')) depth++;
    if (isAt(source, i, ')')) depth--;
  }
  return depth;
}

function queryIn(source: TokenText, range: TokenRange): BodyPart | undefined {
  const first = queryStart(source, range);
  if (first === undefined) return undefined;
  const replaced: { span: { start: number; end: number }; text: string }[] = [];
  if (wordAt(source, first) === 'perform')
    replaced.push({ span: spanOfTokens(source, first, first), text: 'SELECT' });
  const into = targetsOf(source, { first, last: range.last });
  if (into) replaced.push({ span: spanOfTokens(source, into.first, into.last), text: ' ' });
  return { span: spanOfTokens(source, first, range.last), replaced };
}

function queryStart(source: TokenText, { first, last }: TokenRange): number | undefined {
  const word = wordAt(source, first);
  if (/^(?:select|insert|update|delete|merge|with|perform)$/.test(word)) return first;
  if (word === 'return' && wordAt(source, first + 1) === 'query' && wordAt(source, first + 2) !== 'execute')
    return first + 2;
  if (word !== 'for') return undefined;
  for (let i = first; i < last; i++)
    if (wordAt(source, i) === 'in' && /^(?:select|with)$/.test(wordAt(source, i + 1))) return i + 1;
  return undefined;
}

/** `INTO STRICT a, b.c`; that of INSERT and MERGE is another one. */
function targetsOf(source: TokenText, { first, last }: TokenRange): TokenRange | undefined {
  for (let i = first + 1; i <= last; i++) {
    if (wordAt(source, i) !== 'into' || /^(?:insert|merge)$/.test(wordAt(source, i - 1))) continue;
    if (depthAt(source, first, i) > 0) continue;
    let end = wordAt(source, i + 1) === 'strict' ? i + 2 : i + 1;
    while ((isAt(source, end + 1, ',') || isAt(source, end + 1, '.')) && isNameAt(source, end + 2)) end += 2;
    return { first: i, last: end };
  }
  return undefined;
}
