import * as vscode from 'vscode';
import { DOCUMENT_SCHEMES } from '../manifest';
import type { ShownPlans } from '../shown-plans';
import { printPlans } from './print-plans';

/** The shown plans as one read-only text, which a screen reader reads, which can be searched and copied. */
export class PlanDocument implements vscode.TextDocumentContentProvider {
  static readonly scheme = DOCUMENT_SCHEMES.plan;
  readonly #onDidChange = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#onDidChange.event;
  #text = '';

  provideTextDocumentContent(): string {
    return this.#text;
  }

  dispose(): void {
    this.#onDidChange.dispose();
  }

  /** Beside the code, which keeps the focus. */
  async open(shown: ShownPlans): Promise<void> {
    this.#text = printPlans(shown, { l10n: vscode.l10n, language: vscode.env.language });
    const uri = vscode.Uri.from({ scheme: PlanDocument.scheme, path: `/${vscode.l10n.t('Plan')}.txt` });
    this.#onDidChange.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }
}
