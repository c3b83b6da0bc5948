import * as vscode from 'vscode';
import { mayHoldSql } from '../../analyzers/sources/may-hold-sql';
import { AnalysisError } from '../../runtime/analysis-error';
import { isJudged } from '../documents';
import type { Judge } from '../judge';
import type { Judgement, Progress } from '../judgement';
import { DisposableStore } from '../lifecycle';
import type { Log } from '../log';
import { affectsSettings, readSettings } from '../settings';
import type { ShownFinding, ShownFindings, ShownProblem } from '../shown-findings';
import { LatestRuns } from './latest-runs';

/** Long enough to skip the letters of a word, short enough to feel immediate. */
const DEBOUNCE_MS = 250;

/** Judges open documents as they are opened, typed in and saved. What is shown stays until the next judgement takes its place. */
export class DocumentLinter {
  readonly #store = new DisposableStore();
  readonly #runs = this.#store.add(new LatestRuns());
  readonly #onDidProgress = this.#store.add(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidProgress = this.#onDidProgress.event;
  readonly #onDidJudge = this.#store.add(new vscode.EventEmitter<Judgement>());
  /** An open document as it is now; comes before the progress that says so. */
  readonly onDidJudge = this.#onDidJudge.event;
  readonly #progress = new Map<string, Progress>();
  /** The version that the shown findings belong to. */
  readonly #versions = new Map<string, number>();

  constructor(
    private readonly judge: Judge,
    private readonly findings: ShownFindings,
    private readonly log: Log,
  ) {
    const { workspace } = vscode;
    this.#store.add(workspace.onDidOpenTextDocument((document) => this.#opened(document)));
    this.#store.add(
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#changed(document);
      }),
    );
    this.#store.add(
      workspace.onDidSaveTextDocument((document) => {
        if (isJudged(document) && readSettings(document.uri).lintRun === 'onSave') this.#lint(document, 0);
      }),
    );
    // A change of the language closes the document and opens it again.
    this.#store.add(workspace.onDidCloseTextDocument((document) => this.#clear(document.uri)));
    this.#store.add(
      workspace.onDidChangeConfiguration((event) => {
        if (affectsSettings(event)) this.lintAll();
      }),
    );
    this.#store.add(workspace.onDidChangeWorkspaceFolders(() => this.lintAll()));
  }

  lintAll(): void {
    for (const document of vscode.workspace.textDocuments) this.#lint(document, 0);
  }

  /** The findings of the document as it is now: waits for a judgement under way, starts none. */
  async current(document: vscode.TextDocument): Promise<readonly ShownFinding[]> {
    return (await this.#isCurrent(document)) ? this.findings.of(document.uri) : [];
  }

  /** The same for comments that disable rules. */
  async currentProblems(document: vscode.TextDocument): Promise<readonly ShownProblem[]> {
    return (await this.#isCurrent(document)) ? this.findings.problemsOf(document.uri) : [];
  }

  /** Judges an open document at once, whatever the settings say about when: someone asked for it. */
  check(document: vscode.TextDocument, signal: AbortSignal): Promise<number> {
    return this.#judgeAndShow(document, signal, 'command');
  }

  progressOf(uri: vscode.Uri): Progress | undefined {
    return this.#progress.get(uri.toString());
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #isCurrent(document: vscode.TextDocument): Promise<boolean> {
    const key = document.uri.toString();
    await this.#runs.settled(key);
    return this.#versions.get(key) === document.version;
  }

  #opened(document: vscode.TextDocument): void {
    const isChecked = this.findings.of(document.uri).length > 0;
    // Opened from the list of what a check found: it stays, now for this document.
    if (isChecked && isJudged(document) && readSettings(document.uri).lintRun === 'off') {
      this.#schedule(document, 0);
    } else this.#lint(document, 0);
  }

  #changed(document: vscode.TextDocument): void {
    if (!isJudged(document)) return;
    const { lintRun } = readSettings(document.uri);
    if (lintRun === 'onType') this.#lint(document, DEBOUNCE_MS);
    // What a check found there would stay wrong for ever.
    else if (lintRun === 'off') this.#clear(document.uri);
  }

  #lint(document: vscode.TextDocument, delayMs: number): void {
    if (!isJudged(document)) return;
    const { uri } = document;
    const { lintEnabled, lintRun } = readSettings(uri);
    if (!lintEnabled || lintRun === 'off') {
      this.#clear(uri);
      this.#setProgress(uri, { kind: 'off' });
      return;
    }
    this.#schedule(document, delayMs);
  }

  #schedule(document: vscode.TextDocument, delayMs: number): void {
    this.#runs.schedule(document.uri.toString(), delayMs, (signal) => this.#run(document, signal));
  }

  async #run(document: vscode.TextDocument, signal: AbortSignal): Promise<void> {
    const { uri } = document;
    if (!mayHoldSql(document.languageId, document.getText())) {
      this.#clear(uri);
      this.#setProgress(uri, { kind: 'no-sql' });
      return;
    }
    this.#setProgress(uri, { kind: 'judging' });
    try {
      await this.#judgeAndShow(document, signal, 'edit');
    } catch (error) {
      this.#fail(uri, error);
    }
  }

  /** Shows nothing when the document is another one by then. */
  async #judgeAndShow(
    document: vscode.TextDocument,
    signal: AbortSignal,
    lane: 'edit' | 'command',
  ): Promise<number> {
    const { uri, version, languageId } = document;
    const start = performance.now();
    const judgement = await this.judge.judge({ uri, languageId, text: document.getText() }, signal, lane);
    const { findings, statements } = judgement.analysis;
    if (signal.aborted || document.isClosed || document.version !== version) return findings.length;
    this.#versions.set(uri.toString(), version);
    this.findings.show(judgement);
    this.#onDidJudge.fire(judgement);
    const durationMs = performance.now() - start;
    this.log.debug(`${uri.toString()}: ${findings.length} findings in ${durationMs.toFixed(0)} ms`);
    this.#setProgress(uri, {
      kind: 'judged',
      findings: findings.length,
      statements: statements.length,
      durationMs,
    });
    return findings.length;
  }

  #fail(uri: vscode.Uri, error: unknown): void {
    if (error instanceof AnalysisError && error.isCancellation) return;
    this.log.error(`${uri.toString()} could not be judged`, error);
    // Findings of a text that is no more would point at the wrong places.
    this.#versions.delete(uri.toString());
    this.findings.clear(uri);
    this.#setProgress(uri, {
      kind: 'failed',
      reason: error instanceof Error ? error.message : String(error),
    });
  }

  #clear(uri: vscode.Uri): void {
    const key = uri.toString();
    this.#runs.cancel(key);
    this.#versions.delete(key);
    this.#progress.delete(key);
    this.findings.clear(uri);
  }

  #setProgress(uri: vscode.Uri, progress: Progress): void {
    this.#progress.set(uri.toString(), progress);
    this.#onDidProgress.fire(uri);
  }
}
