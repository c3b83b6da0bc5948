import * as vscode from 'vscode';
import type { FromPage, ToPage } from '../../plan-page/page-model';
import type { Disposable } from '../lifecycle';
import { PLAN_VIEW_TYPE } from '../manifest';
import { planHtml } from './plan-html';

/** One webview panel. Its page is loaded anew whenever it becomes visible, and then says `ready`. */
export class PlanPanel implements Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #listeners: vscode.Disposable[];

  constructor(
    extensionUri: vscode.Uri,
    title: string,
    onMessage: (message: FromPage) => void,
    onClose: () => void,
    restored?: vscode.WebviewPanel,
  ) {
    const folder = vscode.Uri.joinPath(extensionUri, 'dist');
    const options = { enableScripts: true, localResourceRoots: [folder] };
    this.#panel =
      restored ??
      vscode.window.createWebviewPanel(
        PLAN_VIEW_TYPE,
        title,
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
        { ...options, enableFindWidget: true },
      );
    const { webview } = this.#panel;
    webview.options = options;
    this.#panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.png');
    this.#listeners = [
      webview.onDidReceiveMessage((message: FromPage) => onMessage(message)),
      this.#panel.onDidDispose(onClose),
    ];
    const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
    webview.html = planHtml(
      { script: file('plan-page.js'), style: file('plan-page.css') },
      webview.cspSource,
      vscode.env.language,
    );
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#panel.dispose();
  }

  /** To a page that is hidden nothing comes: it asks for everything when it is shown again. */
  async post(message: ToPage): Promise<void> {
    await this.#panel.webview.postMessage(message);
  }

  get isVisible(): boolean {
    return this.#panel.visible;
  }

  rename(title: string): void {
    this.#panel.title = title;
  }

  /** Brings it to the front. */
  reveal({ preserveFocus }: { readonly preserveFocus: boolean }): void {
    this.#panel.reveal(undefined, preserveFocus);
  }
}
