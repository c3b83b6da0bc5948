import type { FragmentEdit, Piece } from '../sources/edit';
import type { Fragment } from '../sources/fragment';
import type { SelectNode } from '../sql/model';
import { tokenize } from '../sql/tokens';
import type { Span } from '../span';

/** A line of a rewrite: how deep it stands and what it holds. */
export interface Line {
  readonly depth: number;
  readonly pieces: readonly Piece[];
}

export function line(depth: number, ...pieces: readonly Piece[]): Line {
  return { depth, pieces };
}

/** Joins lines in the user's own manner: one line stays one line (always inside a string literal), several keep the indentation. */
export function layOut(lines: readonly Line[], fragment: Fragment, replaced: Span): FragmentEdit {
  const { text } = fragment;
  const statementText = text.slice(0, replaced.end);
  const isMultiline = fragment.host.kind !== 'string' && statementText.includes('\n');
  const indentation = indentationOf(text, replaced.start);
  const unit = indentation.includes('\t') ? '\t' : '  ';
  const pieces: Piece[] = [];
  for (const [position, { depth, pieces: content }] of lines.entries()) {
    const margin = unit.repeat(depth);
    if (position > 0) pieces.push(isMultiline ? `\n${indentation}${margin}` : ' ');
    pieces.push(...content.flatMap((piece) => indentCopy(piece, text, margin)));
  }
  return { span: replaced, pieces };
}

/** The further lines of what is copied move to the right with its first; a line break inside a string belongs to the string. */
function indentCopy(piece: Piece, text: string, margin: string): readonly Piece[] {
  if (typeof piece === 'string' || margin === '') return [piece];
  const copied = text.slice(piece.start, piece.end);
  const inside = tokenize(copied).filter(({ start, end }) => copied.slice(start, end).includes('\n'));
  const pieces: Piece[] = [];
  let from = piece.start;
  for (const { index } of copied.matchAll(/\n/g)) {
    if (inside.some(({ start, end }) => start <= index && index < end)) continue;
    const next = piece.start + index + 1;
    pieces.push({ start: from, end: next }, margin);
    from = next;
  }
  return [...pieces, { start: from, end: piece.end }].filter(
    (part) => typeof part === 'string' || part.end > part.start,
  );
}

function indentationOf(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** A bare `*` would now include the columns of the helper sub-selects. */
export function qualifyStars(select: SelectNode, relationName: string): readonly FragmentEdit[] {
  return select.targets
    .filter(
      ({ expression }) =>
        expression.kind === 'column' && expression.name === '*' && expression.qualifier === undefined,
    )
    .map(({ span }) => ({ span, pieces: [`${relationName}.*`] }));
}
