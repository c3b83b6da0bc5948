import type { Client } from 'pg';
import { sendCancelRequest } from './cancel-request';
import { closeEnvelope, type Limits, openEnvelope } from './envelope';
import { Link } from './link';
import type { LinkLost } from './read-failure';
import type { Row } from './reader';
import { type InsideReader, type Leftovers, leftoversOf, type Step } from './step';
import { queryConfig } from './query-config';

/** Statements on their way through the door. */
export interface Reading extends Limits {
  readonly steps: readonly Step[];
  readonly signal: AbortSignal;
}

/** The rows of each step. */
export type StepRows = readonly (readonly Row[])[];

/** Ends what the server process with this id does, over another connection: for where a cancel request does not arrive. */
export type CancelElsewhere = (processId: number) => Promise<void>;

/** How long a cancel request may take to show before the other way is tried. */
const CANCEL_PATIENCE_MS = 1_000;

/**
 * One connection and the server process behind it. What is read is in a transaction that is READ ONLY, has short time limits and is always
 * rolled back. The extended protocol refuses a second statement in the text (42601), READ ONLY refuses every write (25006), also one
 * by a function that is wrongly marked IMMUTABLE and runs while its query is planned.
 */
export class Backend {
  readonly #link: Link;
  readonly #patienceMs: number;
  #isReading = false;

  /**
   * @param patienceMs how long the server may be silent where it has nothing to work on
   * @param onLost called when the link breaks while nothing is read
   */
  constructor(client: Client, patienceMs: number, onLost: (failure: LinkLost) => void) {
    this.#patienceMs = patienceMs;
    this.#link = new Link(client, patienceMs, () => {
      if (!this.#isReading) onLost(this.#link.failure(undefined, false));
    });
  }

  get isLost(): boolean {
    return this.#link.isBroken;
  }

  /** One at a time. Rejects with a LinkLost where the link broke, else with the signal's reason or the server's error. */
  async read(reading: Reading, cancelElsewhere: CancelElsewhere): Promise<StepRows> {
    this.#isReading = true;
    try {
      const processId = await this.#open(reading);
      const sent: Step[] = [];
      const done: Step[] = [];
      const running = this.#run(reading, sent, done);
      const watch = this.#watch(reading.signal, running, () => cancelElsewhere(processId));
      const [outcome] = await Promise.allSettled([running]);
      // The request must have landed before the next statement, or it would hit that one.
      await watch.end();
      await this.#close(processId, leftoversOf(done, sent));
      reading.signal.throwIfAborted();
      if (outcome.status === 'fulfilled') return outcome.value;
      throw this.isLost ? this.#link.failure(outcome.reason, true) : outcome.reason;
    } finally {
      this.#isReading = false;
    }
  }

  end(): Promise<void> {
    return this.#link.end();
  }

  /** Resolves to the id of the server process, which behind a pooler changes from one transaction to the next. */
  async #open(limits: Limits): Promise<number> {
    try {
      return readProcessId(await this.#link.ask(openEnvelope(limits)));
    } catch (error) {
      this.#link.breakBy(error);
      throw this.#link.failure(error, false);
    }
  }

  /** Nothing more is sent for a reading that is no longer wanted. */
  async #run({ steps, statementTimeoutMs, signal }: Reading, sent: Step[], done: Step[]): Promise<StepRows> {
    const ask = async (step: Step): Promise<readonly Row[]> => {
      if (!this.#isInTransaction()) throw new Error('The transaction was ended before all of it was read.');
      sent.push(step);
      const { rows } = await this.#link.ask(queryConfig(step), statementTimeoutMs);
      done.push(step);
      return rows;
    };
    const askAll = async (wanted: readonly Step[]): Promise<StepRows> => {
      const answers: (readonly Row[])[] = [];
      for (const step of wanted) {
        await step.before?.(inside);
        if (signal.aborted) break;
        answers.push(await ask(step));
      }
      return answers;
    };
    const inside: InsideReader = {
      read: async (text, values = []) => {
        signal.throwIfAborted();
        return ask({ text, values });
      },
      readSteps: askAll,
    };
    return askAll(steps);
  }

  /** A step that ended it would leave the next one where it can write. */
  #isInTransaction(): boolean {
    return this.#link.client.getTransactionStatus() === 'T';
  }

  /** An open transaction must never be used again, so a link that cannot close it is given up. */
  async #close(processId: number, leftovers: Leftovers): Promise<void> {
    const isPooled = processId !== this.#link.client.processID;
    try {
      await this.#link.ask(closeEnvelope(isPooled, leftovers));
    } catch (error) {
      this.#link.breakBy(error);
    }
  }

  #watch(signal: AbortSignal, running: Promise<unknown>, cancelElsewhere: () => Promise<void>) {
    let cancelling: Promise<void> | undefined;
    const cancel = (): void => {
      cancelling = this.#cancel(running, cancelElsewhere);
    };
    signal.addEventListener('abort', cancel, { once: true });
    return {
      end: (): Promise<void> | undefined => {
        signal.removeEventListener('abort', cancel);
        return cancelling;
      },
    };
  }

  async #cancel(running: Promise<unknown>, cancelElsewhere: () => Promise<void>): Promise<void> {
    await sendCancelRequest(this.#link.client, this.#patienceMs);
    if (await endsWithin(running, CANCEL_PATIENCE_MS)) return;
    await cancelElsewhere();
    if (!(await endsWithin(running, this.#patienceMs))) this.#link.abandon(this.#patienceMs);
  }
}

/** The answer to several statements is the list of their answers, which the types of `pg` leave out. */
function readProcessId(answer: unknown): number {
  const last: unknown = Array.isArray(answer) ? answer.at(-1) : undefined;
  if (typeof last === 'object' && last !== null && 'rows' in last && Array.isArray(last.rows)) {
    const row: unknown = last.rows[0];
    if (typeof row === 'object' && row !== null && 'pid' in row && typeof row.pid === 'number')
      return row.pid;
  }
  throw new Error('The server did not say its process id.');
}

async function endsWithin(promise: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), timeoutMs)));
  const ended = promise.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([ended, late]);
  } finally {
    clearTimeout(timer);
  }
}
