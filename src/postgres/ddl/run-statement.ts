import { setTimeout as delay } from 'node:timers/promises';
import type { MaintenanceStep } from '../../analyzers/maintenance/maintenance-plan';
import type { Blocker } from '../../analyzers/maintenance/work-progress';
import type { Reader } from '../reading/reader';
import type { ActionListener, ActionTimes } from './action-options';
import { cancelProcess } from './cancel-process';
import type { DdlSession, StatementLimits } from './ddl-session';
import { errorCodeOf } from './describe-ddl-error';
import { watchProcess } from './watch-process';

export interface StatementRun {
  readonly session: DdlSession;
  readonly reader: Reader;
  readonly times: ActionTimes;
  readonly signal: AbortSignal;
  readonly listener: ActionListener;
}

/** How long a cancel request may take to show, before it is sent again: one that comes between two statements hits nothing. */
const CANCEL_AGAIN_MS = 500;
const CANCEL_REQUEST_MS = 2_000;

/** Waited too long for a lock; waited for one another. */
const WORTH_A_TRY: ReadonlySet<string | undefined> = new Set(['55P03', '40P01']);

/** Rejects with the server's error, or with the reason of the aborted signal before anything is sent. */
export async function runStep(
  step: Pick<MaintenanceStep, 'sql' | 'pace' | 'lock'>,
  run: StatementRun,
  onTry: (tries: number) => void,
): Promise<void> {
  const { times, signal, listener } = run;
  let pauseMs = times.pauseMs;
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted();
    onTry(tries);
    let blockers: readonly Blocker[] = [];
    try {
      await runWatched(step.sql, limitsOf(step, times), run, (seen) => (blockers = seen));
      return;
    } catch (error) {
      const isLast = step.pace === 'long' || tries >= times.tries;
      if (isLast || !WORTH_A_TRY.has(errorCodeOf(error)) || run.session.isBroken) throw error;
    }
    listener({ kind: 'lock-busy', tries, waitMs: pauseMs, blockers });
    // The table is free for the others meanwhile.
    await delay(pauseMs, undefined, { signal });
    pauseMs = Math.min(2 * pauseMs, times.longestPauseMs);
  }
}

function limitsOf(
  { pace, lock }: Pick<MaintenanceStep, 'pace' | 'lock'>,
  times: ActionTimes,
): StatementLimits {
  if (pace === 'long') return { statementTimeoutMs: 0, lockTimeoutMs: 0 };
  const lockTimeoutMs = lock === 'ShareUpdateExclusiveLock' ? times.gentleLockTimeoutMs : times.lockTimeoutMs;
  return { statementTimeoutMs: times.quickStatementMs, lockTimeoutMs };
}

/** One statement, with a look at its progress now and then, and an end when the signal says so. */
export async function runWatched(
  sql: string,
  limits: StatementLimits,
  { session, reader, times, signal, listener }: StatementRun,
  onBlockers: (blockers: readonly Blocker[]) => void = () => undefined,
): Promise<void> {
  const endWatch = watchProcess({
    reader,
    processId: session.processId,
    pollMs: times.pollMs,
    silenceMs: times.silenceMs,
    onProgress: (progress) => {
      if (progress.blockers.length > 0) onBlockers(progress.blockers);
      listener({ kind: 'progress', progress });
    },
    onLost: () => session.abandon(),
  });
  const running = session.run(sql, limits);
  const endCancelling = cancelOnAbort(session, reader, signal, listener);
  try {
    await running;
  } finally {
    await Promise.all([endWatch(), endCancelling()]);
  }
}

/** Asks again and again until the statement has ended. The request in flight is waited for: it must not hit the next one. */
function cancelOnAbort(session: DdlSession, reader: Reader, signal: AbortSignal, listener: ActionListener) {
  const ending = new AbortController();
  let cancelling = Promise.resolve();
  const cancel = (): void => {
    listener({ kind: 'cancelling' });
    cancelling = (async () => {
      await session.cancel(CANCEL_REQUEST_MS);
      for (;;) {
        await delay(CANCEL_AGAIN_MS, undefined, { signal: ending.signal }).catch(() => undefined);
        if (ending.signal.aborted) return;
        // Where the request does not find its way, a session does.
        const options = { signal: AbortSignal.timeout(CANCEL_REQUEST_MS) };
        await cancelProcess(reader, session.processId, options).catch(() => undefined);
      }
    })();
  };
  signal.addEventListener('abort', cancel, { once: true });
  return (): Promise<void> => {
    ending.abort();
    signal.removeEventListener('abort', cancel);
    return cancelling;
  };
}
