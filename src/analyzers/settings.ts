import type { RuleId } from './rules/rule-id';
import { majorVersion, type ServerVersion } from './schema/server-version';
import type { Snapshot } from './schema/snapshot';
import { versionNumberOf } from './schema/snapshot-source';
import type { EmbeddedSqlSettings } from './sources/fragment';
import type { Severity } from './finding';

/** Everything the user can set that changes findings. */
export interface AnalysisSettings {
  /** Absent: the rule's default. */
  readonly rules: Readonly<Partial<Record<RuleId, Severity | 'off'>>>;
  /** The major version advice is given for when no server says its own. */
  readonly serverVersion: ServerVersion;
  readonly embeddedSql: EmbeddedSqlSettings;
  /** Largest number of streams a query is expected to ask for: above about 50 the whole-row LATERAL form loses (measured: docs/rules/unordered-stream-index.md). */
  readonly expectedArraySize: number;
  /** Of a table whose size nobody has said, for plans of the embedded planner. */
  readonly assumedRows: number;
  /** A comment that disables a rule must say why, behind ` -- `. */
  readonly requireSuppressionReason: boolean;
  /** Today in UTC, `2026-11-24`, handed in because the engine has no clock: the fixed date that replaces a moving predicate is counted from it. */
  readonly today: string;
}

/** A table has 4,294,967,294 blocks at most. */
export const MOST_ASSUMED_ROWS = 10_000_000_000;

/** With the version that the server says. */
export function forServer(
  settings: AnalysisSettings,
  { source }: Pick<Snapshot, 'source'>,
): AnalysisSettings {
  const versionNumber = versionNumberOf(source);
  return versionNumber === undefined ? settings : { ...settings, serverVersion: majorVersion(versionNumber) };
}

export const DEFAULT_SETTINGS: AnalysisSettings = {
  rules: {},
  serverVersion: 14,
  embeddedSql: { tags: [], callees: [] },
  expectedArraySize: 20,
  assumedRows: 1_000_000,
  requireSuppressionReason: false,
  today: '2026-01-01',
};
