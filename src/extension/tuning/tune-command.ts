import * as vscode from 'vscode';
import { AnalysisError } from '../../runtime/analysis-error';
import type { FolderSchema } from '../folder-schema';
import { localize } from '../localize';
import { askBudget } from './ask-budget';
import { type TunedFolder, tuneFolder } from './tune-folder';
import type { TuningPages } from './tuning-pages';
import type { TuningPorts } from './tuning-ports';

type ReadSchema = Extract<FolderSchema, { readonly kind: 'read' }>;

/** The command: a budget, progress that can be cancelled, then the report. Answers with its Markdown, for whoever runs it from code. */
export async function tuneIndexes(ports: TuningPorts, pages: TuningPages): Promise<string | undefined> {
  const folder = await chooseFolder();
  if (folder === undefined) return undefined;
  const schema = await ports.schemas.of(folder);
  if (schema.kind !== 'read' || schema.paths.length === 0) {
    vscode.window.showInformationMessage(
      vscode.l10n.t(
        'No migrations were found in {0}. Indexes are tuned on the tables that migrations make: name their folder in the setting indexwright.migrations.folder.',
        folder.name,
      ),
    );
    return undefined;
  }
  const budget = await askBudget(folder);
  if (budget === undefined) return undefined;
  const tuned = await tuneWithProgress(folder, schema, budget, ports);
  return tuned && pages.show(tuned);
}

/** Each folder has migrations and a report of its own. */
async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const { workspaceFolders = [], isTrusted } = vscode.workspace;
  const [first] = workspaceFolders;
  if (first === undefined || !isTrusted) {
    vscode.window.showInformationMessage(
      isTrusted
        ? vscode.l10n.t('Open a folder first: there is no workspace whose indexes could be tuned.')
        : vscode.l10n.t(
            'In Restricted Mode the migrations are not run by the planner. Trust the workspace first.',
          ),
    );
    return undefined;
  }
  if (workspaceFolders.length === 1) return first;
  const placeHolder = vscode.l10n.t('The folder whose indexes are tuned');
  return vscode.window.showWorkspaceFolderPick({ placeHolder });
}

/** `undefined`: it was ended, or cannot be done and that was told. */
async function tuneWithProgress(
  folder: vscode.WorkspaceFolder,
  schema: ReadSchema,
  budgetBytes: number,
  ports: TuningPorts,
): Promise<TunedFolder | undefined> {
  const controller = new AbortController();
  const { signal } = controller;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Tuning the indexes of {0}', folder.name),
    cancellable: true,
  };
  try {
    return await vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => controller.abort());
      return tuneFolder(folder, schema, budgetBytes, ports, {
        signal,
        onFile: (path) => progress.report({ message: path }),
        onAnswer: (questions) =>
          progress.report({ message: vscode.l10n.t('{0} questions to the planner', questions) }),
      });
    });
  } catch (error) {
    if (signal.aborted) return undefined;
    if (error instanceof AnalysisError && error.isCancellation) return undefined;
    if (!(error instanceof ports.loadPostgres().PlannerUnavailable)) throw error;
    vscode.window.showErrorMessage(localize(error.sentence));
    return undefined;
  }
}
