import * as vscode from 'vscode';
import { COMMANDS, CONTEXT_KEYS } from '../manifest';
import { DisposableStore } from '../lifecycle';
import { type Arrangement, type Order, ORDERS } from './arrange-tables';
import { findingsOf } from './database-health';
import type { DatabaseModel } from './database-model';
import { badgeOf, describeAges } from './describe-view';
import type { IndexTree } from './index-tree';
import { findingNode, groupNode, type TreeNode } from './tree-node';

const ORDER_KEY = 'indexTree.order';
/** Ages are words such as "3 minutes ago". */
const AGE_REFRESH_MS = 60_000;

/** The view around the rows: the line above them, the badge, what is filtered and in which order. */
export class IndexTreeView {
  readonly #store = new DisposableStore();
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #told = new Set<string>();

  constructor(
    viewId: string,
    private readonly tree: IndexTree,
    private readonly state: vscode.Memento,
  ) {
    const kept = state.get<string>(ORDER_KEY);
    const order = ORDERS.find((candidate) => candidate === kept);
    if (order) tree.arrange({ order });
    const options = { treeDataProvider: tree, showCollapseAll: true };
    this.#view = this.#store.add(vscode.window.createTreeView(viewId, options));
    this.#store.add(tree.onDidChangeTreeData(() => this.#show()));
    this.#store.add(tree.onDidJudge((model) => void this.#tellOfLeftovers(model)));
    const timer = setInterval(() => this.#view.visible && this.#show(), AGE_REFRESH_MS);
    this.#store.add({ dispose: () => clearInterval(timer) });
    this.#show();
  }

  get isVisible(): boolean {
    return this.#view.visible;
  }

  get onDidChangeVisibility(): vscode.Event<unknown> {
    return this.#view.onDidChangeVisibility;
  }

  async setFilter(filter: string): Promise<void> {
    this.#arrange({ filter });
    await vscode.commands.executeCommand('setContext', CONTEXT_KEYS.hasIndexFilter, filter !== '');
  }

  async setOrder(order: Order): Promise<void> {
    this.#arrange({ order });
    await this.state.update(ORDER_KEY, order);
  }

  dispose(): void {
    this.#store.dispose();
  }

  #arrange(wish: Partial<Arrangement>): void {
    this.tree.arrange(wish);
    const { filter } = this.tree.arrangement;
    this.#view.description = filter === '' ? '' : vscode.l10n.t('with “{0}”', filter);
  }

  #show(): void {
    const { models, words } = this.tree;
    const listings = models.flatMap(({ known }) => known?.listing ?? []);
    this.#view.message = describeAges(listings, new Date(), words) ?? '';
    this.#view.badge = badgeOf(
      models.map(({ health }) => health),
      vscode.l10n,
    );
  }

  /** Once for each connection and window: whoever broke off a build may not know that it has left something. */
  async #tellOfLeftovers(model: DatabaseModel): Promise<void> {
    const { id, name } = model.database;
    const invalid = findingsOf(model.health, 'invalid');
    const [first] = invalid;
    if (first === undefined || this.#told.has(id)) return;
    this.#told.add(id);
    const show = vscode.l10n.t('Show Indexes');
    const sentence =
      invalid.length === 1
        ? vscode.l10n.t(
            '{0} has an invalid index, {1}. A build or a rebuild was broken off: no query uses it, and writes may pay for it.',
            name,
            first.index,
          )
        : vscode.l10n.t(
            '{0} has {1} invalid indexes. Builds or rebuilds were broken off: no query uses them, and writes may pay for them.',
            name,
            invalid.length,
          );
    const repair = vscode.l10n.t('Repair...');
    const buttons = invalid.length === 1 ? [repair, show] : [show];
    const choice = await vscode.window.showWarningMessage(sentence, ...buttons);
    if (choice === repair) {
      await vscode.commands.executeCommand(COMMANDS.repairIndex, findingNode(id, first));
    }
    if (choice === show) {
      await this.#view.reveal(this.tree.nodeOf(groupNode(id, 'invalid')), { expand: true, focus: true });
    }
  }
}
