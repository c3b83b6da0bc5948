import * as vscode from 'vscode';
import { findOpenDocument } from '../documents';
import type { PlanSource } from '../shown-plans';
import { shiftOf } from './plan-places';

/** `src/event-store.ts:12`; without the line when the file is not open or the query has changed. */
export function describePlace(source: PlanSource): string {
  const path = vscode.workspace.asRelativePath(vscode.Uri.parse(source.uri));
  const document = findOpenDocument(source.uri);
  const shift = document && shiftOf(document.getText(), source);
  if (document === undefined || shift === undefined) return path;
  return `${path}:${document.positionAt(source.span.start + shift).line + 1}`;
}
