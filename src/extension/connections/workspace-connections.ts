import * as vscode from 'vscode';
import { DisposableStore } from '../lifecycle';
import { localize } from '../localize';
import type { Log } from '../log';
import { affectsConnections, readConnectionSettings } from '../settings';
import { Connection, type ConnectionPorts } from './connection';

/** Which connections a person has connected in this workspace: they, and no others, are connected again with the window. */
const CONNECTED_KEY = 'connections.connected';

/** The connections of all folders. Nothing is sent to a server before a person has connected it, in this workspace, once. */
export class WorkspaceConnections {
  readonly #store = new DisposableStore();
  readonly #onDidChange = this.#store.add(new vscode.EventEmitter<void>());
  readonly onDidChange = this.#onDidChange.event;
  readonly #folders = new Map<string, readonly Connection[]>();
  #changes = Promise.resolve();

  constructor(
    private readonly ports: ConnectionPorts,
    private readonly state: vscode.Memento,
    private readonly log: Log,
  ) {
    const { workspace, window } = vscode;
    this.#store.add(workspace.onDidChangeWorkspaceFolders(() => this.#follow(() => true)));
    this.#store.add(
      workspace.onDidChangeConfiguration((event) =>
        this.#follow((folder) => affectsConnections(event, folder)),
      ),
    );
    this.#store.add(workspace.onDidGrantWorkspaceTrust(() => this.#follow(() => true)));
    this.#store.add(window.onDidChangeWindowState(({ focused }) => focused && this.#readWhatIsOld()));
    this.#follow(() => true);
  }

  of(folder: vscode.WorkspaceFolder): readonly Connection[] {
    return this.#folders.get(folder.uri.toString()) ?? [];
  }

  all(): readonly Connection[] {
    return [...this.#folders.values()].flat();
  }

  find(id: string): Connection | undefined {
    return this.all().find((connection) => connection.id === id);
  }

  /** The one that a folder's queries are judged by, once it is connected. */
  selected(folder: vscode.WorkspaceFolder | undefined): Connection | undefined {
    return folder && this.of(folder).find(({ shown }) => shown.isSelected);
  }

  /** When all settings that have changed are read. */
  settled(): Promise<void> {
    return this.#changes;
  }

  /** A person wants it: the folder's other connections end, and the next window connects it by itself. */
  async connect(connection: Connection, signal: AbortSignal): Promise<void> {
    for (const other of this.of(connection.folder)) {
      other.select(other === connection);
      if (other !== connection && other.state.kind !== 'disconnected') await other.disconnect();
    }
    const state = await connection.connect({ mayAsk: true, signal });
    await this.#remember(connection, state.kind === 'connected');
  }

  async disconnect(connection: Connection): Promise<void> {
    await connection.disconnect();
    await this.#remember(connection, false);
  }

  dispose(): void {
    this.#store.dispose();
    for (const connection of this.all()) connection.dispose();
  }

  #follow(concerns: (folder: vscode.WorkspaceFolder) => boolean): void {
    this.#changes = this.#changes.then(() => this.#readSettings(concerns));
  }

  async #readSettings(concerns: (folder: vscode.WorkspaceFolder) => boolean): Promise<void> {
    const folders = vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
    const known = new Set(folders.map(({ uri }) => uri.toString()));
    for (const [key, connections] of this.#folders) {
      if (known.has(key)) continue;
      for (const connection of connections) connection.dispose();
      this.#folders.delete(key);
    }
    for (const folder of folders) {
      if (!this.#folders.has(folder.uri.toString()) || concerns(folder)) await this.#readFolder(folder);
    }
    this.#onDidChange.fire();
  }

  /** Connections whose settings stayed the same stay as they are. */
  async #readFolder(folder: vscode.WorkspaceFolder): Promise<void> {
    const { connections: settings, defaultConnection, problems } = readConnectionSettings(folder);
    for (const problem of problems) this.log.warn(`${folder.name}: ${localize(problem)}`);
    const before = this.of(folder);
    const connections = settings.map(
      (setting) =>
        before.find((connection) => JSON.stringify(connection.setting) === JSON.stringify(setting)) ??
        this.#create(folder, setting),
    );
    this.#folders.set(folder.uri.toString(), connections);
    for (const gone of before.filter((connection) => !connections.includes(connection))) {
      await gone.disconnect();
      gone.dispose();
    }
    const preferred = connections.find(({ setting }) => setting.name === defaultConnection) ?? connections[0];
    for (const connection of connections) connection.select(connection === preferred);
    if (preferred?.state.kind === 'disconnected' && this.#wasConnected(preferred)) {
      void preferred.connect({ mayAsk: false });
    }
  }

  #create(folder: vscode.WorkspaceFolder, setting: Connection['setting']): Connection {
    const connection = new Connection(folder, setting, this.ports);
    connection.onDidChange(() => this.#onDidChange.fire());
    return connection;
  }

  #readWhatIsOld(): void {
    const now = Date.now();
    for (const connection of this.all()) {
      const { state, folder } = connection;
      if (state.kind !== 'connected') continue;
      const { maxAgeMs } = readConnectionSettings(folder);
      const age = now - state.reading.readAt.getTime();
      if (maxAgeMs > 0 && age > maxAgeMs) void connection.readAgain({ mayAsk: false });
    }
  }

  #wasConnected({ id }: Connection): boolean {
    return this.state.get<readonly string[]>(CONNECTED_KEY, []).includes(id);
  }

  async #remember({ id }: Connection, isConnected: boolean): Promise<void> {
    const others = this.state.get<readonly string[]>(CONNECTED_KEY, []).filter((known) => known !== id);
    await this.state.update(CONNECTED_KEY, isConnected ? [...others, id] : others);
  }
}
