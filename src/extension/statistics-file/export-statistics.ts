import * as vscode from 'vscode';
import { printStatisticsFile } from '../../analyzers/statistics-file/print-statistics-file';
import { STATISTICS_FILE_NAME, type StatisticsFile } from '../../analyzers/statistics-file/statistics-file';
import type { ConnectedDatabase } from '../connected-database';
import type { PostgresRoom } from '../load-postgres';
import { localize } from '../localize';
import { columnsOf, describeExport } from './describe-export';

export interface ExportPorts {
  readonly loadPostgres: () => PostgresRoom;
  /** Of a row, or asked for. */
  readonly chooseDatabase: (node: unknown) => Promise<ConnectedDatabase | undefined>;
}

/** Writes what a server's planner plans by into the file at the root of the folder. Values of rows only of columns that a person has named. */
export async function exportStatistics(node: unknown, ports: ExportPorts): Promise<void> {
  const database = await ports.chooseDatabase(node);
  if (database === undefined) return;
  const file = await read(database, ports, []);
  if (file === undefined) return;
  const valuesOf = await askForColumns(columnsOf(file));
  if (valuesOf === undefined) return;
  const whole = valuesOf.length === 0 ? file : await read(database, ports, valuesOf);
  if (whole !== undefined) await write(database, whole);
}

async function read(
  { reader, name }: ConnectedDatabase,
  { loadPostgres }: ExportPorts,
  valuesOf: readonly string[],
): Promise<StatisticsFile | undefined> {
  const postgres = loadPostgres();
  const controller = new AbortController();
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Reading the statistics of {0}', name),
    cancellable: true,
  };
  try {
    return await vscode.window.withProgress(options, async (_, token) => {
      token.onCancellationRequested(() => controller.abort());
      const { signal } = controller;
      const request = { readAt: new Date(), valuesOf, options: { signal } };
      return (await postgres.exportStatistics(reader, request)).file;
    });
  } catch (error) {
    if (!controller.signal.aborted)
      vscode.window.showErrorMessage(localize(postgres.describeReadError(error)));
    return undefined;
  }
}

/** `undefined` when the person closes the question; no column where none is chosen. */
async function askForColumns(columns: readonly string[]): Promise<readonly string[] | undefined> {
  const chosen = await vscode.window.showQuickPick([...columns], {
    title: vscode.l10n.t('Export Statistics'),
    placeHolder: vscode.l10n.t(
      'Press Enter to write no values of rows, or choose columns whose common values are written',
    ),
    canPickMany: true,
  });
  if (chosen === undefined || chosen.length === 0) return chosen;
  const include = vscode.l10n.t('Write Values');
  const detail = vscode.l10n.t(
    'Common values and bounds of {0} will stand in {1}, and whoever reads the repository reads them. Never choose a column with personal data.',
    chosen.join(', '),
    STATISTICS_FILE_NAME,
  );
  const question = vscode.l10n.t('Write values of rows into the file?');
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, include);
  return answer === include ? chosen : undefined;
}

async function write({ folder }: ConnectedDatabase, file: StatisticsFile): Promise<void> {
  const uri = vscode.Uri.joinPath(folder.uri, STATISTICS_FILE_NAME);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(printStatisticsFile(file)));
  const open = vscode.l10n.t('Open File');
  const sentences = describeExport(file).map(localize).join(' ');
  void vscode.window.showInformationMessage(sentences, open).then((choice) => {
    if (choice === open) return vscode.window.showTextDocument(uri);
    return undefined;
  });
}
