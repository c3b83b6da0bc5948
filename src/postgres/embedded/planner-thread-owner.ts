import type { Worker } from 'node:worker_threads';
import { message } from '../../analyzers/message';
import { type PlannerFacts, PlannerUnavailable } from '../planner';
import type { EmbeddedQuestion, EmbeddedResponse, EmbeddedStart } from './protocol';

export type Answered = Extract<EmbeddedResponse, { kind: 'planned' | 'refused' }>;

interface Waiting {
  readonly resolve: (answer: Answered) => void;
  readonly reject: (error: Error) => void;
}

export interface ThreadOptions {
  /** Of one question, and of one statement of the schema. */
  readonly timeoutMs: number;
  /** The number of a statement of the schema that took longer. */
  readonly onHanging: (statement: number) => void;
}

/** Making an empty database takes seconds, on a busy machine many: no statement is at fault then. */
const START_TIMEOUT_MS = 120_000;

/** One life of the planner's thread. Every promise settles, and none of its rejections is lost to nobody's care. */
export class PlannerThread {
  readonly ready: Promise<PlannerFacts>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #timeoutMs: number;
  #isReady!: (facts: PlannerFacts) => void;
  #cannotStart!: (error: Error) => void;
  #hasEnded = false;

  constructor(worker: Worker, { progress }: EmbeddedStart, { timeoutMs, onHanging }: ThreadOptions) {
    this.#worker = worker;
    this.#timeoutMs = timeoutMs;
    this.ready = new Promise((resolve, reject) => {
      this.#isReady = resolve;
      this.#cannotStart = reject;
    });
    this.ready.catch(() => undefined);
    // A planner that is not used keeps no program alive; a question does, by its timer.
    worker.unref();
    worker.on('message', (response: EmbeddedResponse) => this.#receive(response));
    worker.on('error', (error) => void this.end(unavailable(error.message)));
    worker.on('exit', (code) => void this.end(unavailable(`it ended with code ${code}`)));
    this.#watchStart(new Int32Array(progress), onHanging);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  async ask(question: EmbeddedQuestion, signal?: AbortSignal): Promise<Answered> {
    signal?.throwIfAborted();
    if (this.#hasEnded) throw unavailable('it has just ended');
    const answer = new Promise<Answered>((resolve, reject) => {
      this.#waiting.set(question.id, { resolve, reject });
    });
    this.#worker.postMessage(question);
    const limit = this.#timeoutMs * this.#waiting.size;
    const timer = setTimeout(() => {
      void this.end(unavailable(`a plan took longer than ${limit / 1000} s`));
    }, limit);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(question.id);
    }
  }

  /** Its memory is free when this resolves. */
  async end(reason: Error): Promise<void> {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#cannotStart(reason);
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
    await this.#worker.terminate();
  }

  #receive(response: EmbeddedResponse): void {
    switch (response.kind) {
      case 'ready':
        this.#isReady(response.facts);
        break;
      case 'unavailable':
        void this.end(unavailable(response.reason));
        break;
      case 'planned':
      case 'refused':
        this.#waiting.get(response.id)?.resolve(response);
    }
  }

  /** A statement of the schema that does not end (an endless loop in a DO block) ends the thread; the next one leaves it out. */
  #watchStart(running: Int32Array, onHanging: (statement: number) => void): void {
    const started = performance.now();
    let statement = -1;
    let since = started;
    const look = setInterval(() => {
      const now = Atomics.load(running, 0);
      const time = performance.now();
      if (now !== statement) {
        statement = now;
        since = time;
      }
      if (now >= 0 && time - since > this.#timeoutMs) {
        onHanging(now);
        void this.end(unavailable(`statement ${now + 1} of the schema does not come to an end`));
      } else if (time - started > START_TIMEOUT_MS && now < 0) {
        void this.end(unavailable(`it did not start within ${START_TIMEOUT_MS / 1000} s`));
      }
    }, 100);
    const stop = (): void => clearInterval(look);
    this.ready.then(stop, stop);
  }
}

export function unavailable(reason: string): PlannerUnavailable {
  return new PlannerUnavailable(message('The embedded planner is not available: {0}.', reason));
}
