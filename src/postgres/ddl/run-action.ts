import type { ActionRecord } from '../../analyzers/maintenance/action-record';
import type { MaintenanceAction } from '../../analyzers/maintenance/maintenance-action';
import type { MaintenancePlan } from '../../analyzers/maintenance/maintenance-plan';
import { isPlan, planAction } from '../../analyzers/maintenance/plan-action';
import { titleOf } from '../../analyzers/maintenance/title-of-action';
import type { Message } from '../../analyzers/message';
import type { RelationName } from '../../analyzers/schema/snapshot';
import type { Reader } from '../reading/reader';
import type { OpenClient } from '../reading/server-connection';
import { type ActionOptions, DEFAULT_ACTION_TIMES } from './action-options';
import { ActionRun, isCancelled } from './action-run';
import { DdlSession } from './ddl-session';
import { describeDdlError, errorCodeOf } from './describe-ddl-error';
import { type IndexState, readIndexStates } from './index-states';
import { type EndedRun, settle } from './settle';
import { DdlRefusal } from './session-refusal';

/** The two ways to one server: each action has a session of its own, and is watched over the door that only reads. */
export interface DdlParts {
  readonly openClient: OpenClient;
  readonly reader: Reader;
}

export type ActionResult = Omit<ActionRecord, 'action' | 'title' | 'startedAt' | 'durationMs'>;

/**
 * Runs an action to its end, and afterwards looks what it has come to, whatever that was. Never rejects: what went wrong is in the record.
 * What the action has left invalid is dropped; an index that was there before never is.
 */
export async function runAction(
  parts: DdlParts,
  action: MaintenanceAction,
  options: ActionOptions = {},
): Promise<ActionRecord> {
  const started = new Date();
  const planned = planAction(action);
  const result = isPlan(planned)
    ? await carryOut(planned, parts, options)
    : notBegun('refused', planned.unprintable);
  return {
    action,
    title: titleOf(action),
    startedAt: started.toISOString(),
    durationMs: Date.now() - started.getTime(),
    ...result,
  };
}

async function carryOut(
  plan: MaintenancePlan,
  parts: DdlParts,
  options: ActionOptions,
): Promise<ActionResult> {
  const { signal = new AbortController().signal, listener = () => undefined } = options;
  const times = { ...DEFAULT_ACTION_TIMES, ...options.times };
  const tables = tablesOf(plan);
  let before: readonly IndexState[];
  let session: DdlSession;
  try {
    signal.throwIfAborted();
    before = await readIndexStates(parts.reader, tables, { signal });
    session = await DdlSession.open(parts.openClient, signal);
  } catch (error) {
    return signal.aborted ? notBegun('cancelled') : notBegun('refused', describeDdlError(error), error);
  }
  const run = { session, reader: parts.reader, times, signal, listener };
  const steps = new ActionRun(plan, run);
  const ended: EndedRun = { plan, tables, before, run, steps };
  try {
    await steps.steps();
    await session.end();
    return await settle(parts, ended, { kind: 'done' });
  } catch (error) {
    const isLost = session.isBroken || isLoss(error, signal);
    await session.end();
    const kind = isCancelled(error, signal) ? 'cancelled' : isLost ? 'lost' : 'failed';
    return settle(parts, ended, { kind, error });
  }
}

/** The server has ended the session, or nobody knows what it does. */
function isLoss(error: unknown, signal: AbortSignal): boolean {
  if (error instanceof DdlRefusal || isCancelled(error, signal)) return false;
  const code = errorCodeOf(error);
  return code === undefined || code.startsWith('57P') || code.startsWith('08');
}

function notBegun(outcome: 'refused' | 'cancelled', problem?: Message, error?: unknown): ActionResult {
  const code = errorCodeOf(error);
  return {
    outcome,
    ...(problem && { problem }),
    ...(code !== undefined && { code }),
    statements: [],
    finalState: [],
    leftovers: [],
    repairs: [],
  };
}

function tablesOf({ steps }: MaintenancePlan): readonly RelationName[] {
  const tables = new Map(steps.map(({ table }) => [JSON.stringify([table.schema, table.name]), table]));
  return [...tables.values()];
}
