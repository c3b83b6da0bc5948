import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { describeLeftover, type Leftover, repairsOf } from '../../analyzers/maintenance/leftover';
import type { WorkProgress } from '../../analyzers/maintenance/work-progress';
import type { ConnectedDatabase } from '../connected-database';
import { localize } from '../localize';
import type { MaintenancePorts } from './maintenance-ports';
import type { MaintenanceRuns } from './maintenance-runs';
import type { MaintenanceActions } from './perform-action';
import { describeWork } from './progress-words';
import { chooseRepair } from './repair-leftovers';

const POLL_MS = 1_000;

/** Builds of ours that a server is at: of this window before it was reloaded, or of another one. They are shown again, and can be cancelled. */
export class FoundBuilds {
  readonly #disposal = new AbortController();
  /** Connections that were looked at since they were connected. */
  #looked = new Set<string>();

  constructor(
    private readonly ports: MaintenancePorts,
    private readonly runs: MaintenanceRuns,
    private readonly actions: MaintenanceActions,
  ) {}

  dispose(): void {
    this.#disposal.abort();
  }

  /** Looks at each database that was connected since the last look. */
  async lookAtNew(): Promise<void> {
    const databases = this.ports.databases();
    const fresh = databases.filter(({ id }) => !this.#looked.has(id));
    this.#looked = new Set(databases.map(({ id }) => id));
    await Promise.all(fresh.map((database) => this.lookAt(database)));
  }

  async lookAt(database: ConnectedDatabase): Promise<void> {
    const found = await this.#read(database);
    const isShown = ({ processId }: WorkProgress): boolean => this.runs.knows(processId);
    await Promise.all(found.filter((work) => !isShown(work)).map((work) => this.#follow(database, work)));
  }

  /** None where the server cannot be asked: that is told elsewhere. */
  async #read({ reader }: ConnectedDatabase): Promise<readonly WorkProgress[]> {
    const { readRunningWork, DDL_APPLICATION_NAME } = this.ports.loadPostgres();
    const signal = this.#disposal.signal;
    const all = await readRunningWork(reader, { signal }).catch(() => []);
    return all.filter(({ application }) => application === DDL_APPLICATION_NAME);
  }

  async #follow(database: ConnectedDatabase, work: WorkProgress): Promise<void> {
    const { processId, table } = work;
    const { cancelProcess } = this.ports.loadPostgres();
    const cancel = (): void => {
      cancelProcess(database.reader, processId).catch((error: unknown) => this.ports.log.warn(String(error)));
    };
    const title = describeFound(work);
    const run = { connectionId: database.id, ...(table && { table }), title, cancel };
    await this.runs.showProcess(run, database.name, processId, async (say) => {
      for (let now: WorkProgress | undefined = work; now !== undefined;) {
        say(describeWork(now, vscode.l10n));
        await delay(POLL_MS, undefined, { signal: this.#disposal.signal }).catch(() => undefined);
        if (this.#disposal.signal.aborted) return;
        now = (await this.#read(database)).find((other) => other.processId === processId);
      }
    });
    if (!this.#disposal.signal.aborted) await this.#tellEnd(database, work, title);
  }

  /** Nobody has watched it from its beginning, so that only what it has left says how it went. */
  async #tellEnd(database: ConnectedDatabase, work: WorkProgress, title: string): Promise<void> {
    const { loadPostgres, log, readAgain } = this.ports;
    const leftovers = await loadPostgres()
      .findLeftovers(database.reader)
      .catch(() => []);
    const left = leftovers.find((leftover) => isLeftBy(leftover, work));
    await readAgain(database.id);
    log.info(`${database.name}: process ${work.processId} has ended (${title})`);
    if (!left) {
      const sentence = vscode.l10n.t(
        '{0}, on {1}: ended. It has left no invalid index.',
        title,
        database.name,
      );
      vscode.window.showInformationMessage(sentence);
      return;
    }
    const repair = vscode.l10n.t('Repair...');
    const sentence = vscode.l10n.t(
      '{0}, on {1}: broken off. {2}',
      title,
      database.name,
      localize(describeLeftover(left)),
    );
    if ((await vscode.window.showWarningMessage(sentence, repair)) !== repair) return;
    const action = await chooseRepair(repairsOf(left));
    if (action) await this.actions.perform(database, action);
  }
}

function describeFound({ command, index, table }: WorkProgress): string {
  const { l10n } = vscode;
  const what = command ?? l10n.t('A build');
  if (index !== undefined) return l10n.t('{0} of {1}', what, index);
  return table ? l10n.t('{0} on {1}', what, `${table.schema}.${table.name}`) : what;
}

function isLeftBy({ table }: Leftover, work: WorkProgress): boolean {
  return table.schema === work.table?.schema && table.name === work.table.name;
}
