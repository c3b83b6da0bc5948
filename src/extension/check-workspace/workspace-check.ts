import * as vscode from 'vscode';
import { mayHoldSql } from '../../analyzers/sources/may-hold-sql';
import { AnalysisError } from '../../runtime/analysis-error';
import { findOpenDocument, readText } from '../documents';
import type { Judge } from '../judge';
import { DisposableStore } from '../lifecycle';
import type { Log } from '../log';
import { findQueryFiles, MAX_FILE_BYTES } from '../query-files';
import { affectsSettings, readSettings } from '../settings';
import type { ShownFindings } from '../shown-findings';
import { languageOfPath } from '../sql-languages';

export interface CheckResult {
  readonly files: number;
  readonly findings: number;
  readonly isCancelled: boolean;
}

type Outcome = { readonly kind: 'judged'; readonly findings: number } | { readonly kind: 'passed-over' };

/** Judges every file of the workspace, and keeps what was found in closed ones true until they are opened. */
export class WorkspaceCheck {
  readonly #store = new DisposableStore();
  /** Files that were closed when they were judged. */
  readonly #checked = new Map<string, vscode.Uri>();
  #rejudging = new AbortController();

  constructor(
    private readonly judge: Judge,
    private readonly checkOpen: (document: vscode.TextDocument, signal: AbortSignal) => Promise<number>,
    private readonly findings: ShownFindings,
    private readonly log: Log,
  ) {
    const { workspace } = vscode;
    this.#store.add(workspace.onDidCloseTextDocument(({ uri }) => this.#rejudge([uri])));
    this.#store.add(
      workspace.onDidChangeConfiguration((event) => {
        if (affectsSettings(event)) this.rejudgeAll();
      }),
    );
    const watcher = this.#store.add(workspace.createFileSystemWatcher('**', true));
    this.#store.add(watcher.onDidChange((uri) => this.#rejudge([uri])));
    this.#store.add(watcher.onDidDelete((uri) => this.#deleted(uri)));
  }

  dispose(): void {
    this.#rejudging.abort();
    this.#store.dispose();
  }

  async run(
    progress: vscode.Progress<{ message?: string; increment?: number }>,
    token: vscode.CancellationToken,
  ): Promise<CheckResult> {
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      const uris = await this.#findFiles(token);
      let findings = 0;
      let files = 0;
      for (const uri of uris) {
        if (controller.signal.aborted) break;
        progress.report({ message: vscode.workspace.asRelativePath(uri), increment: 100 / uris.length });
        const outcome = await this.#check(uri, controller.signal);
        if (outcome.kind === 'passed-over') continue;
        files += 1;
        findings += outcome.findings;
      }
      const isCancelled = controller.signal.aborted;
      this.log.info(
        `Workspace check${isCancelled ? ', cancelled' : ''}: ${files} files, ${findings} findings`,
      );
      return { files, findings, isCancelled };
    } finally {
      subscription.dispose();
    }
  }

  /** The schema or the settings changed: what was found in closed files may be true no more. */
  rejudgeAll(): void {
    this.#rejudging.abort();
    this.#rejudging = new AbortController();
    this.#rejudge([...this.#checked.values()]);
  }

  async #findFiles(token: vscode.CancellationToken): Promise<readonly vscode.Uri[]> {
    const found: vscode.Uri[] = [];
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      if (!readSettings(folder.uri).lintEnabled) continue;
      found.push(...(await findQueryFiles(folder, token)));
    }
    return [...new Map(found.map((uri) => [uri.toString(), uri])).values()];
  }

  async #check(uri: vscode.Uri, signal: AbortSignal): Promise<Outcome> {
    const open = findOpenDocument(uri.toString());
    try {
      if (open === undefined) return await this.#checkClosed(uri, signal);
      if (!mayHoldSql(open.languageId, open.getText())) return { kind: 'passed-over' };
      return { kind: 'judged', findings: await this.checkOpen(open, signal) };
    } catch (error) {
      if (!(error instanceof AnalysisError && error.isCancellation)) {
        this.log.error(`${uri.toString()} could not be judged`, error);
      }
      return { kind: 'passed-over' };
    }
  }

  async #checkClosed(uri: vscode.Uri, signal: AbortSignal): Promise<Outcome> {
    const text = await readText(uri, MAX_FILE_BYTES);
    const languageId = languageOfPath(uri.path);
    if (text === undefined || languageId === undefined || !mayHoldSql(languageId, text)) {
      this.#forget(uri);
      return { kind: 'passed-over' };
    }
    const judgement = await this.judge.judge({ uri, languageId, text }, signal, 'command');
    // Opened meanwhile, it shows its own.
    if (!signal.aborted && findOpenDocument(uri.toString()) === undefined) {
      this.#checked.set(uri.toString(), uri);
      this.findings.show(judgement);
    }
    return { kind: 'judged', findings: judgement.analysis.findings.length };
  }

  #rejudge(uris: readonly vscode.Uri[]): void {
    const { signal } = this.#rejudging;
    const known = uris.filter((uri) => this.#checked.has(uri.toString()));
    void (async () => {
      for (const uri of known) {
        if (signal.aborted) return;
        if (findOpenDocument(uri.toString()) !== undefined) continue;
        if (readSettings(uri).lintEnabled) await this.#check(uri, signal);
        else this.#forget(uri);
      }
    })();
  }

  /** A folder that is deleted whole is one event. */
  #deleted(gone: vscode.Uri): void {
    const prefix = `${gone.toString()}/`;
    for (const [key, uri] of this.#checked) {
      if (key === gone.toString() || key.startsWith(prefix)) this.#forget(uri);
    }
  }

  #forget(uri: vscode.Uri): void {
    if (this.#checked.delete(uri.toString())) this.findings.clear(uri);
  }
}
