import * as vscode from 'vscode';
import { printTuningMarkdown } from '../../analyzers/workload/print-tuning';
import { withUndo } from '../../analyzers/schema/migrations/ddl-parts';
import type { CommandHandlers } from '../commands';
import type { SchemaOfFolder } from '../judge';
import { localize } from '../localize';
import { INTERNAL_COMMANDS, TUNING_VIEW_TYPE } from '../manifest';
import { markdownPage } from '../page-html';
import { writeNewMigration } from '../write-new-migration';
import type { TunedFolder } from './tune-folder';
import { actionsOf, commandLink } from './tuning-links';

const { insertTuning, copyTuningSql, copyTuningReport, openTunedQuery } = INTERNAL_COMMANDS;

interface Shown {
  readonly panel: vscode.WebviewPanel;
  readonly tuned: TunedFolder;
}

/** The reports that are open: one for each folder, read-only, with what can be done with it as links. */
export class TuningPages {
  readonly #shown = new Map<string, Shown>();

  readonly handlers: Pick<
    CommandHandlers,
    typeof insertTuning | typeof copyTuningSql | typeof copyTuningReport | typeof openTunedQuery
  > = {
    [insertTuning]: (key) => this.#insert(key),
    [copyTuningSql]: (key) => this.#copySql(key),
    [copyTuningReport]: (key) => this.#copyReport(key),
    [openTunedQuery]: openQuery,
  };

  constructor(private readonly schemas: SchemaOfFolder) {}

  /** Answers with what is shown. */
  async show(tuned: TunedFolder): Promise<string> {
    const { folder, report, places } = tuned;
    const key = folder.uri.toString();
    const panel = this.#shown.get(key)?.panel ?? this.#create(key, folder);
    this.#shown.set(key, { panel, tuned });
    const markdown = printTuningMarkdown(report, {
      say: localize,
      language: vscode.env.language,
      linkOf: (place) => {
        const found = places.get(place);
        return found && commandLink(openTunedQuery, found.uri.toString(), found.line);
      },
      actions: actionsOf(key, report.change !== undefined, vscode.l10n),
    });
    panel.webview.html = await markdownPage(panel.title, markdown);
    panel.reveal();
    return markdown;
  }

  dispose(): void {
    for (const { panel } of [...this.#shown.values()]) panel.dispose();
  }

  #create(key: string, { name }: vscode.WorkspaceFolder): vscode.WebviewPanel {
    const title = vscode.l10n.t('Indexes for {0}', name);
    const panel = vscode.window.createWebviewPanel(TUNING_VIEW_TYPE, title, vscode.ViewColumn.Active, {
      enableFindWidget: true,
      localResourceRoots: [],
      enableCommandUris: Object.keys(this.handlers),
    });
    panel.onDidDispose(() => this.#shown.delete(key));
    return panel;
  }

  async #insert(key: string): Promise<void> {
    const tuned = this.#shown.get(key)?.tuned;
    if (tuned?.report.change === undefined) return;
    await writeNewMigration(tuned.folder, await this.schemas.of(tuned.folder), tuned.report.change);
  }

  async #copySql(key: string): Promise<void> {
    const change = this.#shown.get(key)?.tuned.report.change;
    if (change) await copy(withUndo(change.up, change.down));
  }

  /** Without links: what they lead to is on this machine. */
  async #copyReport(key: string): Promise<void> {
    const report = this.#shown.get(key)?.tuned.report;
    const page = { say: localize, language: vscode.env.language };
    if (report) await copy(printTuningMarkdown(report, page));
  }
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied to the clipboard'), 3000);
}

async function openQuery(documentUri: string, line: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(documentUri));
  const start = document.lineAt(Math.min(line, document.lineCount) - 1).range.start;
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, start) });
}
