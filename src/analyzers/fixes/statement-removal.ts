import type { DocumentEdit } from '../finding';
import type { Fragment } from '../sources/fragment';

/** Removes a whole statement of an `.sql` document, its semicolon and its line break. */
export function statementRemoval(fragment: Fragment, documentText: string): DocumentEdit | undefined {
  if (fragment.host.kind !== 'sql') return undefined;
  const { start, end } = fragment.documentSpan;
  const tail = /^\s*;[ \t]*(\r?\n)?/.exec(documentText.slice(end));
  const lineStart = documentText.lastIndexOf('\n', start - 1) + 1;
  const isAloneOnLine = documentText.slice(lineStart, start).trim() === '';
  return {
    span: { start: isAloneOnLine ? lineStart : start, end: end + (tail?.[0].length ?? 0) },
    newText: '',
  };
}
