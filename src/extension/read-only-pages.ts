import * as vscode from 'vscode';
import { DOCUMENT_SCHEMES } from './manifest';

/** Texts that are made to be read, searched and copied. Each name has one page, made anew by each request. */
export class ReadOnlyPages implements vscode.TextDocumentContentProvider {
  static readonly scheme = DOCUMENT_SCHEMES.page;
  readonly #onDidChange = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#onDidChange.event;
  readonly #pages = new Map<string, string>();

  provideTextDocumentContent({ path }: vscode.Uri): string {
    return this.#pages.get(path) ?? '';
  }

  dispose(): void {
    this.#onDidChange.dispose();
  }

  /** @param name with its ending, which says the language */
  async open(name: string, text: string, options: vscode.TextDocumentShowOptions = {}): Promise<void> {
    const uri = vscode.Uri.from({ scheme: ReadOnlyPages.scheme, path: `/${name.replaceAll('/', '∕')}` });
    this.#pages.set(uri.path, text);
    this.#onDidChange.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true, ...options });
  }
}
