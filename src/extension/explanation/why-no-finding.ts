import * as vscode from 'vscode';
import { placeAt } from '../../analyzers/statement-at';
import { isJudged } from '../documents';
import type { Judge } from '../judge';
import { DOCUMENT_SCHEMES } from '../manifest';
import { describeSchema } from '../describe-schema';
import { explainStatement } from './explain-statement';

/** One page, made anew by each request: a read-only text that a screen reader reads and that can be copied. */
export class WhyNoFinding implements vscode.TextDocumentContentProvider {
  static readonly scheme = DOCUMENT_SCHEMES.explanation;
  readonly #onDidChange = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#onDidChange.event;
  #page = '';

  constructor(private readonly judge: Judge) {}

  provideTextDocumentContent(): string {
    return this.#page;
  }

  dispose(): void {
    this.#onDidChange.dispose();
  }

  async explain(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || !isJudged(editor.document)) {
      const sentence = vscode.l10n.t(
        'Put the cursor into a statement of an SQL, TypeScript or JavaScript file first.',
      );
      void vscode.window.showInformationMessage(sentence);
      return;
    }
    this.#page = await this.#explainAt(editor.document, editor.selection.active);
    const uri = vscode.Uri.from({
      scheme: WhyNoFinding.scheme,
      path: `/${vscode.l10n.t('Why no finding')}.md`,
    });
    this.#onDidChange.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }

  async #explainAt(document: vscode.TextDocument, cursor: vscode.Position): Promise<string> {
    const { uri, languageId } = document;
    const text = document.getText();
    const offset = document.offsetAt(cursor);
    const { analysis, schema } = await this.judge.judge(
      { uri, languageId, text },
      new AbortController().signal,
      'command',
    );
    const place = `${vscode.workspace.asRelativePath(uri)}:${cursor.line + 1}`;
    const statement = placeAt(analysis.statements, offset, text);
    if (statement === undefined) {
      return `${vscode.l10n.t('No SQL statement was found at {0}.', place)}\n`;
    }
    const basis = `${describeSchema(schema, new Date(), vscode.l10n)}.`;
    return explainStatement(statement, { place, text, basis }, vscode.l10n);
  }
}
