import * as vscode from 'vscode';
import { DisposableStore } from '../lifecycle';
import type { DatabaseModel } from './database-model';
import type { IndexTree } from './index-tree';
import type { IndexTreeView } from './index-tree-view';

/** Between two looks at a build that runs. Nothing is asked for where nothing runs. */
const PAUSE_MS = 2_000;

/** Follows builds and rebuilds, whoever runs them, while the view can be seen: how far they are, and what the catalogue says when they end. */
export class WorkWatch {
  readonly #store = new DisposableStore();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly tree: IndexTree,
    private readonly view: IndexTreeView,
  ) {
    const lookAtAll = (): void => {
      for (const { database } of tree.models) void this.look(database.id);
    };
    this.#store.add(tree.onDidJudge((model) => this.#lookLater(model)));
    this.#store.add(view.onDidChangeVisibility(lookAtAll));
    this.#store.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && lookAtAll()));
  }

  /** Looks now, and again for as long as something runs. */
  async look(connectionId: string): Promise<void> {
    clearTimeout(this.#timers.get(connectionId));
    this.#timers.delete(connectionId);
    const model = this.tree.modelOf(connectionId);
    if (!model || !this.view.isVisible) return;
    const change = await model.lookForWork();
    if (change === 'nothing') return;
    this.tree.showAgain(connectionId);
    if (change === 'begun-or-ended') await model.readAgain();
    this.#lookLater(model);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#store.dispose();
  }

  #lookLater({ database: { id }, health }: DatabaseModel): void {
    clearTimeout(this.#timers.get(id));
    if (health.running.length === 0) return;
    this.#timers.set(
      id,
      setTimeout(() => void this.look(id), PAUSE_MS),
    );
  }
}
