import * as vscode from 'vscode';
import type { FoundQuery } from '../../analyzers/find-query';
import type { FragmentEdit } from '../../analyzers/sources/edit';
import { escapeText } from '../../analyzers/sources/escape-text';
import { createOffsetMap } from '../../analyzers/sources/offset-map';
import type { Span } from '../../analyzers/span';
import type { JudgedText } from '../judgement';

/** A query, and the text of its document as it was when somebody asked for the plan. */
export interface ExplainedText {
  readonly source: JudgedText;
  readonly found: FoundQuery;
}

/** Where a stretch of the query stands by now; `undefined` when the query has changed meanwhile. */
export function rangeInDocument(
  explained: ExplainedText,
  span: Span,
  document: vscode.TextDocument,
): vscode.Range | undefined {
  const moved = movedBy(explained, document);
  if (moved === undefined) return undefined;
  const { start, end } = createOffsetMap(explained.found.segments).spanToDocument(span);
  return new vscode.Range(document.positionAt(start + moved), document.positionAt(end + moved));
}

/** Edits that write something before or behind what stands in the query; `undefined` when it has changed meanwhile. */
export function editsInDocument(
  explained: ExplainedText,
  edits: readonly FragmentEdit[],
  document: vscode.TextDocument,
): vscode.WorkspaceEdit | undefined {
  const all = new vscode.WorkspaceEdit();
  for (const { span, pieces } of edits) {
    const range = rangeInDocument(explained, span, document);
    if (range === undefined) return undefined;
    const kept = pieces.findIndex((piece) => typeof piece !== 'string');
    const write = (place: vscode.Position, texts: readonly unknown[]): void => {
      const text = texts.join('');
      if (text !== '') all.insert(document.uri, place, escapeText(text, explained.found.host, '\n'));
    };
    write(range.start, pieces.slice(0, kept));
    write(range.end, pieces.slice(kept + 1));
  }
  return all;
}

/** The statement is looked for where it stood, then elsewhere if it stands there once. */
function movedBy(
  { source, found: { span } }: ExplainedText,
  document: vscode.TextDocument,
): number | undefined {
  const statement = source.text.slice(span.start, span.end);
  const text = document.getText();
  if (text.startsWith(statement, span.start)) return 0;
  const first = text.indexOf(statement);
  return first === -1 || text.includes(statement, first + 1) ? undefined : first - span.start;
}
