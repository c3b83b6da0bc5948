import { countersAge } from '../gates/counters-age';
import { COUNTER_DAYS } from '../gates/thresholds';
import type { Snapshot, Table } from '../schema/snapshot';

/** Whether "never scanned" means anything on this server. Ages in whole days, when it was read. */
export type CountersTrust =
  /** They count for long enough: `atLeast`, when they were never reset and their age is known from what they tell. */
  | { readonly kind: 'trusted'; readonly days: number; readonly atLeast: boolean }
  | { readonly kind: 'young'; readonly days: number }
  /** They were never reset, and tell of nothing that is old enough: how old they are nobody knows. */
  | { readonly kind: 'unknown-age'; readonly atLeastDays: number }
  /** It counts its own queries, not those of the primary. */
  | { readonly kind: 'standby' };

const DAY = 24 * 60 * 60 * 1000;

export function countersTrust(snapshot: Snapshot): CountersTrust {
  if (snapshot.server?.isStandby === true) return { kind: 'standby' };
  const age = countersAge(snapshot);
  if (age !== undefined) {
    const days = Math.floor(age);
    return days >= COUNTER_DAYS ? { kind: 'trusted', days, atLeast: false } : { kind: 'young', days };
  }
  const atLeastDays = oldestMention(snapshot);
  return atLeastDays >= COUNTER_DAYS
    ? { kind: 'trusted', days: atLeastDays, atLeast: true }
    : { kind: 'unknown-age', atLeastDays };
}

/** A reset takes the times of the last VACUUM and ANALYZE with it: counters that know of one are no younger. */
function oldestMention({ source, tables }: Snapshot): number {
  if (source.kind !== 'server') return 0;
  const readAt = Date.parse(source.readAt);
  const ages = tables.flatMap(timesOf).map((time) => (readAt - Date.parse(time)) / DAY);
  return Math.floor(ages.reduce((oldest, age) => Math.max(oldest, age), 0));
}

function timesOf({ statistics }: Table): readonly string[] {
  const { lastVacuum, lastAutovacuum, lastAnalyze, lastAutoanalyze } = statistics?.activity ?? {};
  return [lastVacuum, lastAutovacuum, lastAnalyze, lastAutoanalyze].filter((time) => time !== undefined);
}
