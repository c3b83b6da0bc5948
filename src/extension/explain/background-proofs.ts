import type * as vscode from 'vscode';
import type { Finding } from '../../analyzers/finding';
import { type Proof, proofOf } from '../../analyzers/plans/evidence/proof';
import { folderOf } from '../documents';
import type { Judge } from '../judge';
import type { Judgement } from '../judgement';
import type { PostgresRoom } from '../load-postgres';
import type { Log } from '../log';
import type { PlanningDatabase } from '../planning-database';
import { readExplainSettings, readProofSettings, readSettings } from '../settings';
import type { Asking } from './make-plans';
import { triedBy } from './prove-finding';
import { TriedProposals } from './tried-proposals';

export interface BackgroundPorts {
  readonly judge: Judge;
  readonly loadPostgres: () => PostgresRoom;
  /** The planner of a folder that can be asked without harm and without a question; `undefined`: there is none. */
  readonly plannerOf: (
    folder: vscode.WorkspaceFolder,
    signal: AbortSignal,
  ) => Promise<PlanningDatabase | undefined>;
  /** Whether somebody looks at the document. */
  readonly isVisible: (uri: vscode.Uri) => boolean;
  readonly onDidProve: (finding: Finding, text: string, proof: Proof) => void;
  /** What was proven of a document is to be shown. */
  readonly onDidEnd: () => void;
  readonly log: Log;
}

/** Nobody types any more. */
const PAUSE_MS = 1500;

/** Has the proposals of findings planned before and after while nobody types, by a planner that costs nobody anything. */
export class BackgroundProofs {
  readonly #tried = new TriedProposals();
  readonly #waiting = new Map<string, Judgement>();
  /** Texts whose time is used up, by their documents. */
  readonly #spent = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #run: AbortController | undefined;
  /** Something is proven that is not shown: a run that was ended may have left it. */
  #hasNews = false;

  constructor(private readonly ports: BackgroundPorts) {}

  /** A document as it is now. */
  consider(judgement: Judgement): void {
    const { uri, analysis, text } = judgement;
    const open = analysis.findings.flatMap((finding) => this.#tried.open(finding, text));
    const key = uri.toString();
    const isDone = open.length === 0 || this.#spent.get(key) === text;
    if (isDone || !readProofSettings(uri).isOn) this.#waiting.delete(key);
    else this.#waiting.set(key, judgement);
    this.#run?.abort();
    this.#wait();
  }

  /** The schema is another one: what was tried says nothing any more. */
  forget(): void {
    this.#run?.abort();
    this.#tried.forget();
    this.#spent.clear();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#run?.abort();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    if (this.#waiting.size > 0) this.#timer = setTimeout(() => void this.#proveAll(), PAUSE_MS);
  }

  /** Never rejects. */
  async #proveAll(): Promise<void> {
    const run = new AbortController();
    this.#run = run;
    for (const [key, judgement] of [...this.#waiting]) {
      try {
        await this.#proveDocument(judgement, run.signal);
        this.#waiting.delete(key);
      } catch (error) {
        if (run.signal.aborted) break;
        this.ports.log.warn(`Proposals could not be planned: ${String(error)}`);
        this.#waiting.delete(key);
      }
    }
    if (this.#run === run) this.#run = undefined;
    if (!this.#hasNews) return;
    this.#hasNews = false;
    this.ports.onDidEnd();
  }

  async #proveDocument(judgement: Judgement, signal: AbortSignal): Promise<void> {
    const { uri, text, analysis } = judgement;
    const folder = folderOf(uri);
    if (folder === undefined || !this.ports.isVisible(uri)) return;
    const database = await this.ports.plannerOf(folder, signal);
    if (database === undefined) return;
    const ends = Date.now() + readProofSettings(uri).budgetMs;
    for (const finding of analysis.findings) {
      if (this.#tried.open(finding, text).length === 0) continue;
      if (Date.now() > ends) {
        this.#spent.set(uri.toString(), text);
        break;
      }
      await this.#prove(judgement, finding, database, signal);
    }
  }

  async #prove(
    source: Judgement,
    finding: Finding,
    database: PlanningDatabase,
    signal: AbortSignal,
  ): Promise<void> {
    const { judge, onDidProve, log } = this.ports;
    const { text } = source;
    const found = await judge.findQuery(source, finding.span.start, signal);
    for (const fix of this.#tried.open(finding, text)) {
      try {
        if (found.kind === 'refused') continue;
        const asking = this.#asking(source, database, signal);
        const subject = triedBy({ source, found, database });
        const outcome = await asking.postgres.tryFix(judge, subject, fix, asking);
        if ('reason' in outcome) continue;
        onDidProve(finding, text, proofOf(fix, outcome));
        this.#hasNews = true;
      } catch (error) {
        signal.throwIfAborted();
        log.debug(`${finding.ruleId}: ${fix.id} could not be planned: ${String(error)}`);
      } finally {
        if (!signal.aborted) this.#tried.add(finding, text, fix);
      }
    }
  }

  #asking({ uri }: Judgement, { reader }: PlanningDatabase, signal: AbortSignal): Asking {
    const { timeoutMs } = readExplainSettings(uri);
    return {
      postgres: this.ports.loadPostgres(),
      reader,
      limits: { statementTimeoutMs: timeoutMs, signal },
      expectedArraySize: readSettings(uri).analysis.expectedArraySize,
    };
  }
}
