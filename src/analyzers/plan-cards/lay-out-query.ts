import { createTokenText } from '../sql/token-text';

/** Each begins a line where it stands in no parentheses. */
const CLAUSES = new Set([
  ...['from', 'where', 'group', 'having', 'window', 'order', 'limit', 'offset', 'fetch', 'for', 'returning'],
  ...[
    'values',
    'set',
    'on',
    'union',
    'intersect',
    'except',
    'join',
    'left',
    'right',
    'full',
    'inner',
    'cross',
  ],
  ...['using', 'when', 'select', 'insert', 'update', 'delete', 'merge'],
]);
/** What goes on with the line before it. */
const BEGUN: Readonly<Record<string, ReadonlySet<string>>> = {
  join: new Set(['left', 'right', 'full', 'inner', 'cross', 'outer', 'natural']),
  on: new Set(['distinct']),
  select: new Set(['union', 'intersect', 'except', 'all']),
  update: new Set(['for', 'do', 'key', 'then']),
  set: new Set(['update']),
  delete: new Set(['then']),
  insert: new Set(['then']),
  from: new Set(['distinct', 'delete']),
  values: new Set(['overriding', 'value']),
};

/** A query without comments and in one layout, clause by clause, so that a card stays the same while its query is only laid out anew. */
export function layOutQuery(text: string): string {
  const { tokens, words } = createTokenText(text);
  const parts: string[] = [];
  let depth = 0;
  let end = 0;
  for (const [index, token] of tokens.entries()) {
    const written = text.slice(token.start, token.end);
    if (written === ';' && index === tokens.length - 1) break;
    if (written === ')' || written === ']') depth -= 1;
    if (index > 0) parts.push(gap(text, end, token.start, depth === 0 && beginsLine(words, index)));
    parts.push(written);
    if (written === '(' || written === '[') depth += 1;
    end = token.end;
  }
  return parts.join('');
}

function gap(text: string, from: number, to: number, isNewLine: boolean): string {
  if (isNewLine) return '\n';
  return from === to || text[from - 1] === '(' || text[to] === ')' ? '' : ' ';
}

function beginsLine(words: readonly string[], index: number): boolean {
  const word = words[index] ?? '';
  return CLAUSES.has(word) && BEGUN[word]?.has(words[index - 1] ?? '') !== true;
}
