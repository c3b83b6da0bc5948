import { Worker } from 'node:worker_threads';
import { printCreateIndex } from '../../analyzers/indexes/print-ddl';
import { printExpression } from '../../analyzers/sql/print-expression';
import { explainStep, explainUnboundStep } from '../explain/explain-steps';
import {
  type Planner,
  type PlannerAnswer,
  type PlannerFacts,
  type PlannerOptions,
  type PlannerQuestion,
} from '../planner';
import { PlannerThread, unavailable } from './planner-thread-owner';
import {
  NO_STATEMENT,
  type AddedText,
  type EmbeddedQuestion,
  type EmbeddedStart,
  type PlannerWorld,
  type ServerProblem,
} from './protocol';

export interface EmbeddedPlannerOptions {
  /** Absolute path of the bundle; its WebAssembly lies beside it. */
  readonly threadFile: string;
  /** A folder of the host's that may be emptied at any time. */
  readonly cacheFolder: string;
  readonly world: PlannerWorld;
  /** After so long without a question the thread ends and gives its memory back. */
  readonly idleMs?: number;
  /** Of one question, and of one statement of the schema. */
  readonly timeoutMs?: number;
}

const DEFAULT_IDLE_MS = 5 * 60_000;
const DEFAULT_TIMEOUT_MS = 10_000;

/** The planner refused the query. */
export class PlannerProblem extends Error {
  override readonly name = 'PlannerProblem';

  constructor(readonly problem: ServerProblem) {
    super(problem.message);
  }
}

/** PostgreSQL in a worker thread: started by the first question, ended when nobody asks, started again when it ends by itself. */
export class EmbeddedPlanner implements Planner {
  readonly #options: EmbeddedPlannerOptions;
  readonly #hanging: number[] = [];
  #thread: PlannerThread | undefined;
  #idle: NodeJS.Timeout | undefined;
  #questions = 0;
  #waiting = 0;
  #isDisposed = false;

  constructor(options: EmbeddedPlannerOptions) {
    this.#options = options;
  }

  async facts({ signal }: PlannerOptions = {}): Promise<PlannerFacts> {
    return this.#use(signal, (thread) => thread.ready);
  }

  async plan(question: PlannerQuestion, { signal }: PlannerOptions = {}): Promise<PlannerAnswer> {
    this.#questions += 1;
    const asked = embeddedQuestion(question, this.#questions);
    return this.#use(signal, async (thread) => {
      await thread.ready;
      const response = await thread.ask(asked, signal);
      if (response.kind === 'refused') throw new PlannerProblem(response.problem);
      return response.answer;
    });
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    clearTimeout(this.#idle);
    await this.#thread?.end(unavailable('it was closed'));
    this.#thread = undefined;
  }

  async #use<T>(signal: AbortSignal | undefined, use: (thread: PlannerThread) => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    if (this.#isDisposed) throw unavailable('it was closed');
    clearTimeout(this.#idle);
    this.#waiting += 1;
    try {
      return await untilAborted(this.#useUnlessHanging(use), signal);
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#endWhenIdle();
    }
  }

  /** A statement of the schema that hangs costs its time once: the next thread leaves it out. */
  async #useUnlessHanging<T>(use: (thread: PlannerThread) => Promise<T>): Promise<T> {
    for (;;) {
      const known = this.#hanging.length;
      try {
        return await use(this.#open());
      } catch (error) {
        if (this.#hanging.length === known || this.#isDisposed) throw error;
      }
    }
  }

  #open(): PlannerThread {
    if (this.#thread && !this.#thread.hasEnded) return this.#thread;
    const { threadFile, cacheFolder, world, timeoutMs = DEFAULT_TIMEOUT_MS } = this.#options;
    const progress = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    new Int32Array(progress).fill(NO_STATEMENT);
    const start: EmbeddedStart = {
      assets: folderOf(threadFile),
      cacheFolder,
      world,
      hanging: [...this.#hanging],
      progress,
    };
    this.#thread = new PlannerThread(new Worker(threadFile, { workerData: start }), start, {
      timeoutMs,
      onHanging: (statement) => this.#hanging.push(statement),
    });
    return this.#thread;
  }

  #endWhenIdle(): void {
    clearTimeout(this.#idle);
    if (this.#isDisposed) return;
    this.#idle = setTimeout(() => {
      void this.#thread?.end(unavailable('nobody asked it'));
      this.#thread = undefined;
    }, this.#options.idleMs ?? DEFAULT_IDLE_MS);
    // A planner that is not used keeps no program alive.
    this.#idle.unref();
  }
}

function folderOf(file: string): string {
  return file.replace(/[\\/][^\\/]*$/, '');
}

/** Whoever aborts does not wait until the thread has followed. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  let abort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function embeddedQuestion(
  { query, values, added = [], dropped = [] }: PlannerQuestion,
  id: number,
): EmbeddedQuestion {
  const step =
    values === 'generic' ? explainUnboundStep(query, ['GENERIC_PLAN']) : explainStep(query, [], values, []);
  return {
    id,
    text: step.text,
    ...(values !== 'generic' && { values }),
    added: added.map(addedText),
    dropped,
  };
}

function addedText(index: NonNullable<PlannerQuestion['added']>[number]): AddedText {
  const { schema, table, name, predicate } = index;
  const ddl = printCreateIndex(index, { concurrently: false });
  const condition = predicate && printExpression(predicate);
  if (ddl === undefined) throw unavailable(`it cannot be told of the index ${name}`);
  return { schema, table, name, ddl, ...(condition !== undefined && { predicate: condition }) };
}
