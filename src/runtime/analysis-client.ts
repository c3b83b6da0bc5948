import { Worker } from 'node:worker_threads';
import type { Analysis } from '../analyzers/finding';
import type { QuerySearch } from '../analyzers/find-query';
import type { JudgedPlanReading } from '../analyzers/judge-plans';
import type { JudgedTrial } from '../analyzers/plans/evidence/judge-trial';
import type { MaintenanceAnswers, MaintenanceQuestion } from '../analyzers/maintenance/maintenance-question';
import type { CatalogRows } from '../analyzers/schema/catalog-rows';
import type { StatisticsFile } from '../analyzers/statistics-file/statistics-file';
import { JudgedDocuments } from './judged-documents';
import { AnalysisError, cancellation } from './analysis-error';
import { type AnalysisClientOptions, limitOf, RESOURCE_LIMITS, startLimit } from './client-options';
import type { DatabaseAnswers, DatabaseQuestion } from './database-questions';
import { deferred } from './deferred';
import { type Question, subjectOfQuestion } from './question-subject';
import type { Answer, Job } from './job';
import type {
  AnalysisRequest,
  PlansRequest,
  QueryRequest,
  SchemaFile,
  SnapshotSummary,
  TrialRequest,
  WorkerRequest,
  WorkerResponse,
} from './protocol';
import { RefusedTexts } from './refused-texts';
import { type Lane, RequestQueue } from './request-queue';
import { NOTHING_SAID, saysNothing } from './says-nothing';
import { type State, stop } from './worker-state';
import { isSchemaRequest, type SchemaRequest, subjectOf, ToldSchemas } from './told-schemas';

/** The engine in a worker thread: started on first use, started again when it ends or does not answer. Every promise settles; every rejection is an AnalysisError. */
export class AnalysisClient {
  readonly #options: AnalysisClientOptions;
  readonly #queue = new RequestQueue<Job>();
  readonly #refused = new RefusedTexts();
  readonly #documents = new JudgedDocuments();
  readonly #told = new ToldSchemas();
  #state: State = { kind: 'idle' };
  #lastId = 0;

  constructor(options: AnalysisClientOptions) {
    this.#options = options;
  }

  async analyze(
    request: AnalysisRequest,
    signal?: AbortSignal,
    lane: 'edit' | 'command' = 'edit',
  ): Promise<Analysis> {
    const subject = request.document.file;
    if (signal?.aborted === true) throw cancellation('aborted', subject);
    if (this.#refused.refuses(request.document.text)) {
      throw new AnalysisError(
        'refused',
        `${subject} stopped the analysis before and is not read again until it changes`,
      );
    }
    if (lane === 'edit') this.#supersede('edit', subject);
    if (saysNothing(request.document)) return NOTHING_SAID;
    const response = await this.#enqueue(
      { kind: 'analyze', id: this.#newId(), request, ...(lane === 'edit' && { since: 0 }) },
      lane,
      subject,
      signal,
    );
    if (response.kind !== 'analysis') throw unexpected(response, subject);
    return response.analysis;
  }

  /** The query at an offset of a document, as it may be sent behind EXPLAIN. */
  async findQuery(request: QueryRequest, signal?: AbortSignal): Promise<QuerySearch> {
    return (await this.ask({ kind: 'find-query', request }, 'query-searched', signal)).search;
  }

  /** Reads plans and judges them; with the query that they are of, says where in its document their conditions stand. */
  async judgePlans(request: PlansRequest, signal?: AbortSignal): Promise<readonly JudgedPlanReading[]> {
    return (await this.ask({ kind: 'judge-plans', request }, 'plans-judged', signal)).plans;
  }

  /** What comes of a proposal, by the plans that a server has made for it. */
  async judgeTrial(request: TrialRequest, signal?: AbortSignal): Promise<JudgedTrial> {
    return (await this.ask({ kind: 'judge-trial', request }, 'trial-judged', signal)).trial;
  }

  /** What the server says whose catalogue was set for the key. */
  async askDatabase<K extends DatabaseQuestion['kind']>(
    key: string,
    question: Extract<DatabaseQuestion, { kind: K }>,
    signal?: AbortSignal,
  ): Promise<DatabaseAnswers[K]> {
    const asked = { kind: 'ask-database', key, question } as const;
    return (await this.ask(asked, 'database-answered', signal)).answer as DatabaseAnswers[K];
  }

  /** What is known of a schema, for whoever wants to change its indexes. */
  async askMaintenance<K extends MaintenanceQuestion['kind']>(
    snapshotKey: string,
    question: Extract<MaintenanceQuestion, { kind: K }>,
    signal?: AbortSignal,
  ): Promise<MaintenanceAnswers[K]> {
    const asked = { kind: 'ask-maintenance', snapshotKey, question } as const;
    return (await this.ask(asked, 'maintenance-answered', signal)).answer as MaintenanceAnswers[K];
  }

  /** In the lane of commands. @param answer the kind of answer that the question has */
  async ask<Kind extends Answer['kind']>(
    question: Question,
    answer: Kind,
    signal: AbortSignal | undefined,
  ): Promise<Extract<Answer, { readonly kind: Kind }>> {
    const request = { ...question, id: this.#newId() };
    const subject = subjectOfQuestion(request);
    if (signal?.aborted === true) throw cancellation('aborted', subject);
    const response = await this.#enqueue(request, 'command', subject, signal);
    if (!isOfKind(response, answer)) throw unexpected(response, subject);
    return response;
  }

  /** Reads the migrations, in order, as the schema that requests with this key are judged by. An empty list forgets the key. */
  async setMigrations(key: string, files: readonly SchemaFile[]): Promise<SnapshotSummary> {
    return this.#setSchema({ kind: 'set-migrations', id: this.#newId(), key, files });
  }

  /** What a server says, beside the migrations of the same key. Without rows the server counts no longer. */
  async setCatalog(key: string, rows: CatalogRows | undefined): Promise<SnapshotSummary> {
    return this.#setSchema({ kind: 'set-catalog', id: this.#newId(), key, ...(rows && { rows }) });
  }

  /** The sizes that migrations of the same key are judged with, where no server says them. Without a file none are known any more. */
  async setStatistics(key: string, statistics: StatisticsFile | undefined): Promise<SnapshotSummary> {
    return this.#setSchema({
      kind: 'set-statistics',
      id: this.#newId(),
      key,
      ...(statistics && { statistics }),
    });
  }

  async #setSchema(request: SchemaRequest): Promise<SnapshotSummary> {
    // A text may have stopped the worker because of the schema it was judged by.
    this.#refused.clear();
    const subject = subjectOf(request);
    this.#supersede('schema', subject);
    this.#told.tell(request);
    const response = await this.#enqueue(request, 'schema', subject);
    if (response.kind !== 'schema-set') throw unexpected(response, subject);
    return response.summary;
  }

  dispose(): void {
    const state = this.#state;
    this.#state = { kind: 'disposed' };
    stop(state);
    if (state.kind === 'working') state.job.caller?.reject(cancellation('disposed', state.job.subject));
    for (const job of this.#queue.drain()) job.caller?.reject(cancellation('disposed', job.subject));
  }

  #newId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #enqueue(request: WorkerRequest, lane: Lane, subject: string, signal?: AbortSignal): Promise<Answer> {
    if (this.#state.kind === 'disposed') return Promise.reject(cancellation('disposed', subject));
    const { promise, resolve, reject } = deferred<Answer>();
    const abort = (): void => {
      this.#queue.remove(lane, (job) => job.request.id === request.id);
      reject(cancellation('aborted', subject));
    };
    signal?.addEventListener('abort', abort, { once: true });
    this.#queue.push(lane, { request, subject, caller: { resolve, reject } });
    this.#pump();
    return promise.finally(() => signal?.removeEventListener('abort', abort));
  }

  #supersede(lane: Lane, subject: string): void {
    for (const job of this.#queue.remove(lane, (job) => job.subject === subject)) {
      job.caller?.reject(cancellation('superseded', subject));
    }
  }

  #pump(): void {
    if (this.#queue.isEmpty) return;
    if (this.#state.kind === 'idle') this.#start();
    if (this.#state.kind !== 'waiting') return;
    const job = this.#queue.shift();
    if (job === undefined) return;
    const { worker } = this.#state;
    const timer = this.#startTimer(worker, limitOf(job.request, this.#options));
    this.#state = { kind: 'working', worker, job, timer };
    worker.postMessage(this.#sinceLastAnswer(job.request));
  }

  /** Nothing else is under way: the last answer is in. */
  #sinceLastAnswer(request: WorkerRequest): WorkerRequest {
    if (request.kind !== 'analyze' || request.since === undefined) return request;
    return { ...request, since: this.#documents.lastAnswer(request.request.document.file) };
  }

  #start(): void {
    this.#documents.clear();
    const worker = new Worker(this.#options.workerFile, { resourceLimits: RESOURCE_LIMITS });
    this.#state = { kind: 'starting', worker, timer: this.#startTimer(worker, startLimit(this.#options)) };
    worker.on('message', (response: WorkerResponse) => this.#receive(worker, response));
    worker.on('messageerror', (error) => this.#end(worker, 'crash', error.message));
    worker.on('error', (error) => this.#end(worker, 'crash', String(error)));
    worker.on('exit', (code) => this.#end(worker, 'crash', `the worker ended with code ${code}`));
  }

  #startTimer(worker: Worker, timeoutMs: number): NodeJS.Timeout {
    return setTimeout(() => this.#end(worker, 'timeout', `no answer within ${timeoutMs} ms`), timeoutMs);
  }

  #receive(worker: Worker, response: WorkerResponse): void {
    const state = this.#state;
    if (state.kind === 'starting' && state.worker === worker && response.kind === 'ready') {
      clearTimeout(state.timer);
      this.#state = { kind: 'waiting', worker };
      this.#replaySchemas();
    } else if (state.kind === 'working' && state.worker === worker && response.kind !== 'ready') {
      if (response.id !== state.job.request.id) return;
      clearTimeout(state.timer);
      this.#state = { kind: 'waiting', worker };
      if (response.kind === 'failed') this.#fail(state.job, new AnalysisError('failed', response.error));
      else this.#resolve(state.job, response);
    }
    this.#pump();
  }

  #resolve(job: Job, response: Exclude<WorkerResponse, { kind: 'failed' }>): void {
    try {
      job.caller?.resolve(this.#assemble(job.request, response));
    } catch (error) {
      this.#documents.clear();
      this.#fail(job, new AnalysisError('failed', String(error)));
    }
  }

  #assemble(request: WorkerRequest, response: Exclude<WorkerResponse, { kind: 'failed' }>): Answer {
    if (response.kind !== 'analysis') return response;
    const { judged, id } = response;
    const isEdit = request.kind === 'analyze' && request.since !== undefined;
    const file = isEdit ? request.request.document.file : undefined;
    return { kind: 'analysis', analysis: this.#documents.assemble(judged, id, file) };
  }

  #replaySchemas(): void {
    for (const told of this.#told.all()) {
      const subject = subjectOf(told);
      const waiting = this.#queue.remove('schema', (job) => job.subject === subject);
      for (const job of waiting) this.#queue.push('schema', job);
      if (waiting.length > 0) continue;
      this.#queue.push('schema', { request: { ...told, id: this.#newId() }, subject });
    }
  }

  /** The worker is gone, or must go. Whoever it worked for is told; the others wait for the next worker. */
  #end(worker: Worker, kind: 'crash' | 'timeout', reason: string): void {
    const state = this.#state;
    if (!('worker' in state) || state.worker !== worker) return;
    stop(state);
    this.#state = { kind: 'idle' };
    if (state.kind === 'working') {
      if (state.job.request.kind === 'analyze') {
        this.#refused.recordFailure(state.job.request.request.document.text);
      }
      this.#fail(state.job, new AnalysisError(kind, reason));
    } else if (state.kind === 'starting') {
      // A worker that cannot start would fail for each request alike: tell them all instead of starting it as often.
      for (const job of this.#queue.drain()) this.#fail(job, new AnalysisError('unavailable', reason));
    }
    this.#pump();
  }

  #fail(job: Job, error: AnalysisError): void {
    // A schema that ends the worker would end every later one too, since it is told again to each.
    if (isSchemaRequest(job.request) && error.kind !== 'unavailable') this.#told.forget(job.request);
    job.caller?.reject(error);
    this.#options.onDidFail?.(error, job.subject);
  }
}

function isOfKind<Kind extends Answer['kind']>(
  answer: Answer,
  kind: Kind,
): answer is Extract<Answer, { readonly kind: Kind }> {
  return answer.kind === kind;
}

function unexpected(response: Answer, subject: string): AnalysisError {
  return new AnalysisError('failed', `${subject}: unexpected answer ${response.kind}`);
}
