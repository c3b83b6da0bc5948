import * as vscode from 'vscode';
import type { CatalogRows } from '../../analyzers/schema/catalog-rows';
import type { AnalysisClient } from '../../runtime/analysis-client';
import type { SnapshotSummary } from '../../runtime/protocol';
import type { FolderSchema } from '../folder-schema';
import { DisposableStore } from '../lifecycle';
import type { Log } from '../log';
import { affectsMigrationsFolder } from '../settings';
import { FolderSchemaReader } from './folder-schema-reader';
import { FolderStatistics } from './folder-statistics';

/** The schemas of the workspace's folders, each read when the first of its documents is judged. */
export class WorkspaceSchemas {
  readonly #store = new DisposableStore();
  readonly #onDidChange = this.#store.add(new vscode.EventEmitter<void>());
  /** A schema that was known is another one now. */
  readonly onDidChange = this.#onDidChange.event;
  readonly #readers = new Map<string, FolderSchemaReader>();

  constructor(
    private readonly client: AnalysisClient,
    private readonly log: Log,
  ) {
    this.#store.add(vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => this.#forget(removed)));
    this.#store.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        for (const reader of this.#readers.values()) {
          if (affectsMigrationsFolder(event, reader.folder)) void reader.readAgain();
        }
      }),
    );
    // The folder that an untrusted workspace names is withheld until now.
    this.#store.add(vscode.workspace.onDidGrantWorkspaceTrust(() => void this.readAgain()));
  }

  /** Waits for a reading that is under way; never rejects. */
  of(folder: vscode.WorkspaceFolder | undefined): Promise<FolderSchema> {
    if (folder === undefined) return Promise.resolve({ kind: 'none' });
    return this.#readerOf(folder).schema();
  }

  /** What a database has beside, and before, what the folder's migrations say. */
  setCatalog(folder: vscode.WorkspaceFolder, catalog: CatalogRows): Promise<SnapshotSummary> {
    return this.#readerOf(folder).setCatalog(catalog);
  }

  async forgetCatalog(folder: vscode.WorkspaceFolder): Promise<void> {
    await this.#readers.get(folder.uri.toString())?.setCatalog(undefined);
  }

  /** What is known now; `undefined` before the first reading has ended. Reads nothing. */
  known(folder: vscode.WorkspaceFolder | undefined): FolderSchema | undefined {
    return folder === undefined ? { kind: 'none' } : this.#readers.get(folder.uri.toString())?.known;
  }

  async readAgain(): Promise<void> {
    await Promise.all([...this.#readers.values()].map((reader) => reader.readAgain()));
    // Also when nothing changed: whoever asks for it wants every judgement renewed.
    this.#onDidChange.fire();
  }

  dispose(): void {
    this.#store.dispose();
    for (const reader of this.#readers.values()) reader.dispose();
  }

  #readerOf(folder: vscode.WorkspaceFolder): FolderSchemaReader {
    const key = folder.uri.toString();
    const known = this.#readers.get(key);
    if (known !== undefined) return known;
    const reader = new FolderSchemaReader(folder, this.client, this.log);
    reader.own(new FolderStatistics(folder, this.log, (statistics) => reader.setStatistics(statistics)));
    reader.onDidChange(() => this.#onDidChange.fire());
    this.#readers.set(key, reader);
    return reader;
  }

  #forget(folders: readonly vscode.WorkspaceFolder[]): void {
    for (const folder of folders) {
      const key = folder.uri.toString();
      const reader = this.#readers.get(key);
      if (reader === undefined) continue;
      reader.dispose();
      this.#readers.delete(key);
      const log = (error: unknown): void => this.log.error(String(error));
      this.client.setMigrations(key, []).catch(log);
      this.client.setCatalog(key, undefined).catch(log);
      this.client.setStatistics(key, undefined).catch(log);
    }
  }
}
