import * as vscode from 'vscode';
import type { RelationName } from '../../analyzers/schema/snapshot';
import { type DatabaseObject, objectOf } from '../database-object';
import { localize } from '../localize';
import { type Order, ORDERS } from './arrange-tables';
import type { IndexTree } from './index-tree';
import type { IndexTreeView } from './index-tree-view';

type IndexObject = Extract<DatabaseObject, { kind: 'index' }>;

/** What people do in the view of indexes, from its rows and from the palette. */
export class TreeCommands {
  constructor(
    private readonly tree: IndexTree,
    private readonly view: IndexTreeView,
  ) {}

  async filter(): Promise<void> {
    const filter = await vscode.window.showInputBox({
      title: vscode.l10n.t('Filter Indexes'),
      prompt: vscode.l10n.t('Part of the name of a table or of an index.'),
      value: this.tree.arrangement.filter,
    });
    if (filter !== undefined) await this.view.setFilter(filter.trim());
  }

  async sort(): Promise<void> {
    const labels: Readonly<Record<Order, string>> = {
      name: vscode.l10n.t('By name'),
      size: vscode.l10n.t('By size, the largest first'),
      scans: vscode.l10n.t('By scans, the most used first'),
    };
    const items = ORDERS.map((order) => ({
      order,
      label: labels[order],
      picked: order === this.tree.arrangement.order,
    }));
    const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Sort Indexes') });
    if (picked) await this.view.setOrder(picked.order);
  }

  async copyDefinition(node: unknown): Promise<void> {
    const index = await this.#indexOf(node, vscode.l10n.t('The index whose definition is copied'));
    if (!index) return;
    const details = await this.tree.modelOf(index.connectionId)?.detailsOf(index.table);
    const definition = details?.indexes.find(({ name }) => name === index.index)?.definition;
    if (definition === undefined) {
      vscode.window.showInformationMessage(
        vscode.l10n.t(
          'The definition of {0} was not read, or has a part that cannot be printed.',
          index.index,
        ),
      );
      return;
    }
    await vscode.env.clipboard.writeText(`${definition}\n`);
  }

  /** Reads every page of the index: whoever asks for it wants to know, and can end it. */
  async measure(node: unknown): Promise<void> {
    const index = await this.#indexOf(node, vscode.l10n.t('The index whose bloat is measured'));
    const model = index && this.tree.modelOf(index.connectionId);
    if (!model) return;
    const details = await model.detailsOf(index.table);
    const entry = details?.indexes.find(({ name }) => name === index.index);
    if (!entry) return;
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Measuring {0}: every page of it is read', entry.name),
      cancellable: true,
    };
    const told = await vscode.window.withProgress(options, async (_progress, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      try {
        return await model.measure(entry, controller.signal);
      } catch (error) {
        if (controller.signal.aborted) return undefined;
        throw error;
      }
    });
    this.tree.showAgain(index.connectionId);
    if (told) vscode.window.showInformationMessage(`${entry.name}: ${localize(told)}`);
  }

  async #indexOf(node: unknown, title: string): Promise<IndexObject | undefined> {
    const object = objectOf(node);
    return object?.kind === 'index' ? object : this.#choose(title);
  }

  async #choose(title: string): Promise<IndexObject | undefined> {
    const items = this.tree.models.flatMap(({ database: { id }, known }) =>
      (known?.listing.tables ?? []).flatMap(({ schema, name, indexNames }) =>
        indexNames.map((index) => itemOf(id, { schema, name }, index)),
      ),
    );
    if (items.length === 0) {
      vscode.window.showInformationMessage(vscode.l10n.t('No database is connected, or it has no index.'));
      return undefined;
    }
    return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.object;
  }
}

function itemOf(
  connectionId: string,
  table: RelationName,
  index: string,
): vscode.QuickPickItem & { readonly object: IndexObject } {
  const object = { kind: 'index', connectionId, table, index } as const;
  return { label: index, description: `${table.schema}.${table.name}`, object };
}
