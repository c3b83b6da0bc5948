import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ActionRecord } from '../../analyzers/maintenance/action-record';
import type { MaintenanceAction } from '../../analyzers/maintenance/maintenance-action';
import { reverseAction } from '../../analyzers/maintenance/reverse-action';
import type { ConnectedDatabase } from '../connected-database';
import type { Report } from '../errors';
import { localize } from '../localize';
import { isStopped } from './action-preview';
import { askToRun } from './ask-to-run';
import { describeEnding } from './ending-words';
import { gatherPreview } from './gather-preview';
import type { ReadOnlyPages } from '../read-only-pages';
import type { MaintenanceHistory } from './maintenance-history';
import type { MaintenancePorts } from './maintenance-ports';
import type { MaintenanceRuns } from './maintenance-runs';
import { chooseRepair } from './repair-leftovers';

export interface ActionParts {
  readonly ports: MaintenancePorts;
  readonly runs: MaintenanceRuns;
  readonly documents: ReadOnlyPages;
  readonly history: MaintenanceHistory;
  readonly report: Report;
  /** Its connection is lost, and the server goes on with it. */
  readonly onDidLose: (database: ConnectedDatabase) => void;
}

/** From an action to its end: shown, agreed to, run, told, written down. */
export class MaintenanceActions {
  constructor(private readonly parts: ActionParts) {}

  /** Resolves when it has ended, or was not wanted; what is said of the end stays for as long as the person leaves it there. */
  async perform(database: ConnectedDatabase, action: MaintenanceAction): Promise<ActionRecord | undefined> {
    const { ports, documents } = this.parts;
    const preview = await look(database, (signal) => gatherPreview(database, action, ports, signal));
    if (preview === undefined) return undefined;
    if ('unprintable' in preview) {
      vscode.window.showWarningMessage(localize(preview.unprintable));
      return undefined;
    }
    const isWanted = await askToRun(database, preview, documents, ports);
    if (!isWanted || isStopped(preview)) return undefined;
    return this.#run(database, action);
  }

  async #run(database: ConnectedDatabase, action: MaintenanceAction): Promise<ActionRecord> {
    const { ports, runs, history, report, onDidLose } = this.parts;
    const record = await runs.run(database, action);
    this.#log(database, record);
    await history.add({ database: database.name, target: database.target, record });
    this.#tell(database, record).catch((error: unknown) => report(error, 'maintenance'));
    await ports.readAgain(database.id);
    if (record.outcome === 'running-on') onDidLose(database);
    return record;
  }

  async #repair(database: ConnectedDatabase, { repairs }: ActionRecord): Promise<void> {
    const repair = await chooseRepair(repairs);
    if (repair) await this.perform(database, repair);
  }

  #log({ name }: ConnectedDatabase, record: ActionRecord): void {
    const { log } = this.parts.ports;
    for (const { sql, outcome, durationMs } of record.statements) {
      log.info(`${name}: ${outcome} after ${durationMs} ms: ${sql.replace(/\s+/g, ' ')}`);
    }
    const { severity, sentence } = describeEnding(record, name, vscode.l10n);
    if (severity === 'information') log.info(sentence);
    else log.warn(record.code === undefined ? sentence : `${sentence} (SQLSTATE ${record.code})`);
  }

  /** What can be done now stands below it. */
  async #tell(database: ConnectedDatabase, record: ActionRecord): Promise<void> {
    const { severity, sentence } = describeEnding(record, database.name, vscode.l10n);
    const reverse = record.outcome === 'done' ? reverseAction(record.action) : undefined;
    const choices = [
      ...(record.repairs.length > 0
        ? [{ title: vscode.l10n.t('Repair...'), act: (): unknown => this.#repair(database, record) }]
        : []),
      ...(reverse ? [{ title: vscode.l10n.t('Undo...'), act: () => this.perform(database, reverse) }] : []),
      { title: vscode.l10n.t('Show Log'), act: () => this.parts.ports.log.show() },
    ];
    const title = await SHOW[severity](sentence, ...choices.map((choice) => choice.title));
    await choices.find((choice) => choice.title === title)?.act();
  }
}

type Show = (sentence: string, ...titles: string[]) => Thenable<string | undefined>;

const SHOW: Readonly<Record<'error' | 'warning' | 'information', Show>> = {
  error: (sentence, ...titles) => vscode.window.showErrorMessage(sentence, ...titles),
  warning: (sentence, ...titles) => vscode.window.showWarningMessage(sentence, ...titles),
  information: (sentence, ...titles) => vscode.window.showInformationMessage(sentence, ...titles),
};

/** A look that is over sooner is not told of: it would only flicker. */
const SHOWN_AFTER_MS = 700;

/** A look at the server, which a person can end where it takes long. `undefined` when it was ended. */
async function look<T>(
  { name }: ConnectedDatabase,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const abort = new AbortController();
  const working = work(abort.signal);
  const late = delay(SHOWN_AFTER_MS, LATE);
  if ((await Promise.race([working, late])) !== LATE) return working;
  const title = vscode.l10n.t('Looking at {0}', name);
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  try {
    return await vscode.window.withProgress(options, (_, token) => {
      token.onCancellationRequested(() => abort.abort());
      return working;
    });
  } catch (error) {
    if (abort.signal.aborted) return undefined;
    throw error;
  }
}

const LATE = Symbol('late');
