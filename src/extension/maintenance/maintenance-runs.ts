import * as vscode from 'vscode';
import type { ActionRecord } from '../../analyzers/maintenance/action-record';
import type { MaintenanceAction } from '../../analyzers/maintenance/maintenance-action';
import { titleOf } from '../../analyzers/maintenance/title-of-action';
import type { RelationName } from '../../analyzers/schema/snapshot';
import type { ActionEvent } from '../../postgres/ddl/action-options';
import type { ConnectedDatabase } from '../connected-database';
import { localize } from '../localize';
import { describeEvent } from './progress-words';

/** An action that runs, or waits for another on the same table. */
export interface MaintenanceRun {
  readonly connectionId: string;
  readonly table: RelationName;
  /** In the user's language. */
  readonly title: string;
  /** What is going on; empty before the first word of it. */
  readonly line: string;
  cancel(): void;
}

interface RunningAction extends MaintenanceRun {
  line: string;
}

/** The actions that this window runs. Several run side by side, those on one table one after another. */
export class MaintenanceRuns {
  readonly #onDidChange = new vscode.EventEmitter<void>();
  /** One has begun, come on or ended. */
  readonly onDidChange = this.#onDidChange.event;
  readonly #running = new Set<RunningAction>();
  /** On the server, of this window. */
  readonly #processIds = new Set<number>();

  all(): readonly MaintenanceRun[] {
    return [...this.#running];
  }

  /** Whether a process of a server is at work for this window. */
  owns(processId: number): boolean {
    return this.#processIds.has(processId);
  }

  dispose(): void {
    this.#onDidChange.dispose();
  }

  /** Runs it before the eyes of a person, who can cancel it. Never rejects. */
  async run(database: ConnectedDatabase, action: MaintenanceAction): Promise<ActionRecord> {
    const abort = new AbortController();
    const run: RunningAction = {
      connectionId: database.id,
      table: action.table,
      title: localize(titleOf(action)),
      line: '',
      cancel: () => abort.abort(),
    };
    const before = this.#before(run);
    this.#running.add(run);
    this.#onDidChange.fire();
    const title = vscode.l10n.t('{0}, on {1}', run.title, database.name);
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    try {
      return await vscode.window.withProgress(options, (progress, token) => {
        token.onCancellationRequested(() => abort.abort());
        const listener = (event: ActionEvent): void => {
          this.#hear(run, event, before);
          progress.report({ message: run.line });
        };
        return database.ddl.run(action, { signal: abort.signal, listener });
      });
    } finally {
      this.#running.delete(run);
      this.#onDidChange.fire();
    }
  }

  #hear(run: RunningAction, event: ActionEvent, before: readonly RunningAction[]): void {
    if (event.kind === 'progress') this.#processIds.add(event.progress.processId);
    const titles = before.filter((other) => this.#running.has(other)).map(({ title }) => title);
    run.line = describeEvent(event, titles, vscode.l10n);
    this.#onDidChange.fire();
  }

  #before({ connectionId, table }: RunningAction): readonly RunningAction[] {
    return [...this.#running].filter(
      (other) =>
        other.connectionId === connectionId &&
        other.table.schema === table.schema &&
        other.table.name === table.name,
    );
  }
}
