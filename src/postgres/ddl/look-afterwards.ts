import { setTimeout as delay } from 'node:timers/promises';
import type { RelationName } from '../../analyzers/schema/snapshot';
import { readProcessWork } from '../monitoring/running-work';
import type { Reader } from '../reading/reader';
import { cancelProcess } from './cancel-process';
import { DDL_APPLICATION_NAME } from './ddl-session';
import { type IndexState, readIndexStates } from './index-states';

/** What another connection sees of an action whose own one was lost. */
export type Afterwards =
  | { readonly kind: 'ended'; readonly states: readonly IndexState[] }
  /** Its process works on. */
  | { readonly kind: 'running-on'; readonly states: readonly IndexState[] }
  /** The server could not be asked. */
  | { readonly kind: 'unknown' };

const PAUSE_MS = 250;

/**
 * Asks until the server answers and the process has gone, at most for a while: a server that has crashed needs a moment, and a process whose
 * client is gone may not know yet.
 *
 * @param isUnwanted what runs on is to be ended
 */
export async function lookAfterwards(
  reader: Reader,
  tables: readonly RelationName[],
  processId: number,
  { lookMs, isUnwanted }: { readonly lookMs: number; readonly isUnwanted: boolean },
): Promise<Afterwards> {
  const until = Date.now() + lookMs;
  let seen: Afterwards;
  for (;;) {
    try {
      const options = { signal: AbortSignal.timeout(lookMs) };
      const process = await readProcessWork(reader, processId, options);
      const isThere = process?.application === DDL_APPLICATION_NAME && process.isIdle !== true;
      const states = await readIndexStates(reader, tables, options);
      if (!isThere) return { kind: 'ended', states };
      seen = { kind: 'running-on', states };
      if (isUnwanted) await cancelProcess(reader, processId, options);
    } catch {
      seen = { kind: 'unknown' };
    }
    if (Date.now() > until) return seen;
    await delay(PAUSE_MS);
  }
}
