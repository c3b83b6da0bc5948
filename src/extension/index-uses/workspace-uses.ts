import * as vscode from 'vscode';
import type { IndexDuties } from '../../analyzers/indexes/index-duties';
import { lossOf } from '../../analyzers/indexes/index-loss';
import { rehearseDrop, type RehearsedCounters } from '../../analyzers/maintenance/rehearse-drop';
import type { RelationName } from '../../analyzers/schema/snapshot';
import { folderOf } from '../documents';
import type { Judge } from '../judge';
import { DisposableStore } from '../lifecycle';
import type { Log } from '../log';
import { affectsSettings } from '../settings';
import { languageOfPath, SKIPPED_FOLDERS } from '../sql-languages';
import type { IndexUsesPort, RehearsalOfIndex, UsesOfIndex } from '../uses-of-index';
import { FolderUses } from './folder-uses';
import { usesOfTable } from './uses-of-table';

/** A partition of a partition of a partition. */
const MAX_LEVELS = 8;

/** Which queries of the workspace use an index. Reads no file before somebody asks. */
export class WorkspaceUses implements IndexUsesPort {
  readonly #store = new DisposableStore();
  readonly #onDidChange = this.#store.add(new vscode.EventEmitter<void>());
  readonly onDidChange = this.#onDidChange.event;
  readonly #folders = new Map<string, FolderUses>();

  constructor(
    private readonly judge: Judge,
    private readonly onDidChangeSchema: vscode.Event<void>,
    private readonly log: Log,
  ) {}

  async usesOf(
    folder: vscode.WorkspaceFolder,
    table: RelationName,
    index: string,
    signal?: AbortSignal,
  ): Promise<UsesOfIndex> {
    const duties = await this.judge.findDuties(folder, table, index, signal);
    const named = await this.#namedInstead(folder, { table, index }, duties);
    const { queries, files, isWhole } = await this.#of(folder).queries(signal);
    return {
      queries: named.flatMap((each) => usesOfTable(queries, each.table, each.index)),
      ...(duties && { duties }),
      files,
      isWhole,
    };
  }

  async rehearseDrop(
    folder: vscode.WorkspaceFolder,
    table: RelationName,
    index: string,
    counters: RehearsedCounters | undefined,
    signal?: AbortSignal,
  ): Promise<RehearsalOfIndex> {
    const { queries, duties, files, isWhole } = await this.usesOf(folder, table, index, signal);
    const losing = queries.flatMap((query) => {
      const loss = lossOf(query.on, query.index);
      return loss ? [{ ...query, loss }] : [];
    });
    const rehearsal = rehearseDrop({
      index,
      table: table.name,
      queries: losing,
      search: { files, isWhole },
      ...(duties && { duties }),
      ...(counters && { counters }),
    });
    return { ...rehearsal, queries: losing };
  }

  dispose(): void {
    this.#store.dispose();
  }

  /** The index itself, and those of the partitioned tables above it: queries name those. */
  async #namedInstead(
    folder: vscode.WorkspaceFolder,
    own: { readonly table: RelationName; readonly index: string },
    duties: IndexDuties | undefined,
  ) {
    const named = [own];
    let parent = duties?.partitionOf;
    while (parent && named.length <= MAX_LEVELS) {
      named.push(parent);
      parent = (await this.judge.findDuties(folder, parent.table, parent.index))?.partitionOf;
    }
    return named;
  }

  #of(folder: vscode.WorkspaceFolder): FolderUses {
    if (this.#folders.size === 0) this.#follow();
    const key = folder.uri.toString();
    const known = this.#folders.get(key) ?? new FolderUses(folder, this.judge, this.log);
    this.#folders.set(key, known);
    return known;
  }

  /** Once somebody has asked. */
  #follow(): void {
    const { workspace } = vscode;
    const watcher = this.#store.add(workspace.createFileSystemWatcher('**'));
    this.#store.add(watcher.onDidChange((uri) => this.#changed(uri, true)));
    this.#store.add(watcher.onDidCreate((uri) => this.#changed(uri, false)));
    this.#store.add(watcher.onDidDelete((uri) => this.#changed(uri, false)));
    this.#store.add(workspace.onDidChangeTextDocument(({ document }) => this.#changed(document.uri, true)));
    this.#store.add(workspace.onDidCloseTextDocument(({ uri }) => this.#changed(uri, true)));
    this.#store.add(this.onDidChangeSchema(() => this.#changedAll()));
    this.#store.add(
      workspace.onDidChangeConfiguration((event) => affectsSettings(event) && this.#changedAll()),
    );
    this.#store.add(
      workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        for (const { uri } of removed) this.#folders.delete(uri.toString());
      }),
    );
  }

  /** @param isListed the folder's list of files stays as it is */
  #changed(uri: vscode.Uri, isListed: boolean): void {
    if (!mayConcern(uri)) return;
    const folder = folderOf(uri);
    const uses = folder && this.#folders.get(folder.uri.toString());
    if (uses?.forget(uri, isListed) === true) this.#onDidChange.fire();
  }

  #changedAll(): void {
    for (const uses of this.#folders.values()) uses.forgetUses();
    this.#onDidChange.fire();
  }
}

/** A file of a language that holds SQL, or what has no ending and may be a folder of such. */
function mayConcern({ path }: vscode.Uri): boolean {
  const names = path.split('/');
  if (SKIPPED_FOLDERS.some((skipped) => names.includes(skipped))) return false;
  return languageOfPath(path) !== undefined || !/\.\w+$/.test(names.at(-1) ?? '');
}
