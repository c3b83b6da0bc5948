import * as vscode from 'vscode';
import { DisposableStore } from '../lifecycle';
import type { Report } from '../errors';
import { DatabaseModel } from './database-model';
import { figuresIn } from './figures';
import { type RowState, TreeContent } from './tree-content';
import { connectionNode, type TreeNode } from './tree-node';
import type { TreePorts } from './tree-ports';
import { toMarkdown, toTreeItem } from './to-tree-item';

const STATES: Readonly<Record<RowState, vscode.TreeItemCollapsibleState>> = {
  leaf: vscode.TreeItemCollapsibleState.None,
  closed: vscode.TreeItemCollapsibleState.Collapsed,
  open: vscode.TreeItemCollapsibleState.Expanded,
};

/** The view of the indexes of connected databases. Rows come from what is known at once; sizes and counters follow. */
export class IndexTree implements vscode.TreeDataProvider<TreeNode> {
  readonly #store = new DisposableStore();
  readonly #onDidChangeTreeData = this.#store.add(new vscode.EventEmitter<TreeNode | undefined>());
  readonly onDidChangeTreeData = this.#onDidChangeTreeData.event;
  readonly #models = new Map<string, DatabaseModel>();
  /** To the view a row is the same one only where it is the same object. */
  readonly #nodes = new Map<string, TreeNode>();
  readonly #content: TreeContent;

  constructor(
    viewId: string,
    private readonly ports: TreePorts,
    private readonly report: Report,
  ) {
    const words = { l10n: vscode.l10n, figures: figuresIn(vscode.env.language, vscode.l10n) };
    this.#content = new TreeContent(
      (id) => this.#models.get(id),
      words,
      () => new Date(),
    );
    this.#store.add(vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true }));
    this.#store.add(ports.onDidChangeConnections(() => this.#followConnections()));
    this.#followConnections();
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) return [...this.#models.keys()].map((id) => this.#same(connectionNode(id)));
    const children = await this.#content.childrenOf(node);
    void this.#content.readLate(node).then((changed) => changed && this.#onDidChangeTreeData.fire(node));
    return children.map((child) => this.#same(child));
  }

  async getTreeItem(node: TreeNode): Promise<vscode.TreeItem> {
    const { row, state } = await this.#content.rowOf(node);
    return toTreeItem(node.id, row, STATES[state]);
  }

  async resolveTreeItem(item: vscode.TreeItem, node: TreeNode): Promise<vscode.TreeItem> {
    const { row } = await this.#content.rowOf(node);
    item.tooltip = toMarkdown(row.tooltip);
    return item;
  }

  /** The catalogues are read anew, whose rows then take the place of these. */
  async refresh(connectionId: string | undefined): Promise<void> {
    const models = [...this.#models].filter(([id]) => connectionId === undefined || id === connectionId);
    await Promise.all(models.map(([, model]) => model.readAgain()));
  }

  dispose(): void {
    this.#store.dispose();
  }

  #followConnections(): void {
    const connections = this.ports.connections();
    const open = new Set(connections.map(({ database }) => database.id));
    const gone = [...this.#models.keys()].filter((id) => !open.has(id));
    for (const id of gone) this.#models.delete(id);
    let hasNew = false;
    for (const connection of connections) {
      const { id } = connection.database;
      const known = this.#models.get(id);
      const model = known ?? new DatabaseModel(connection, this.ports);
      this.#models.set(id, model);
      hasNew ||= known === undefined;
      model.follow(connection).then(
        (changed) => changed && this.#onDidChangeTreeData.fire(undefined),
        (error: unknown) => this.report(error, 'tree of indexes'),
      );
    }
    if (gone.length > 0 || hasNew) this.#onDidChangeTreeData.fire(undefined);
  }

  #same(node: TreeNode): TreeNode {
    const known = this.#nodes.get(node.id) ?? node;
    this.#nodes.set(node.id, known);
    return known;
  }
}
