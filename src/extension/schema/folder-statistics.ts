import * as vscode from 'vscode';
import { readStatisticsFile } from '../../analyzers/statistics-file/read-statistics-file';
import { STATISTICS_FILE_NAME, type StatisticsFile } from '../../analyzers/statistics-file/statistics-file';
import { readText } from '../documents';
import { DisposableStore } from '../lifecycle';
import { localize } from '../localize';
import type { Log } from '../log';

/** Of ten thousand tables it has about 20 MB. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** The statistics file at the root of a folder, as it is saved. */
export class FolderStatistics {
  readonly #store = new DisposableStore();

  /** @param onDidChange called at once, and whenever the file has changed; `undefined`: there is none that can be used */
  constructor(
    private readonly folder: vscode.WorkspaceFolder,
    private readonly log: Log,
    onDidChange: (statistics: Promise<StatisticsFile | undefined>) => void,
  ) {
    const pattern = new vscode.RelativePattern(folder, STATISTICS_FILE_NAME);
    const watcher = this.#store.add(vscode.workspace.createFileSystemWatcher(pattern));
    const tell = (): void => onDidChange(this.#read());
    this.#store.add(watcher.onDidCreate(tell));
    this.#store.add(watcher.onDidChange(tell));
    this.#store.add(watcher.onDidDelete(tell));
    tell();
  }

  dispose(): void {
    this.#store.dispose();
  }

  /** Never rejects. */
  async #read(): Promise<StatisticsFile | undefined> {
    const uri = vscode.Uri.joinPath(this.folder.uri, STATISTICS_FILE_NAME);
    const text = await readText(uri, MAX_FILE_BYTES);
    if (text === undefined) return undefined;
    const read = readStatisticsFile(text);
    if (read.kind === 'statistics') return read.file;
    const sentence = `${STATISTICS_FILE_NAME} ${localize(read.message)}`;
    this.log.warn(`${this.folder.name}: ${sentence}`);
    const open = vscode.l10n.t('Open File');
    void vscode.window.showWarningMessage(sentence, open).then((choice) => {
      if (choice === open) return vscode.window.showTextDocument(uri);
      return undefined;
    });
    return undefined;
  }
}
