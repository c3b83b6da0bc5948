import { message } from '../../analyzers/message';
import type { MaintenancePlan, MaintenanceStep } from '../../analyzers/maintenance/maintenance-plan';
import { reindexStep } from '../../analyzers/maintenance/steps';
import type { RanStatement } from '../../analyzers/maintenance/action-record';
import { errorCodeOf } from './describe-ddl-error';
import { isDone, isWaitingFor } from './step-done';
import { type IndexState, readIndexStates } from './index-states';
import { runStep, type StatementRun } from './run-statement';
import { DdlRefusal } from './session-refusal';

/** The steps of a plan on their way, and how far they have come. */
export class ActionRun {
  readonly statements: RanStatement[] = [];
  /** Those that were sent to the server. */
  readonly begun: MaintenanceStep[] = [];
  readonly #plan: MaintenancePlan;
  readonly #run: StatementRun;

  constructor(plan: MaintenancePlan, run: StatementRun) {
    this.#plan = plan;
    this.#run = run;
  }

  /** Rejects with what the first step that does not succeed ends with. */
  async steps(): Promise<void> {
    const { steps } = this.#plan;
    for (const [number, planned] of steps.entries()) {
      this.#run.signal.throwIfAborted();
      const states = await this.#look(planned);
      const at = { step: number, steps: steps.length };
      if (isDone(planned, states)) {
        this.#run.listener({ kind: 'skipped', ...at, sql: planned.sql });
        this.#keep(planned.sql, 'skipped', 0, 0);
        continue;
      }
      const step = toRun(planned, states);
      this.#run.listener({ kind: 'step', ...at, sql: step.sql });
      this.begun.push(step);
      await this.#step(step);
      await this.#verify(step);
    }
  }

  async #step(step: MaintenanceStep): Promise<void> {
    const begun = Date.now();
    let tries = 1;
    try {
      await runStep(step, this.#run, (count) => (tries = count));
      this.#keep(step.sql, 'done', Date.now() - begun, tries);
    } catch (error) {
      this.#keep(step.sql, 'failed', Date.now() - begun, tries);
      throw error;
    }
  }

  #keep(sql: string, outcome: RanStatement['outcome'], durationMs: number, tries: number): void {
    this.statements.push({ sql, purpose: 'step', outcome, durationMs, tries });
  }

  /** What comes next may drop the old index: nobody's word is taken for it that the new one is there. */
  async #verify(step: MaintenanceStep): Promise<void> {
    if (!step.builds) return;
    const { name } = step.builds;
    const built = (await this.#look(step)).find((state) => state.name === name);
    if (built?.isValid === true) return;
    throw new DdlRefusal(
      message('The server said that {0} was built, and it is not valid. Nothing further was done.', name),
    );
  }

  async #look({ table, unless, builds }: MaintenanceStep): Promise<readonly IndexState[]> {
    return unless || builds ? readIndexStates(this.#run.reader, [table]) : [];
  }
}

/** `IF NOT EXISTS` would pass over an invalid index: it is built again instead. */
function toRun(step: MaintenanceStep, states: readonly IndexState[]): MaintenanceStep {
  return isWaitingFor(step, states) && step.builds ? reindexStep(step.table, step.builds.name) : step;
}

/** Whether somebody asked for the end: then the server says that it was cancelled, or nothing was sent. */
export function isCancelled(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted && (error === signal.reason || errorCodeOf(error) === '57014' || isAbort(error));
}

/** What Node's own waiting ends with. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
