import * as vscode from 'vscode';
import { describeSchema } from '../describe-schema';
import { folderOf, isJudged } from '../documents';
import type { Judge, SchemaOfFolder } from '../judge';
import { localize } from '../localize';
import type { ReadOnlyPages } from '../read-only-pages';
import { printQueryIndexes } from './query-indexes-text';

export interface QueryIndexesPorts {
  readonly judge: Judge;
  readonly schemas: SchemaOfFolder;
  readonly pages: ReadOnlyPages;
}

/** The query at the cursor, and what each index of its tables does for it: beside the code, which keeps the focus. */
export async function showQueryIndexes({ judge, schemas, pages }: QueryIndexesPorts): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !isJudged(editor.document)) {
    vscode.window.showInformationMessage(
      vscode.l10n.t('Put the cursor into a query of an SQL, TypeScript or JavaScript file first.'),
    );
    return;
  }
  const { document, selection } = editor;
  const { uri, languageId } = document;
  const text = document.getText();
  const shown = await judge.findQueryIndexes({ uri, languageId, text }, document.offsetAt(selection.active));
  if (shown.kind === 'refused') {
    vscode.window.showInformationMessage(localize(shown.reason));
    return;
  }
  const { start, end } = shown.span;
  const line = document.positionAt(start).line + 1;
  const schema = await schemas.of(folderOf(uri));
  const page = printQueryIndexes(
    shown,
    {
      place: `${vscode.workspace.asRelativePath(uri)}:${line}`,
      text: text.slice(start, end),
      basis: `${describeSchema(schema, new Date(), vscode.l10n)}.`,
    },
    vscode.l10n,
  );
  const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
  await pages.open(`${vscode.l10n.t('Indexes of this query')}.md`, page, beside);
}
