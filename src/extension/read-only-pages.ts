import * as vscode from 'vscode';

/** Texts that are made to be read, searched and copied. Each name has one page, made anew by each request. */
export class ReadOnlyPages implements vscode.TextDocumentContentProvider {
  readonly #onDidChange = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#onDidChange.event;
  readonly #pages = new Map<string, string>();

  constructor(readonly scheme: string) {}

  provideTextDocumentContent({ path }: vscode.Uri): string {
    return this.#pages.get(path) ?? '';
  }

  dispose(): void {
    this.#onDidChange.dispose();
  }

  /** @param name with its ending, which says the language */
  async open(name: string, text: string, options: vscode.TextDocumentShowOptions = {}): Promise<void> {
    const uri = this.#uriOf(name);
    this.#pages.set(uri.path, text);
    this.#onDidChange.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true, ...options });
  }

  /** Its tabs, where there are any. */
  async close(name: string): Promise<void> {
    const uri = this.#uriOf(name).toString();
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri);
    if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
  }

  #uriOf(name: string): vscode.Uri {
    return vscode.Uri.from({ scheme: this.scheme, path: `/${name.replaceAll('/', '∕')}` });
  }
}
