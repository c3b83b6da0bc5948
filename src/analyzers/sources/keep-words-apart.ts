import type { FragmentEdit, Piece } from './edit';

const ENDS_IN_WORD = /[\w$\u0080-\uffff]$/;
const BEGINS_WITH_WORD = /^[\w$\u0080-\uffff]/;

/** The edit with a space wherever two words would become one: nobody has to write `(1) AND` instead of `(1)AND`. */
export function keepWordsApart({ span, pieces }: FragmentEdit, text: string): FragmentEdit {
  const around = { before: { start: 0, end: span.start }, behind: { start: span.end, end: text.length } };
  const apart: Piece[] = [];
  let last: Piece = around.before;
  for (const piece of [...pieces, around.behind]) {
    const isEmpty = typeof piece === 'string' ? piece === '' : piece.start >= piece.end;
    if (isEmpty) continue;
    if (
      !isContinued(last, piece) &&
      ENDS_IN_WORD.test(textOf(last, text)) &&
      BEGINS_WITH_WORD.test(textOf(piece, text))
    )
      apart.push(' ');
    if (piece !== around.behind) apart.push(piece);
    last = piece;
  }
  return { span, pieces: apart };
}

function isContinued(last: Piece, next: Piece): boolean {
  return typeof last !== 'string' && typeof next !== 'string' && last.end === next.start;
}

/** Its ends are what matters. */
function textOf(piece: Piece, text: string): string {
  if (typeof piece === 'string') return piece;
  const { start, end } = piece;
  return end - start < 4 ? text.slice(start, end) : text.slice(start, start + 2) + text.slice(end - 2, end);
}
