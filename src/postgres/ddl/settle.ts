import type { ActionOutcome, RanStatement } from '../../analyzers/maintenance/action-record';
import { describeFinalState } from '../../analyzers/maintenance/final-state';
import { describeLeftover, type Leftover, leftoverOf, repairsOf } from '../../analyzers/maintenance/leftover';
import type { MaintenancePlan } from '../../analyzers/maintenance/maintenance-plan';
import { message, type Message } from '../../analyzers/message';
import type { RelationName } from '../../analyzers/schema/snapshot';
import type { ActionRun } from './action-run';
import { cleanUp } from './clean-up';
import { DdlSession } from './ddl-session';
import { describeDdlError, errorCodeOf } from './describe-ddl-error';
import type { IndexState } from './index-states';
import { type Afterwards, lookAfterwards } from './look-afterwards';
import { halfDropped, ownLeftovers } from './own-leftovers';
import { builtInVain, isReached } from './reached';
import type { ActionResult, DdlParts } from './run-action';
import type { StatementRun } from './run-statement';

/** An action that does nothing any more, as far as this side knows. */
export interface EndedRun {
  readonly plan: MaintenancePlan;
  readonly tables: readonly RelationName[];
  readonly before: readonly IndexState[];
  readonly run: StatementRun;
  readonly steps: ActionRun;
}

export type Ending =
  { readonly kind: 'done' } | { readonly kind: 'failed' | 'cancelled' | 'lost'; readonly error: unknown };

/** Looks at the catalogue, cleans up what the action has left, looks again, and says how things stand. */
export async function settle(parts: DdlParts, ended: EndedRun, ending: Ending): Promise<ActionResult> {
  const { run, steps, before } = ended;
  const problem = problemOf(ending);
  if (problem && ending.kind === 'lost') run.listener({ kind: 'looking', problem });
  const first = await look(parts, ended);
  const own = first.kind === 'ended' ? ownLeftovers(steps.begun, before, first.states) : [];
  const cleaned = await cleanUpAnew(parts, own, run);
  const last = own.length > 0 ? await look(parts, ended) : first;
  const code = ending.kind === 'done' ? undefined : errorCodeOf(ending.error);
  const outcome = outcomeOf(ending, last, ended);
  return {
    outcome,
    ...(problem && { problem }),
    ...(code !== undefined && { code }),
    statements: [...steps.statements, ...cleaned],
    ...stateOf(last, ended, outcome === 'done'),
  };
}

function look({ reader }: DdlParts, { tables, run }: EndedRun): Promise<Afterwards> {
  const { times, session, signal } = run;
  const options = { lookMs: times.lookMs, isUnwanted: signal.aborted };
  return lookAfterwards(reader, tables, session.processId, options);
}

function problemOf(ending: Ending): Message | undefined {
  return ending.kind === 'done' || ending.kind === 'cancelled' ? undefined : describeDdlError(ending.error);
}

/** On a session of its own: the action's may be gone. That nobody asks for an end any more is meant: what is left has to go. */
async function cleanUpAnew(
  { openClient, reader }: DdlParts,
  own: readonly IndexState[],
  run: StatementRun,
): Promise<readonly RanStatement[]> {
  if (own.length === 0) return [];
  const { signal } = new AbortController();
  const session = await DdlSession.open(openClient, signal).catch(() => undefined);
  if (!session) return [];
  try {
    return await cleanUp(own, { ...run, session, reader, signal });
  } finally {
    await session.end();
    // Its locks are gone when its process is: the next look would else see somebody at work.
    await lookAfterwards(reader, [], session.processId, { lookMs: 2_000, isUnwanted: false });
  }
}

function outcomeOf(ending: Ending, last: Afterwards, ended: EndedRun): ActionOutcome {
  if (ending.kind !== 'lost') return ending.kind;
  if (last.kind !== 'ended') return last.kind;
  // The answer got lost, and not the work.
  return isReached(ended.plan, ended.steps.begun, ended.before, last.states) ? 'done' : 'failed';
}

function stateOf(
  last: Afterwards,
  ended: EndedRun,
  isDone: boolean,
): Pick<ActionResult, 'finalState' | 'leftovers' | 'repairs'> {
  const { before, steps } = ended;
  if (last.kind === 'unknown') {
    const finalState = [
      message(
        'It is not known how the indexes stand: the server cannot be asked. Look when it is back; an invalid index may be left.',
      ),
    ];
    return { finalState, leftovers: [], repairs: [] };
  }
  const { states } = last;
  if (last.kind === 'running-on') {
    const finalState = [
      message(
        'The server goes on with it (process {0}), though the connection is lost. Its progress is shown with the running builds.',
        ended.run.session.processId,
      ),
    ];
    return { finalState, leftovers: [], repairs: [] };
  }
  const left = leftoversOf(ownLeftovers(steps.begun, before, states), states);
  const half = leftoversOf(halfDropped(steps.begun, before, states), states).map(asHalfDropped);
  return {
    finalState: [
      ...describeFinalState(before, states),
      ...left.flatMap((leftover) => [describeLeftover(leftover), notDropped(leftover)]),
      ...half.map(describeLeftover),
      ...(isDone ? [] : builtInVain(steps.begun, before, states)),
    ],
    leftovers: [...left, ...half],
    repairs: [...left, ...half].flatMap(repairsOf),
  };
}

function leftoversOf(invalid: readonly IndexState[], states: readonly IndexState[]): readonly Leftover[] {
  return invalid.flatMap((state) => {
    const siblings = states.filter(({ schema, table }) => schema === state.schema && table === state.table);
    return leftoverOf(state, siblings) ?? [];
  });
}

function asHalfDropped(leftover: Leftover): Leftover {
  return { ...leftover, kind: 'drop' };
}

function notDropped({ index }: Leftover): Message {
  return message(
    '{0} could not be dropped now: a transaction that uses the table is still open. Drop it when that has ended.',
    index,
  );
}
