import type { HealthFinding, HealthGroup } from '../../analyzers/index-health/health-finding';
import type { CountedBtree } from '../../postgres/bloat/read-pgstatindex';
import type { WorkProgress } from '../../analyzers/maintenance/work-progress';
import { type IndexMark, isKnownToBeYoung } from './index-marks';

/** What is known of the health of a database's indexes. */
export interface DatabaseHealth {
  readonly findings: readonly HealthFinding[];
  /** False: it is being looked for. */
  readonly isWhole: boolean;
  /** Of indexes that a person had measured, by their oids. */
  readonly measured: ReadonlyMap<number, CountedBtree>;
  /** Builds, rebuilds and the like that somebody runs now. */
  readonly running: readonly WorkProgress[];
}

export const NOTHING_KNOWN: DatabaseHealth = {
  findings: [],
  isWhole: false,
  measured: new Map(),
  running: [],
};

export function findingsOf({ findings }: DatabaseHealth, group: HealthGroup): HealthFinding[] {
  return findings.filter((finding) => finding.group === group);
}

/** An index that came within the last month may not have had its turn yet. */
export function withoutYoung(
  findings: readonly HealthFinding[],
  marks: readonly IndexMark[],
  now: Date,
): readonly HealthFinding[] {
  return findings.filter(({ group, oid }) => group !== 'unused' || !isKnownToBeYoung(oid, marks, now));
}

/** Those of one group anew. Of an index one thing is said, the gravest: what is broken is not called bloated too. */
export function replaceGroup(
  findings: readonly HealthFinding[],
  group: HealthGroup,
  fresh: readonly HealthFinding[],
): readonly HealthFinding[] {
  return [...findings.filter((finding) => finding.group !== group), ...fresh];
}
