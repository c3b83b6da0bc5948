import * as vscode from 'vscode';
import { folderOf, isJudged } from '../documents';
import type { FolderSchema } from '../folder-schema';
import type { Progress } from '../judgement';
import { DisposableStore } from '../lifecycle';
import { COMMANDS, EXTENSION_NAME, INTERNAL_COMMANDS, STATUS_ITEM_ID } from '../manifest';
import { SQL_LANGUAGES } from '../sql-languages';
import { describeStatus, type StatusText } from './describe-status';

export interface StatusSources {
  readonly onDidProgress: vscode.Event<vscode.Uri>;
  readonly progressOf: (uri: vscode.Uri) => Progress | undefined;
  /** What is known now; starts no reading. */
  readonly schemaOf: (folder: vscode.WorkspaceFolder | undefined) => FolderSchema | undefined;
  readonly onDidChangeSchema: vscode.Event<void>;
}

/** Says for the active editor what its statements are judged from, and how that went. */
export class LanguageStatus {
  readonly #store = new DisposableStore();
  readonly #item = this.#store.add(
    vscode.languages.createLanguageStatusItem(STATUS_ITEM_ID, [...SQL_LANGUAGES]),
  );

  constructor(private readonly sources: StatusSources) {
    this.#item.name = EXTENSION_NAME;
    const refresh = () => this.#refresh();
    this.#store.add(vscode.window.onDidChangeActiveTextEditor(refresh));
    this.#store.add(sources.onDidProgress(refresh));
    this.#store.add(sources.onDidChangeSchema(refresh));
    refresh();
  }

  dispose(): void {
    this.#store.dispose();
  }

  #refresh(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || !isJudged(document)) return;
    const progress = this.sources.progressOf(document.uri);
    this.#show(
      describeStatus({ progress, schema: this.sources.schemaOf(folderOf(document.uri)) }, vscode.l10n),
    );
  }

  #show({ text, detail, severity, busy, action }: StatusText): void {
    this.#item.text = text;
    this.#item.detail = detail;
    this.#item.busy = busy;
    this.#item.severity = SEVERITIES[severity];
    this.#item.command =
      action === 'show-log'
        ? { command: COMMANDS.showLog, title: vscode.l10n.t('Show Log') }
        : { command: INTERNAL_COMMANDS.openSettings, title: vscode.l10n.t('Open Settings') };
  }
}

const SEVERITIES: Readonly<Record<StatusText['severity'], vscode.LanguageStatusSeverity>> = {
  information: vscode.LanguageStatusSeverity.Information,
  warning: vscode.LanguageStatusSeverity.Warning,
  error: vscode.LanguageStatusSeverity.Error,
};
