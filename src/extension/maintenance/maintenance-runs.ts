import * as vscode from 'vscode';
import type { ActionRecord } from '../../analyzers/maintenance/action-record';
import type { MaintenanceAction } from '../../analyzers/maintenance/maintenance-action';
import { titleOf } from '../../analyzers/maintenance/title-of-action';
import type { RelationName } from '../../analyzers/schema/snapshot';
import type { ActionEvent } from '../../postgres/ddl/action-options';
import type { ConnectedDatabase } from '../connected-database';
import { localize } from '../localize';
import { describeEvent } from './progress-words';

/** What is under way on a table: an action of this window, or a build that was found on the server. */
export interface MaintenanceRun {
  readonly connectionId: string;
  /** Absent where the role may not see it. */
  readonly table?: RelationName;
  /** In the user's language. */
  readonly title: string;
  readonly cancel: () => void;
}

/** What is under way. Several run side by side, those on one table one after another. */
export class MaintenanceRuns {
  readonly #onDidChange = new vscode.EventEmitter<void>();
  /** One has begun, come on or ended. */
  readonly onDidChange = this.#onDidChange.event;
  /** Each with its processes on the server, as far as they are known. */
  readonly #running = new Map<MaintenanceRun, ReadonlySet<number>>();

  all(): readonly MaintenanceRun[] {
    return [...this.#running.keys()];
  }

  /** Whether a process of a server is at work for this window, or shown in it already. */
  knows(processId: number): boolean {
    return [...this.#running.values()].some((own) => own.has(processId));
  }

  dispose(): void {
    this.#onDidChange.dispose();
  }

  /** Runs an action before the eyes of a person, who can cancel it. Never rejects. */
  async run(database: ConnectedDatabase, action: MaintenanceAction): Promise<ActionRecord> {
    const abort = new AbortController();
    const { id, name } = database;
    const { table } = action;
    const title = localize(titleOf(action));
    const run = { connectionId: id, table, title, cancel: () => abort.abort() };
    const before = this.all().filter((other) => isOnSameTable(other, run));
    const own = new Set<number>();
    return this.#show(run, name, own, (say) => {
      const listener = (event: ActionEvent): void => {
        if (event.kind === 'progress') own.add(event.progress.processId);
        const titles = before.filter((other) => this.#running.has(other)).map((other) => other.title);
        say(describeEvent(event, titles, vscode.l10n));
      };
      return database.ddl.run(action, { signal: abort.signal, listener });
    });
  }

  /** @param processId on the server, of what is shown */
  showProcess(run: MaintenanceRun, database: string, processId: number, work: Work<void>): Promise<void> {
    return this.#show(run, database, new Set([processId]), work);
  }

  async #show<T>(run: MaintenanceRun, database: string, own: ReadonlySet<number>, work: Work<T>): Promise<T> {
    this.#running.set(run, own);
    this.#onDidChange.fire();
    const title = vscode.l10n.t('{0}, on {1}', run.title, database);
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    try {
      return await vscode.window.withProgress(options, (progress, token) => {
        token.onCancellationRequested(run.cancel);
        return work((line) => {
          progress.report({ message: line });
          this.#onDidChange.fire();
        });
      });
    } finally {
      this.#running.delete(run);
      this.#onDidChange.fire();
    }
  }
}

type Work<T> = (say: (line: string) => void) => Promise<T>;

function isOnSameTable(one: MaintenanceRun, other: MaintenanceRun): boolean {
  return (
    one.connectionId === other.connectionId &&
    one.table?.schema === other.table?.schema &&
    one.table?.name === other.table?.name
  );
}
