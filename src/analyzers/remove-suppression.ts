import type { DocumentEdit, SuppressionProblem } from './finding';
import { message } from './message';
import type { Span } from './span';
import type { Directive, ListedName } from './suppressions';

type Removal = Pick<SuppressionProblem, 'removal'>;

/**
 * Takes one name out of a comment that lists several, and the whole comment when none of its names is of use. Nothing for a comment
 * whose end cannot be told from the line alone: one inside a string, or one of several lines.
 */
export function removalOf(
  text: string,
  directive: Directive,
  name: ListedName | undefined,
  useless: readonly ListedName[],
): Removal {
  if (name !== undefined && useless.length < directive.names.length) {
    const title = message('Remove {0} from this comment', name.text);
    return { removal: { title, edit: deletion(nameWithSeparator(directive, name)) } };
  }
  const span = wholeComment(text, directive.commentSpan);
  return span === undefined
    ? {}
    : { removal: { title: message('Remove this comment'), edit: deletion(span) } };
}

function deletion(span: Span): DocumentEdit {
  return { span, newText: '' };
}

function nameWithSeparator({ names }: Directive, name: ListedName): Span {
  const index = names.indexOf(name);
  const before = names[index - 1];
  if (before !== undefined) return { start: before.span.end, end: name.span.end };
  return { start: name.span.start, end: names[index + 1]?.span.start ?? name.span.end };
}

function wholeComment(text: string, { start, end }: Span): Span | undefined {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const isFirst = text.slice(lineStart, start).trim() === '';
  const line = { start: lineStart, end: Math.min(end + 1, text.length) };
  const comment = text.slice(start, end);
  if (comment.startsWith('/*')) {
    const close = comment.indexOf('*/');
    if (close < 0) return undefined;
    const isAlone = isFirst && comment.slice(close + 2).trim() === '';
    return isAlone ? line : { start, end: start + close + 2 };
  }
  // A template or a block comment may end on the same line.
  return isFirst && !/`|\*\//.test(comment) ? line : undefined;
}
