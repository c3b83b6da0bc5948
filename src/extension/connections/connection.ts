import * as vscode from 'vscode';
import type { CatalogRows } from '../../analyzers/schema/catalog-rows';
import type { ConnectionProblem } from '../../postgres/connection/connection-problem';
import type { ConnectionSetting } from '../../postgres/connection/connection-setting';
import type { Secret } from '../../postgres/connection/secret';
import { describeTarget, type Target } from '../../postgres/connection/target';
import type { SnapshotSummary } from '../../runtime/protocol';
import type { ConnectedDatabase } from '../connected-database';
import type { ConnectionState, Reading, ShownConnection } from './connection-state';
import type { DatabaseReader, OpenDatabase } from './database-reader';

/** Where what was read goes: the folder's schema. */
export interface CatalogReceiver {
  setCatalog(folder: vscode.WorkspaceFolder, catalog: CatalogRows): Promise<SnapshotSummary>;
  /** The database is no longer known. */
  forgetCatalog(folder: vscode.WorkspaceFolder): Promise<void>;
}

export interface ConnectionPorts {
  readonly reader: DatabaseReader;
  readonly schemas: CatalogReceiver;
  /** Absent when the person closes the question. */
  readonly askPassword: (target: Target, wasRefused: boolean) => Promise<Secret | undefined>;
}

export interface ConnectOptions {
  /** A person waits: a missing or wrong password is asked for. */
  readonly mayAsk: boolean;
  readonly signal?: AbortSignal;
}

/** One connection of one folder, from the settings to what was read of the database. */
export class Connection {
  readonly id: string;
  readonly #onDidChange = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#onDidChange.event;
  #state: ConnectionState = { kind: 'disconnected' };
  #database: OpenDatabase | undefined;
  #attempt: AbortController | undefined;
  #isSelected = false;

  constructor(
    readonly folder: vscode.WorkspaceFolder,
    readonly setting: ConnectionSetting,
    private readonly ports: ConnectionPorts,
  ) {
    this.id = `${folder.uri.toString()}#${setting.name}`;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get shown(): ShownConnection {
    const { name, role = 'development' } = this.setting;
    return { name, role, isSelected: this.#isSelected, state: this.#state };
  }

  /** Absent where it is not connected. */
  get database(): ConnectedDatabase | undefined {
    const { id, folder, setting } = this;
    if (this.#database === undefined || this.#state.kind !== 'connected') return undefined;
    const { target, server, reader, ddl } = this.#database;
    const { name, role = 'development' } = setting;
    return {
      id,
      folder,
      name,
      role,
      database: target.database,
      target: describeTarget(target),
      serverVersion: server.version,
      reader,
      ddl,
    };
  }

  select(isSelected: boolean): void {
    this.#isSelected = isSelected;
  }

  /** Never rejects: how it went is the state. An attempt that is under way ends first. */
  async connect({ mayAsk, signal }: ConnectOptions): Promise<ConnectionState> {
    await this.#close();
    const attempt = new AbortController();
    this.#attempt = attempt;
    const wanted = AbortSignal.any([attempt.signal, ...(signal === undefined ? [] : [signal])]);
    this.#become({ kind: 'connecting' });
    const state = await this.#open(mayAsk, wanted);
    // Somebody disconnected, or connected anew, meanwhile.
    if (attempt.signal.aborted) return this.#state;
    this.#attempt = undefined;
    this.#become(wanted.aborted ? { kind: 'disconnected' } : state);
    return this.#state;
  }

  /** Reads the database again; with no connection, connects. */
  async readAgain(options: ConnectOptions): Promise<ConnectionState> {
    const { state } = this;
    if (this.#database === undefined || state.kind !== 'connected') return this.connect(options);
    const outcome = await this.#read(this.#database, options.signal);
    if (this.#state === state) {
      this.#become('problem' in outcome ? withLoss(state, outcome.problem) : { ...state, ...outcome });
    }
    return this.#state;
  }

  async disconnect(): Promise<void> {
    await this.#close();
    this.#become({ kind: 'disconnected' });
    await this.ports.schemas.forgetCatalog(this.folder);
  }

  dispose(): void {
    void this.#close();
    this.#onDidChange.dispose();
  }

  async #close(): Promise<void> {
    this.#attempt?.abort();
    this.#attempt = undefined;
    const database = this.#database;
    this.#database = undefined;
    await database?.close();
  }

  async #open(mayAsk: boolean, signal: AbortSignal): Promise<ConnectionState> {
    let entered: Secret | undefined;
    for (;;) {
      const options = { signal, ...(entered !== undefined && { entered }) };
      const outcome = await this.ports.reader.open(this.folder, this.setting, options);
      if (outcome.kind === 'opened') return this.#readFirst(outcome.database, signal);
      const { problem, target } = outcome;
      if (target === undefined || problem.action !== 'enter-password' || !mayAsk || signal.aborted) {
        return outcome;
      }
      entered = await this.ports.askPassword(target, problem.kind === 'password-refused');
      if (entered === undefined) return outcome;
    }
  }

  async #readFirst(database: OpenDatabase, signal: AbortSignal): Promise<ConnectionState> {
    const { target } = database;
    const outcome = await this.#read(database, signal);
    if (!('problem' in outcome) && !signal.aborted) {
      this.#database = database;
      return { kind: 'connected', target, ...outcome };
    }
    await database.close();
    return 'problem' in outcome
      ? { kind: 'failed', target, problem: outcome.problem }
      : { kind: 'disconnected' };
  }

  async #read(
    database: OpenDatabase,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly reading: Reading } | { readonly problem: ConnectionProblem }> {
    const outcome = await database.read(signal);
    if (outcome.kind === 'failed') return outcome;
    const { catalog } = outcome;
    const summary = await this.ports.schemas.setCatalog(this.folder, catalog);
    const { server } = database;
    const { tables, indexes } = summary;
    return { reading: { server, readAt: new Date(catalog.readAt), tables, indexes } };
  }

  #become(state: ConnectionState): void {
    this.#state = state;
    this.#onDidChange.fire();
  }
}

/** What was read before stays known: it says when that was. */
function withLoss(
  state: Extract<ConnectionState, { kind: 'connected' }>,
  lost: ConnectionProblem,
): ConnectionState {
  return { ...state, reading: { ...state.reading, lost } };
}
