/** How far oids had come when a database was read: an index with a higher one has been built since. Kept from window to window. */
export interface IndexMark {
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly newestOid: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Younger than this an index may not have had its turn yet. */
export const YOUNG_DAYS = 30;

/** One mark a day, and none that is older than it must be. */
export function withMark(marks: readonly IndexMark[], newestOid: number, now: Date): readonly IndexMark[] {
  const recent = marks.filter(({ at }) => ageInDays(at, now) < YOUNG_DAYS);
  const hasToday = recent.some(({ at }) => at.slice(0, 10) === now.toISOString().slice(0, 10));
  return hasToday ? recent : [...recent, { at: now.toISOString(), newestOid }];
}

/** An index of this oid was built within the last month, as far as anybody was there to see it. */
export function isKnownToBeYoung(oid: number, marks: readonly IndexMark[], now: Date): boolean {
  return marks.some(({ at, newestOid }) => ageInDays(at, now) < YOUNG_DAYS && oid > newestOid);
}

function ageInDays(at: string, now: Date): number {
  return (now.getTime() - Date.parse(at)) / DAY_MS;
}
