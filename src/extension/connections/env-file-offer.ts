import * as vscode from 'vscode';
import { readConnectionSettings } from '../settings';
import { addFound, type AddConnectionPorts } from './add-connection';
import { fromEnvFile } from './connection-sources';

/** Folders that were asked about. */
const OFFERED_KEY = 'connections.offered';

/** Asks once for each folder whether the database that its .env names shall be connected. Nothing is sent before the answer. */
export class EnvFileOffer {
  /** Of this session, by URI: whether there is a file is asked once. */
  readonly #considered = new Set<string>();

  constructor(
    private readonly ports: AddConnectionPorts,
    private readonly state: vscode.Memento,
  ) {}

  /** To be called when queries of the folder were found: without any, a database is of no use. */
  async consider(folder: vscode.WorkspaceFolder): Promise<void> {
    const { connections, reader, loadPostgres } = this.ports;
    const key = folder.uri.toString();
    if (!vscode.workspace.isTrusted || this.#considered.has(key) || this.#wasOffered(folder)) return;
    this.#considered.add(key);
    await connections.settled();
    if (connections.of(folder).length > 0 || !(await hasEnvFile(folder))) return;
    const world = await reader.worldOf(folder);
    const [source] = fromEnvFile(world, loadPostgres());
    const { envFile } = world;
    if (envFile === undefined || source === undefined) return;
    await this.#remember(folder);
    const connect = vscode.l10n.t('Connect');
    const never = vscode.l10n.t('Not for This Folder');
    const sentence = vscode.l10n.t(
      'The file {0} names a database. By its indexes and statistics queries are judged more precisely; nothing is written to it.',
      envFile.path,
    );
    if ((await vscode.window.showInformationMessage(sentence, connect, never)) !== connect) return;
    const found = await source.find();
    if (found !== undefined) await addFound(folder, found, this.ports);
  }

  #wasOffered(folder: vscode.WorkspaceFolder): boolean {
    return this.state.get<readonly string[]>(OFFERED_KEY, []).includes(folder.uri.toString());
  }

  async #remember(folder: vscode.WorkspaceFolder): Promise<void> {
    const offered = this.state.get<readonly string[]>(OFFERED_KEY, []);
    await this.state.update(OFFERED_KEY, [...offered, folder.uri.toString()]);
  }
}

/** The driver is not loaded to find that there is nothing to read. */
async function hasEnvFile(folder: vscode.WorkspaceFolder): Promise<boolean> {
  const { envFile } = readConnectionSettings(folder);
  if (envFile === undefined) return false;
  try {
    return (
      (await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder.uri, envFile))).type === vscode.FileType.File
    );
  } catch {
    return false;
  }
}
