import { dirname } from 'node:path';
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
import type { Row } from '../reading/reader';
import type { PretendedIndex, Step } from '../reading/step';
import {
  type Answered,
  type Asked,
  PlannerProcess,
  startProgram,
  unavailable,
} from './planner-process-owner';
import type { EmbeddedQuestion, EmbeddedStart, PlannerWorld, ServerProblem } from './protocol';

export interface EmbeddedPlannerOptions {
  /** Absolute path of the bundle; its WebAssembly lies beside it. */
  readonly programFile: string;
  /** A folder of the host's that may be emptied at any time. */
  readonly cacheFolder: string;
  readonly world: PlannerWorld;
  /** After so long without a question the process ends and gives its memory back. */
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

/** PostgreSQL in a process of its own: started by the first question, ended when nobody asks, started again when it ends by itself. */
export class EmbeddedPlanner implements Planner {
  readonly #options: EmbeddedPlannerOptions;
  readonly #hanging: number[] = [];
  #process: PlannerProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  #questions = 0;
  #waiting = 0;
  #isDisposed = false;

  constructor(options: EmbeddedPlannerOptions) {
    this.#options = options;
  }

  async facts({ signal }: PlannerOptions = {}): Promise<PlannerFacts> {
    return this.#use(signal, (planner) => planner.ready);
  }

  async plan(question: PlannerQuestion, { signal }: PlannerOptions = {}): Promise<PlannerAnswer> {
    const asked = embeddedQuestion(question, this.#newId());
    const response = await this.#ask({ kind: 'ask', question: asked }, signal);
    if (response.kind !== 'planned') throw new Error('The planner answered something else.');
    return response.answer;
  }

  /** Steps of one transaction, which the planner's database answers: what its catalogue says, and plans. Rejects as `plan` does. */
  async readSteps(
    steps: readonly Step[],
    { signal, pretended = [] }: PlannerOptions & { readonly pretended?: readonly PretendedIndex[] } = {},
  ): Promise<readonly (readonly Row[])[]> {
    const reading = { id: this.#newId(), steps, added: pretended };
    const response = await this.#ask({ kind: 'read', reading }, signal);
    if (response.kind !== 'rows') throw new Error('The planner answered something else.');
    return response.rows;
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    clearTimeout(this.#idle);
    await this.#process?.end(unavailable('it was closed'));
    this.#process = undefined;
  }

  #newId(): number {
    this.#questions += 1;
    return this.#questions;
  }

  #ask(asked: Asked, signal: AbortSignal | undefined): Promise<Exclude<Answered, { kind: 'refused' }>> {
    return this.#use(signal, async (planner) => {
      await planner.ready;
      const response = await planner.ask(asked, signal);
      if (response.kind === 'refused') throw new PlannerProblem(response.problem);
      return response;
    });
  }

  async #use<T>(signal: AbortSignal | undefined, use: (planner: PlannerProcess) => Promise<T>): Promise<T> {
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

  /** A statement of the schema that hangs costs its time once: the next process leaves it out. */
  async #useUnlessHanging<T>(use: (planner: PlannerProcess) => Promise<T>): Promise<T> {
    for (;;) {
      const known = this.#hanging.length;
      try {
        return await use(this.#open());
      } catch (error) {
        if (this.#hanging.length === known || this.#isDisposed) throw error;
      }
    }
  }

  #open(): PlannerProcess {
    if (this.#process && !this.#process.hasEnded) return this.#process;
    const { programFile, cacheFolder, world, timeoutMs = DEFAULT_TIMEOUT_MS } = this.#options;
    const start: EmbeddedStart = {
      assets: dirname(programFile),
      cacheFolder,
      world,
      hanging: [...this.#hanging],
    };
    this.#process = new PlannerProcess(startProgram(programFile), start, {
      timeoutMs,
      onHanging: (statement) => this.#hanging.push(statement),
    });
    return this.#process;
  }

  #endWhenIdle(): void {
    clearTimeout(this.#idle);
    if (this.#isDisposed) return;
    this.#idle = setTimeout(() => {
      void this.#process?.end(unavailable('nobody asked it'));
      this.#process = undefined;
    }, this.#options.idleMs ?? DEFAULT_IDLE_MS);
    // A planner that is not used keeps no program alive.
    this.#idle.unref();
  }
}

/** Whoever aborts does not wait until the process has followed. */
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
  { query, values, added = [], dropped = [], keepsAdded = false }: PlannerQuestion,
  id: number,
): EmbeddedQuestion {
  const step =
    values === 'generic' ? explainUnboundStep(query, ['GENERIC_PLAN']) : explainStep(query, [], values, []);
  return {
    id,
    text: step.text,
    ...(values !== 'generic' && { values }),
    added: added.map(pretendedIndex),
    dropped,
    ...(keepsAdded && { keeps: true }),
  };
}

function pretendedIndex(index: NonNullable<PlannerQuestion['added']>[number]): PretendedIndex {
  const { schema, table, name, predicate } = index;
  const ddl = printCreateIndex(index, { concurrently: false });
  const condition = predicate && printExpression(predicate);
  if (ddl === undefined) throw unavailable(`it cannot be told of the index ${name}`);
  return { schema, table, name, ddl, ...(condition !== undefined && { predicate: condition }) };
}
