import { type ChildProcess, fork } from 'node:child_process';
import { message } from '../../analyzers/message';
import { type PlannerFacts, PlannerUnavailable } from '../planner';
import type { EmbeddedRequest, EmbeddedResponse, EmbeddedStart } from './protocol';

export type Answered = Extract<EmbeddedResponse, { kind: 'planned' | 'rows' | 'refused' }>;

export type Asked = Exclude<EmbeddedRequest, { kind: 'start' }>;

interface Waiting {
  readonly resolve: (answer: Answered) => void;
  readonly reject: (error: Error) => void;
}

export interface ProcessOptions {
  /** Of one question, and of one statement of the schema. */
  readonly timeoutMs: number;
  /** The number of a statement of the schema that took longer. */
  readonly onHanging: (statement: number) => void;
}

/** Making an empty database takes seconds, on a busy machine many: no statement is at fault then. */
const START_TIMEOUT_MS = 120_000;

/** One life of the planner's process. Every promise settles, and none of its rejections is lost to nobody's care. */
export class PlannerProcess {
  readonly ready: Promise<PlannerFacts>;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #timeoutMs: number;
  #isReady!: (facts: PlannerFacts) => void;
  #cannotStart!: (error: Error) => void;
  #hasEnded = false;
  /** The statement of the schema that is being run, and since when. */
  #statement: { readonly number: number | undefined; readonly since: number };

  constructor(child: ChildProcess, start: EmbeddedStart, { timeoutMs, onHanging }: ProcessOptions) {
    this.#child = child;
    this.#statement = { number: undefined, since: performance.now() };
    this.#timeoutMs = timeoutMs;
    this.ready = new Promise((resolve, reject) => {
      this.#isReady = resolve;
      this.#cannotStart = reject;
    });
    this.ready.catch(() => undefined);
    // A planner that is not used keeps no program alive; a question does, by its timer.
    child.unref();
    child.channel?.unref();
    child.on('message', (response: EmbeddedResponse) => this.#receive(response));
    child.on('error', (error) => void this.end(unavailable(error.message)));
    child.on('exit', (code, signal) => {
      void this.end(unavailable(code === null ? `it was ended by ${signal}` : `it ended with code ${code}`));
    });
    this.#send({ kind: 'start', start });
    this.#watchStart(onHanging);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  async ask(asked: Asked, signal?: AbortSignal): Promise<Answered> {
    signal?.throwIfAborted();
    if (this.#hasEnded) throw unavailable('it has just ended');
    const { id } = asked.kind === 'ask' ? asked.question : asked.reading;
    const answer = new Promise<Answered>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
    this.#send(asked);
    const limit = this.#timeoutMs * this.#waiting.size;
    const timer = setTimeout(() => {
      void this.end(unavailable(`a plan took longer than ${limit / 1000} s`));
    }, limit);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  /** Its memory is free when this resolves. */
  async end(reason: Error): Promise<void> {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#cannotStart(reason);
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined)
      return;
    const exit = new Promise((resolve) => this.#child.once('exit', resolve));
    // Whoever waits for the end lives until it comes.
    this.#child.ref();
    // In a plan that does not end it hears no request.
    this.#child.kill('SIGKILL');
    await exit;
  }

  #receive(response: EmbeddedResponse): void {
    switch (response.kind) {
      case 'loading':
        this.#statement = { number: response.statement, since: performance.now() };
        break;
      case 'ready':
        this.#isReady(response.facts);
        break;
      case 'unavailable':
        void this.end(unavailable(response.reason));
        break;
      case 'planned':
      case 'rows':
      case 'refused':
        this.#waiting.get(response.id)?.resolve(response);
    }
  }

  /** What cannot be sent is told by `error` or `exit` too. */
  #send(request: EmbeddedRequest): void {
    this.#child.send(request, () => undefined);
  }

  /** A statement of the schema that does not end (an endless loop in a DO block) ends the process; the next one leaves it out. */
  #watchStart(onHanging: (statement: number) => void): void {
    const started = performance.now();
    const look = setInterval(() => {
      const { number, since } = this.#statement;
      const now = performance.now();
      if (number !== undefined && now - since > this.#timeoutMs) {
        onHanging(number);
        void this.end(unavailable(`statement ${number + 1} of the schema does not come to an end`));
      } else if (number === undefined && now - started > START_TIMEOUT_MS) {
        void this.end(unavailable(`it did not start within ${START_TIMEOUT_MS / 1000} s`));
      }
    }, 100);
    const stop = (): void => clearInterval(look);
    this.ready.then(stop, stop);
  }
}

/** @param file absolute path of the program */
export function startProgram(file: string): ChildProcess {
  return fork(file, [], {
    serialization: 'advanced',
    // A debugger's port that the editor listens on is not the child's.
    execArgv: [],
    // In the editor this is its own program, which is Node only when it is told to be.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

export function unavailable(reason: string): PlannerUnavailable {
  return new PlannerUnavailable(message('The embedded planner is not available: {0}.', reason));
}
