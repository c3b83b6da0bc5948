import type { FragmentEdit, Piece } from '../sources/edit';
import type { Fragment } from '../sources/fragment';
import type { SelectNode } from '../sql/model';
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
    if (position > 0) pieces.push(isMultiline ? `\n${indentation}${unit.repeat(depth)}` : ' ');
    pieces.push(...content);
  }
  return { span: replaced, pieces };
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
