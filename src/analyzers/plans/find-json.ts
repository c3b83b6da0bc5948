import { message, type Message } from '../message';

export type FoundJson =
  | { readonly kind: 'document'; readonly document: unknown }
  | { readonly kind: 'problem'; readonly message: Message };

const BEGINS = /[[{]\s*(?:\{\s*)?"(?:Plan|Plans|Node Type|Query Text|Query Identifier)"/;
const FRAME = /^(?:"?QUERY PLAN"?|[-+=| ]*---[-+=| ]*|\(\d+ rows?\))$/;

/** @returns nothing where the text has no JSON of a plan in it */
export function findJson(text: string): FoundJson | undefined {
  const bare = withoutFrame(text);
  const start = BEGINS.exec(bare)?.index;
  if (start === undefined) return undefined;
  const end = findEnd(bare, start);
  if (end === undefined) {
    return {
      kind: 'problem',
      message: message(
        'The JSON of the plan ends before its brackets are closed, at line {0}. Copy it to its end.',
        lineOf(bare, bare.trimEnd().length),
      ),
    };
  }
  try {
    // Of its 64 bits JavaScript's numbers have 53.
    const exact = bare.slice(start, end).replace(/("Query Identifier":\s*)(-?\d+)/, '$1"$2"');
    return { kind: 'document', document: JSON.parse(exact) as unknown };
  } catch (error) {
    return { kind: 'problem', message: describe(error, bare, start) };
  }
}

/** Lines keep their numbers: those of the frame become empty. */
function withoutFrame(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map((line) => {
    if (FRAME.test(line.trim())) return '';
    const end = line.at(-1);
    if (end !== '|' && end !== '+') return line;
    return line.replace(/^\|(.*)\|$/, '$1').replace(/\s*\+$/, '');
  });
  const bare = lines.join('\n');
  // A cell of a spreadsheet: its quotes are doubled.
  return /""(?:Plan|Node Type)""/.test(bare) ? bare.replaceAll('""', '"') : bare;
}

function findEnd(text: string, start: number): number | undefined {
  let depth = 0;
  let isInText = false;
  for (let at = start; at < text.length; at += 1) {
    const sign = text[at];
    if (isInText) {
      if (sign === '\\') at += 1;
      else if (sign === '"') isInText = false;
    } else if (sign === '"') isInText = true;
    else if (sign === '[' || sign === '{') depth += 1;
    else if (sign === ']' || sign === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function describe(error: unknown, text: string, start: number): Message {
  const reason = error instanceof Error ? error.message : '';
  const position = /position (\d+)/.exec(reason)?.[1];
  return position === undefined
    ? message('The JSON of the plan that begins at line {0} is not valid JSON.', lineOf(text, start))
    : message('The JSON of the plan is not valid JSON at line {0}.', lineOf(text, start + Number(position)));
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
