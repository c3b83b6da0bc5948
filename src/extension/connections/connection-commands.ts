import * as vscode from 'vscode';
import { describeTarget } from '../../postgres/connection/target';
import type { ConnectedDatabase } from '../connected-database';
import { COMMANDS } from '../manifest';
import { addConnectionSetting, setDefaultConnection } from '../settings';
import { askToConnect, chooseConnection, chooseFolder } from './choose-connection';
import type { Connection } from './connection';
import type { DatabaseReader } from './database-reader';
import { type Mending, showProblem } from './show-problem';
import type { WorkspaceConnections } from './workspace-connections';

/** What people do with connections, from the palette, the view and messages. */
export class ConnectionCommands {
  /** Folders that a person plans for without a database. */
  readonly #without = new Set<string>();

  constructor(
    private readonly connections: WorkspaceConnections,
    private readonly reader: DatabaseReader,
  ) {}

  async connect(node?: unknown): Promise<void> {
    if (!(await this.#mayConnect())) return;
    const title = vscode.l10n.t('The connection to open');
    const connection = await chooseConnection(this.connections, node, title);
    if (connection !== undefined) await this.open(connection);
  }

  /** Connects while a person watches, who can end it. */
  async open(connection: Connection): Promise<void> {
    await withProgress(vscode.l10n.t('Connecting to {0}', connection.setting.name), (signal) =>
      this.connections.connect(connection, signal),
    );
    await this.#showFailure(connection);
  }

  /** The database of a folder, for one who wants to ask it something now; connected after a question where it is not yet. */
  async databaseFor(folder: vscode.WorkspaceFolder): Promise<ConnectedDatabase | undefined> {
    const database = await this.#databaseFor(folder, false);
    return database === 'without' ? undefined : database;
  }

  /** The same for one who can do without: `without` where the person wants that, who is asked once until the window is closed. */
  async databaseOrWithout(
    folder: vscode.WorkspaceFolder,
  ): Promise<ConnectedDatabase | 'without' | undefined> {
    const key = folder.uri.toString();
    const open = this.connections.selected(folder)?.database;
    if (open === undefined && this.#without.has(key)) return 'without';
    const database = open ?? (await this.#databaseFor(folder, true));
    if (database === 'without') this.#without.add(key);
    return database;
  }

  async #databaseFor(
    folder: vscode.WorkspaceFolder,
    mayDoWithout: boolean,
  ): Promise<ConnectedDatabase | 'without' | undefined> {
    const open = this.connections.selected(folder)?.database;
    if (open !== undefined) return open;
    // Where there is none yet, one is added, which connects it.
    if (!(await this.#mayConnect())) return this.connections.selected(folder)?.database;
    const connection = await askToConnect(this.connections.of(folder), folder, mayDoWithout);
    if (connection === undefined || connection === 'without') return connection;
    await this.open(connection);
    return connection.database;
  }

  async disconnect(node?: unknown): Promise<void> {
    const title = vscode.l10n.t('The connection to close');
    const connection = await this.#chooseOpen(node, title);
    if (connection === undefined) return;
    await this.connections.disconnect(connection);
  }

  async reconnect(node?: unknown): Promise<void> {
    const title = vscode.l10n.t('The connection to open again');
    const connection = await this.#chooseOpen(node, title);
    if (connection === undefined) return;
    await this.open(connection);
  }

  async readAgain(node?: unknown): Promise<void> {
    const title = vscode.l10n.t('The database to read again');
    const connection = await this.#chooseOpen(node, title);
    if (connection === undefined) return;
    await withProgress(vscode.l10n.t('Reading {0}', connection.setting.name), (signal) =>
      connection.readAgain({ mayAsk: true, signal }),
    );
    await this.#showFailure(connection);
  }

  async test(node?: unknown): Promise<void> {
    if (!(await this.#mayConnect())) return;
    const title = vscode.l10n.t('The connection to test');
    const connection = await chooseConnection(this.connections, node, title);
    if (connection === undefined) return;
    const { folder, setting } = connection;
    const outcome = await withProgress(vscode.l10n.t('Testing {0}', setting.name), (signal) =>
      this.reader.test(folder, setting, signal),
    );
    if (outcome.kind === 'failed') {
      await showProblem(outcome.problem, setting.name, this.#mending(connection));
    } else {
      const { server, target } = outcome;
      const sentence = vscode.l10n.t(
        '{0} works: PostgreSQL {1} at {2}.',
        setting.name,
        server.version,
        describeTarget(target),
      );
      vscode.window.showInformationMessage(sentence);
    }
  }

  async select(): Promise<void> {
    if (!(await this.#mayConnect())) return;
    const folder = await chooseFolder();
    if (folder === undefined) return;
    const title = vscode.l10n.t('The connection that the queries of {0} are judged by', folder.name);
    const isOfFolder = (connection: Connection): boolean => connection.folder === folder;
    const connection = await chooseConnection(this.connections, undefined, title, isOfFolder);
    if (connection === undefined) return;
    await setDefaultConnection(folder, connection.setting.name);
    await this.open(connection);
  }

  async forgetPassword(node?: unknown): Promise<void> {
    const title = vscode.l10n.t('The connection whose password is forgotten');
    const connection = await chooseConnection(this.connections, node, title);
    if (connection === undefined) return;
    const outcome = await this.reader.forgetPassword(connection.folder, connection.setting);
    if (outcome.kind === 'failed') return showProblem(outcome.problem, connection.setting.name);
    const place = describeTarget(outcome.target);
    const sentence = outcome.wasKnown
      ? vscode.l10n.t('The password of {0} is no longer kept.', place)
      : vscode.l10n.t('No password of {0} was kept.', place);
    vscode.window.showInformationMessage(sentence);
  }

  #chooseOpen(node: unknown, title: string): Promise<Connection | undefined> {
    return chooseConnection(this.connections, node, title, isOpen, vscode.l10n.t('No connection is open.'));
  }

  async #mayConnect(): Promise<boolean> {
    if (!vscode.workspace.isTrusted) {
      const manage = vscode.l10n.t('Manage Workspace Trust');
      const sentence = vscode.l10n.t(
        'In Restricted Mode no database is connected to. Trust the workspace first.',
      );
      if ((await vscode.window.showWarningMessage(sentence, manage)) === manage) {
        await vscode.commands.executeCommand('workbench.trust.manage');
      }
      return false;
    }
    if (this.connections.all().length > 0) return true;
    await vscode.commands.executeCommand(COMMANDS.addConnection);
    return false;
  }

  #mending(connection: Connection): Mending {
    const { folder, setting } = connection;
    return {
      again: () => this.open(connection),
      trust: async ({ fsPath }) => {
        await addConnectionSetting(folder, { ...setting, sslRootCert: fsPath });
        await this.connections.settled();
        const trusting = this.connections.of(folder).find((other) => other.setting.name === setting.name);
        if (trusting !== undefined) await this.open(trusting);
      },
    };
  }

  async #showFailure(connection: Connection): Promise<void> {
    const { state } = connection;
    const problem =
      state.kind === 'failed' ? state.problem : state.kind === 'connected' ? state.reading.lost : undefined;
    if (problem !== undefined) await showProblem(problem, connection.setting.name, this.#mending(connection));
  }
}

function isOpen({ state }: Connection): boolean {
  return state.kind === 'connected' || state.kind === 'connecting';
}

function withProgress<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return Promise.resolve(
    vscode.window.withProgress(options, (_, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      return work(controller.signal);
    }),
  );
}
