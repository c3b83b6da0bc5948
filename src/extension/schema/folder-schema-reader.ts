import * as vscode from 'vscode';
import type { CatalogRows } from '../../analyzers/schema/catalog-rows';
import type { MigrationSet } from '../../analyzers/schema/migration-files';
import { migrationsOf } from '../../analyzers/schema/snapshot-source';
import type { MigrationProject } from '../../analyzers/schema/migrations/write-migration';
import type { StatisticsFile } from '../../analyzers/statistics-file/statistics-file';
import type { AnalysisClient } from '../../runtime/analysis-client';
import { AnalysisError } from '../../runtime/analysis-error';
import type { SchemaFile, SnapshotSummary } from '../../runtime/protocol';
import { type Disposable, DisposableStore } from '../lifecycle';
import type { FolderSchema } from '../folder-schema';
import type { Log } from '../log';
import { TextPositions } from '../positions';
import { relativePath } from '../workspace-files';
import { findMigrationPaths, MIGRATION_GLOBS } from './find-migration-paths';
import { readSchemaFiles } from './read-schema-files';

/** Typing in a migration changes the schema of every open query: wait for a pause longer than the one between keystrokes. */
const DEBOUNCE_MS = 400;

/** Keeps one folder's schema as its migrations say, saved or not. */
export class FolderSchemaReader {
  readonly #store = new DisposableStore();
  readonly #onDidChange = this.#store.add(new vscode.EventEmitter<FolderSchema>());
  readonly onDidChange = this.#onDidChange.event;
  #found: Pick<MigrationSet, 'paths' | 'companions'> = { paths: [], companions: [] };
  #mustSearch = true;
  #sent: readonly SchemaFile[] = [];
  #schema: FolderSchema | undefined;
  #statistics: StatisticsFile | undefined;
  #reading: Promise<FolderSchema>;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly folder: vscode.WorkspaceFolder,
    private readonly client: AnalysisClient,
    private readonly log: Log,
  ) {
    for (const glob of MIGRATION_GLOBS) {
      const watcher = this.#store.add(
        vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, glob)),
      );
      this.#store.add(watcher.onDidCreate(() => this.#search()));
      this.#store.add(watcher.onDidChange((uri) => this.#textChanged(uri)));
    }
    this.#store.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#textChanged(document.uri)),
    );
    // Closing without saving takes unsaved text out of the schema.
    this.#store.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#textChanged(uri)));
    // A folder that is deleted whole is one event, which no pattern of files matches.
    const deletions = this.#store.add(
      vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '**'), true, true),
    );
    this.#store.add(deletions.onDidDelete((uri) => this.#deleted(uri)));
    this.#reading = this.#readOnce();
  }

  get known(): FolderSchema | undefined {
    return this.#schema;
  }

  /** What is known, or will be when the reading that is under way ends. */
  schema(): Promise<FolderSchema> {
    return this.#reading;
  }

  /** Searches and reads everything again. */
  readAgain(): Promise<FolderSchema> {
    this.#mustSearch = true;
    this.#sent = [];
    return this.#read();
  }

  /** What was read of the database of this folder; `undefined`: it is no longer known. Rejects as the client does. */
  setCatalog(catalog: CatalogRows | undefined): Promise<SnapshotSummary> {
    const sent = this.#reading.then(() => this.#sendCatalog(catalog));
    const now = (): FolderSchema => this.#schema ?? { kind: 'none' };
    this.#reading = sent.then(now, now);
    return sent;
  }

  /** What the folder's statistics file says; until it is read, the schema is waited for. */
  setStatistics(statistics: Promise<StatisticsFile | undefined>): void {
    this.#reading = this.#reading.then(async (schema) => {
      const file = await statistics;
      if (file === undefined && this.#statistics === undefined) return schema;
      try {
        return await this.#sendStatistics(file);
      } catch (error) {
        this.log.error(`${this.folder.name}: the statistics could not be used`, error);
        return this.#schema ?? { kind: 'none' };
      }
    });
  }

  /** Ends with it. */
  own(disposable: Disposable): void {
    this.#store.add(disposable);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#store.dispose();
  }

  #search(): void {
    this.#mustSearch = true;
    this.#schedule();
  }

  #deleted(uri: vscode.Uri): void {
    const gone = relativePath(this.folder, uri);
    if (this.#all().some((path) => path === gone || path.startsWith(`${gone}/`))) this.#search();
  }

  #textChanged(uri: vscode.Uri): void {
    if (this.#all().includes(relativePath(this.folder, uri))) this.#schedule();
  }

  #all(): readonly string[] {
    return [...this.#found.paths, ...this.#found.companions];
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(), DEBOUNCE_MS);
  }

  #read(): Promise<FolderSchema> {
    this.#reading = this.#reading.then(() => this.#readOnce());
    return this.#reading;
  }

  /** Never rejects: a schema that cannot be read is a state that users see. */
  async #readOnce(): Promise<FolderSchema> {
    const before = this.#schema;
    try {
      if (this.#mustSearch) {
        // Before the search: a file that is made while it runs asks for another one.
        this.#mustSearch = false;
        this.#found = await findMigrationPaths(this.folder);
      }
      const files = await readSchemaFiles(this.folder, this.#found, this.log);
      if (before === undefined || before.kind === 'failed' || !isSame(files, this.#sent)) {
        this.#schema = await this.#send(files);
      }
    } catch (error) {
      if (error instanceof AnalysisError && error.isCancellation) return before ?? { kind: 'none' };
      this.log.error(`${this.folder.name}: the migrations could not be read`, error);
      this.#mustSearch = true;
      this.#schema = { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
    const schema = this.#schema ?? { kind: 'none' };
    if (before !== undefined && schema !== before) this.#onDidChange.fire(schema);
    return schema;
  }

  async #sendCatalog(catalog: CatalogRows | undefined): Promise<SnapshotSummary> {
    const summary = await this.client.setCatalog(this.folder.uri.toString(), catalog);
    this.#schema = this.#schemaOf(this.#sent, summary);
    this.#onDidChange.fire(this.#schema);
    return summary;
  }

  async #sendStatistics(file: StatisticsFile | undefined): Promise<FolderSchema> {
    this.#statistics = file;
    const summary = await this.client.setStatistics(this.folder.uri.toString(), file);
    this.#schema = this.#schemaOf(this.#sent, summary);
    this.#onDidChange.fire(this.#schema);
    return this.#schema;
  }

  async #send(files: readonly SchemaFile[]): Promise<FolderSchema> {
    const summary = await this.client.setMigrations(this.folder.uri.toString(), files);
    this.#sent = files;
    for (const { file, text } of summary.problems) this.log.warn(`${file}: ${text}`);
    return this.#schemaOf(files, summary);
  }

  #schemaOf(files: readonly SchemaFile[], summary: SnapshotSummary): FolderSchema {
    if (files.length === 0 && summary.source.kind !== 'server') return { kind: 'none' };
    const key = this.folder.uri.toString();
    const migrations = projectOf(files, summary);
    const paths = migrations.migrations.map(({ path }) => path);
    this.log.info(`${this.folder.name}: ${paths.length} migrations, ${summary.tables} tables`);
    const statistics = this.#statistics;
    return {
      ...{ kind: 'read', key, summary, paths, migrations, positionsOf: positionsOf(files) },
      ...(statistics && { statistics }),
    };
  }
}

function isSame(files: readonly SchemaFile[], others: readonly SchemaFile[]): boolean {
  return (
    files.length === others.length &&
    files.every(({ file, text }, index) => file === others[index]?.file && text === others[index].text)
  );
}

/** In the order they are applied, which the engine knows. */
function projectOf(files: readonly SchemaFile[], { source }: SnapshotSummary): MigrationProject {
  const { files: names = [], forms = {} } = migrationsOf(source) ?? {};
  const pathOf = new Map(files.map(({ file, path = file }) => [file, path]));
  const texts = new Map(files.map(({ file, path = file, text }) => [path, text]));
  return {
    migrations: names.map((file) => ({ path: pathOf.get(file) ?? file, ...forms[file] })),
    textOf: (path) => texts.get(path),
  };
}

function positionsOf(files: readonly SchemaFile[]): (uri: string) => TextPositions | undefined {
  const texts = new Map(files.map(({ file, text }) => [file, text]));
  const positions = new Map<string, TextPositions>();
  return (uri) => {
    const text = texts.get(uri);
    const known = positions.get(uri) ?? (text === undefined ? undefined : new TextPositions(text));
    if (known !== undefined) positions.set(uri, known);
    return known;
  };
}
