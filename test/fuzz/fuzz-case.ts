import { type SeededRandom, seededRandom } from '../unit/analyzers/seeded-random';
import type { FuzzDocument } from './fuzz-documents';

export interface FuzzCase {
  readonly document: FuzzDocument;
  /** What became of its text. */
  readonly text: string;
}

/** UTF-16 units: of a longer document a piece is taken, so that most of the time goes into many small ones. */
const MAX_LENGTH = 4000;
const MAX_CHANGES = 4;
const MAX_SPLICE = 400;

/** What people type, what opens and closes something, and what is no SQL at all. */
const TYPED = [
  ...[
    ' ',
    '\n',
    '\r\n',
    '\t',
    ';',
    ',',
    '.',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    "'",
    '"',
    '`',
    '$',
    '\\',
    ':',
    '?',
  ],
  ...[
    '-- ',
    '/*',
    '*/',
    '//',
    '$$',
    '$x$',
    '${',
    '${x}',
    '${',
    "E'",
    '\\`',
    "''",
    '::',
    '$1',
    '||',
    '=>',
    '<',
    '*',
  ],
  ...[
    'SELECT ',
    ' FROM ',
    ' WHERE ',
    ' AND ',
    ' OR ',
    ' ORDER BY ',
    ' LIMIT 1',
    ' UNION ALL ',
    ' NOT ',
    'WITH x AS (',
  ],
  ...[
    'CREATE INDEX ',
    ' = ANY(',
    ' IN (',
    'DO $$',
    'sql`',
    '```sql\n',
    '```\n',
    '-- migrate:down\n',
    'é',
    '😀',
    '\0',
    '\ufeff',
  ],
];

/** The case of that number: every number is a case of its own, found again without those before it. */
export function makeFuzzCase(documents: readonly FuzzDocument[], seed: number, number: number): FuzzCase {
  // Seeds that follow each other would pick the same document: the golden ratio spreads them.
  const random = seededRandom(Math.imul(seed * 0x10001 + number + 1, 0x9e3779b1));
  random.below(2);
  const document = random.pick(documents);
  let text = pieceOf(document.text, random, MAX_LENGTH);
  for (let changes = 1 + random.below(MAX_CHANGES); changes > 0; changes--) {
    text = change(text, documents, random);
  }
  return { document, text };
}

function change(text: string, documents: readonly FuzzDocument[], random: SeededRandom): string {
  const start = random.below(text.length + 1);
  const end = Math.min(text.length, start + random.below(random.below(4) === 0 ? 200 : 12));
  switch (random.below(6)) {
    case 0:
      return text.slice(0, start);
    case 1:
      return text.slice(start);
    case 2:
      return text.slice(0, start) + text.slice(end);
    case 3:
      return (
        text.slice(0, start) + pieceOf(random.pick(documents).text, random, MAX_SPLICE) + text.slice(start)
      );
    case 4:
      return text.slice(0, start) + pieceOf(text, random, MAX_SPLICE) + text.slice(end);
    default:
      return text.slice(0, start) + random.text(TYPED, 3) + text.slice(end);
  }
}

function pieceOf(text: string, random: SeededRandom, most: number): string {
  if (text.length <= most) return text;
  const start = random.below(text.length - most);
  return text.slice(start, start + most);
}
