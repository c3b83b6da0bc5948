import type { Span } from '../../span';
import type { DraftBuilder } from '../draft';

/** How a literal's text becomes its value (ECMAScript, "String Literals" and "Template Literal Lexical Components"). */
export type LiteralForm = 'string' | 'template' | 'raw-template';

/** What is not itself in the value: escapes, and in templates every line break of Windows. */
const WRITTEN_OTHERWISE: Readonly<Record<LiteralForm, RegExp>> = {
  string:
    /\\(?:u\{([\dA-Fa-f]+)\}|u([\dA-Fa-f]{4})|x([\dA-Fa-f]{2})|([0-3][0-7]{0,2}|[4-7][0-7]?)|(\r\n|[\s\S]))/g,
  template: /\\(?:u\{([\dA-Fa-f]+)\}|u([\dA-Fa-f]{4})|x([\dA-Fa-f]{2})|(0)(?!\d)|(\r\n|[\s\S]))|\r\n?/g,
  'raw-template': /\r\n?/g,
};

const SINGLE_CHARACTERS: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
  ...['\n', '\r', '\r\n', '\u2028', '\u2029'].map((lineBreak): [string, string] => [lineBreak, '']),
]);

/** Adds a literal's value to the draft; the span is what stands between its quotes. */
export function decodeLiteral(
  builder: DraftBuilder,
  documentText: string,
  { start, end }: Span,
  form: LiteralForm,
): void {
  let at = start;
  for (const match of documentText.slice(start, end).matchAll(WRITTEN_OTHERWISE[form])) {
    const found = start + match.index;
    builder.copy(documentText, { start: at, end: found });
    at = found + match[0].length;
    builder.replace({ start: found, end: at }, valueOf(match));
  }
  builder.copy(documentText, { start: at, end });
}

function valueOf([written, braced, four, two, octal, character]: RegExpMatchArray): string {
  const hexadecimal = braced ?? four ?? two;
  if (hexadecimal !== undefined) return codePoint(parseInt(hexadecimal, 16)) ?? written;
  if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
  if (character === undefined) return '\n';
  return SINGLE_CHARACTERS.get(character) ?? character;
}

/** `undefined` above Unicode's last: the compiler rejects it. */
function codePoint(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
