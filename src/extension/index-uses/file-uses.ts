import * as vscode from 'vscode';
import type { QueryUse } from '../../analyzers/index-uses';
import type { JudgedText } from '../judgement';
import { TextPositions } from '../positions';
import type { UsingQuery } from '../uses-of-index';

const MAX_TEXT = 160;

export function toUsingQueries({ uri, text }: JudgedText, uses: readonly QueryUse[]): readonly UsingQuery[] {
  if (uses.length === 0) return [];
  const positions = new TextPositions(text);
  const path = vscode.workspace.asRelativePath(uri);
  return uses.map((use) => {
    const range = positions.range(use.span);
    const line = text.slice(use.span.start, use.span.end).replace(/\s+/g, ' ').trim();
    return {
      uri,
      range,
      place: `${path}:${range.start.line + 1}`,
      text: line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT)}…` : line,
      use,
    };
  });
}
