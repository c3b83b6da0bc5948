import type * as vscode from 'vscode';

/** What is seen and heard of a row of the index tree. Plain data: the provider makes tree items of it, tests read it. */
export interface TreeRow {
  readonly label: string;
  /** Beside the label, short. */
  readonly description: string;
  /** A codicon. */
  readonly icon: string;
  /** `index;valid=yes;constraint=no;method=btree`: what menus are chosen by. */
  readonly contextValue: string;
  readonly accessibleLabel: string;
  readonly tooltip: readonly TooltipPart[];
}

export type RowState = 'leaf' | 'closed' | 'open';

export interface ShownRow {
  readonly row: TreeRow;
  readonly state: RowState;
  /** A place in a file that a click on the row opens. */
  readonly opens?: { readonly uri: vscode.Uri; readonly range: vscode.Range };
}

export type TooltipPart =
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'sql'; readonly text: string }
  | { readonly kind: 'fact'; readonly name: string; readonly value: string }
  | { readonly kind: 'sentence'; readonly text: string }
  /** Of a list. */
  | { readonly kind: 'point'; readonly text: string };

export const title = (text: string): TooltipPart => ({ kind: 'title', text });
export const sql = (text: string): TooltipPart => ({ kind: 'sql', text });
export const fact = (name: string, value: string): TooltipPart => ({ kind: 'fact', name, value });
export const sentence = (text: string): TooltipPart => ({ kind: 'sentence', text });

/** Words between which a pause is heard, and a dot is seen. */
export function describe(words: readonly (string | undefined)[]): {
  readonly seen: string;
  readonly heard: string;
} {
  const said = words.filter((word) => word !== undefined && word !== '');
  return { seen: said.join(' · '), heard: said.join(', ') };
}
