import * as vscode from 'vscode';
import { folderOf, isJudged } from '../documents';
import type { FolderSchema } from '../folder-schema';
import type { Progress } from '../judgement';
import { DisposableStore } from '../lifecycle';
import { COMMANDS, CONNECTIONS_VIEW, EXTENSION_NAME, INTERNAL_COMMANDS, STATUS_ITEM_ID } from '../manifest';
import { SQL_LANGUAGES } from '../sql-languages';
import { type ConnectionTrouble, describeStatus, type StatusState, type StatusText } from './describe-status';

export interface StatusSources {
  readonly onDidProgress: vscode.Event<vscode.Uri>;
  readonly progressOf: (uri: vscode.Uri) => Progress | undefined;
  /** What is known now; starts no reading. */
  readonly schemaOf: (folder: vscode.WorkspaceFolder | undefined) => FolderSchema | undefined;
  readonly onDidChangeSchema: vscode.Event<void>;
  readonly connectionOf: (folder: vscode.WorkspaceFolder | undefined) => ConnectionTrouble | undefined;
  readonly onDidChangeConnection: vscode.Event<void>;
  readonly isExplaining: () => boolean;
  readonly onDidChangeExplaining: vscode.Event<void>;
}

/** "3 minutes ago" is said anew as time goes on. */
const AGE_REFRESH_MS = 60_000;

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
    this.#store.add(sources.onDidChangeConnection(refresh));
    this.#store.add(sources.onDidChangeExplaining(refresh));
    const timer = setInterval(refresh, AGE_REFRESH_MS);
    this.#store.add({ dispose: () => clearInterval(timer) });
    refresh();
  }

  dispose(): void {
    this.#store.dispose();
  }

  #refresh(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || !isJudged(document)) return;
    const { progressOf, schemaOf, connectionOf, isExplaining } = this.sources;
    const folder = folderOf(document.uri);
    const connection = connectionOf(folder);
    const state: StatusState = {
      progress: progressOf(document.uri),
      schema: schemaOf(folder),
      now: new Date(),
      isExplaining: isExplaining(),
      ...(connection !== undefined && { connection }),
    };
    this.#show(describeStatus(state, vscode.l10n));
  }

  #show({ text, detail, severity, busy, action }: StatusText): void {
    this.#item.text = text;
    this.#item.detail = detail;
    this.#item.busy = busy;
    this.#item.severity = SEVERITIES[severity];
    this.#item.command = commandFor(action);
  }
}

function commandFor(action: StatusText['action']): vscode.Command {
  switch (action) {
    case 'show-log':
      return { command: COMMANDS.showLog, title: vscode.l10n.t('Show Log') };
    case 'open-settings':
      return { command: INTERNAL_COMMANDS.openSettings, title: vscode.l10n.t('Open Settings') };
    case 'show-connections':
      return { command: `${CONNECTIONS_VIEW}.focus`, title: vscode.l10n.t('Show Connections') };
  }
}

const SEVERITIES: Readonly<Record<StatusText['severity'], vscode.LanguageStatusSeverity>> = {
  information: vscode.LanguageStatusSeverity.Information,
  warning: vscode.LanguageStatusSeverity.Warning,
  error: vscode.LanguageStatusSeverity.Error,
};
