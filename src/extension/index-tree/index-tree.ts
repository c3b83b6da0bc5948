import * as vscode from 'vscode';
import { DisposableStore } from '../lifecycle';
import type { Report } from '../errors';
import type { Arrangement } from './arrange-tables';
import { DatabaseModel } from './database-model';
import { figuresIn } from '../figures';
import { KnownUsers } from './known-users';
import { parentOf } from './parent-of';
import { TreeContent } from './tree-content';
import { connectionNode, type TreeNode } from './tree-node';
import type { TreePorts } from './tree-ports';
import type { RowState } from './tree-row';
import { toMarkdown, toTreeItem } from './to-tree-item';

const STATES: Readonly<Record<RowState, vscode.TreeItemCollapsibleState>> = {
  leaf: vscode.TreeItemCollapsibleState.None,
  closed: vscode.TreeItemCollapsibleState.Collapsed,
  open: vscode.TreeItemCollapsibleState.Expanded,
};

const USES_DELAY_MS = 1500;

/** The rows of the indexes of connected databases. They come from what is known at once; sizes, counters and health follow. */
export class IndexTree implements vscode.TreeDataProvider<TreeNode> {
  readonly #store = new DisposableStore();
  readonly #onDidChangeTreeData = this.#store.add(new vscode.EventEmitter<TreeNode | undefined>());
  readonly onDidChangeTreeData = this.#onDidChangeTreeData.event;
  readonly #onDidJudge = this.#store.add(new vscode.EventEmitter<DatabaseModel>());
  /** The health of a database is known whole. */
  readonly onDidJudge = this.#onDidJudge.event;
  readonly #models = new Map<string, DatabaseModel>();
  /** To the view a row is the same one only where it is the same object. */
  readonly #nodes = new Map<string, TreeNode>();
  readonly words = { l10n: vscode.l10n, figures: figuresIn(vscode.env.language, vscode.l10n) };
  readonly #users: KnownUsers;
  readonly #content: TreeContent;
  #usesTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly ports: TreePorts,
    private readonly report: Report,
  ) {
    const now = (): Date => new Date();
    this.#users = new KnownUsers(ports, this.words.l10n);
    const modelOf = (id: string): DatabaseModel | undefined => this.#models.get(id);
    this.#content = new TreeContent(modelOf, ports.wantingPlaces, this.#users, this.words, now);
    this.#store.add(ports.onDidChangeConnections(() => this.#followConnections()));
    this.#store.add(ports.onDidChangeFindings(() => this.#models.size > 0 && this.showAgain()));
    this.#store.add(ports.onDidChangeUses(() => this.#showUsersLater()));
    this.#store.add({ dispose: () => clearTimeout(this.#usesTimer) });
    this.#followConnections();
  }

  get models(): readonly DatabaseModel[] {
    return [...this.#models.values()];
  }

  get arrangement(): Arrangement {
    return this.#content.arrangement;
  }

  arrange(wish: Partial<Arrangement>): void {
    this.#content.arrangement = { ...this.#content.arrangement, ...wish };
    this.showAgain();
  }

  modelOf(connectionId: string): DatabaseModel | undefined {
    return this.#models.get(connectionId);
  }

  /** The rows of one database, or of all. */
  showAgain(connectionId?: string): void {
    this.#onDidChangeTreeData.fire(
      connectionId === undefined ? undefined : this.nodeOf(connectionNode(connectionId)),
    );
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) return [...this.#models.keys()].map((id) => this.nodeOf(connectionNode(id)));
    const children = await this.#content.childrenOf(node);
    void this.#content.readLate(node).then((changed) => changed && this.#onDidChangeTreeData.fire(node));
    return children.map((child) => this.nodeOf(child));
  }

  getParent(node: TreeNode): TreeNode | undefined {
    const parent = parentOf(node, (id, table) => this.#content.holderOf(id, table));
    return parent && this.nodeOf(parent);
  }

  async getTreeItem(node: TreeNode): Promise<vscode.TreeItem> {
    const { row, state, opens } = await this.#content.rowOf(node);
    const item = toTreeItem(node.id, row, STATES[state]);
    if (opens) {
      const options = { selection: opens.range, preview: true };
      item.command = {
        command: 'vscode.open',
        title: vscode.l10n.t('Open Query'),
        arguments: [opens.uri, options],
      };
    }
    return item;
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

  /** Who types changes a file with every key. */
  #showUsersLater(): void {
    clearTimeout(this.#usesTimer);
    this.#usesTimer = setTimeout(() => {
      for (const index of this.#users.indexes) this.#onDidChangeTreeData.fire(this.nodeOf(index));
    }, USES_DELAY_MS);
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
      this.#follow(model, connection).catch((error: unknown) => this.report(error, 'tree of indexes'));
    }
    if (gone.length > 0 || hasNew) this.showAgain();
  }

  async #follow(model: DatabaseModel, connection: Parameters<DatabaseModel['follow']>[0]): Promise<void> {
    if (!(await model.follow(connection))) return;
    const { id } = connection.database;
    this.showAgain(id);
    await model.judge(() => this.showAgain(id));
    this.#onDidJudge.fire(model);
  }

  /** The row that the view knows. */
  nodeOf(node: TreeNode): TreeNode {
    const known = this.#nodes.get(node.id) ?? node;
    this.#nodes.set(node.id, known);
    return known;
  }
}
