import type * as vscode from 'vscode';
import type { Analysis } from '../analyzers/finding';
import type { FolderSchema } from './folder-schema';
import type { TextPositions } from './positions';

export interface JudgedText {
  readonly uri: vscode.Uri;
  readonly languageId: string;
  readonly text: string;
}

/** What is known of one text. */
export interface Judgement extends JudgedText {
  readonly positions: TextPositions;
  readonly schema: FolderSchema;
  readonly analysis: Analysis;
}

/** How the last attempt to judge a document went. */
export type Progress =
  | { readonly kind: 'judging' }
  | {
      readonly kind: 'judged';
      readonly findings: number;
      readonly statements: number;
      readonly durationMs: number;
    }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'no-sql' }
  /** By the user's settings. */
  | { readonly kind: 'off' };
