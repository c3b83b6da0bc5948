import type { Finding } from '../analyzers/finding';
import { type FindingKey, keyOf, keyText } from './finding-key';
import { type CheckReport, filterReport, inOrderOfPlace } from './report';

/** Findings that a project has accepted. Sorted by path, rule and statement. */
export interface Baseline {
  readonly entries: readonly BaselineEntry[];
}

export interface BaselineEntry extends FindingKey {
  /** How many findings have the key. */
  readonly count: number;
}

export interface AppliedBaseline {
  readonly hidden: number;
  /** What is in the baseline and no longer in the files. */
  readonly fixed: readonly BaselineEntry[];
}

/** The path as the baseline has it: relative to its own folder, so that it holds from every working directory. */
export type BaselinePath = (reportPath: string) => string;

export function makeBaseline({ files }: CheckReport, pathOf: BaselinePath): Baseline {
  const entries = new Map<string, BaselineEntry>();
  for (const { path, lines, analysis } of files) {
    for (const finding of analysis.findings) {
      const key = keyOf(finding, pathOf(path), lines.text);
      const text = keyText(key);
      entries.set(text, { ...key, count: (entries.get(text)?.count ?? 0) + 1 });
    }
  }
  const sorted = [...entries].sort(([one], [other]) => (one < other ? -1 : 1));
  return { entries: sorted.map(([, entry]) => entry) };
}

/**
 * Takes the findings of the baseline out of a report. An entry counts as fixed only if `wasLookedFor`: its file was judged, or is gone,
 * and its rule was on.
 */
export function applyBaseline(
  report: CheckReport,
  { entries }: Baseline,
  pathOf: BaselinePath,
  wasLookedFor: (entry: BaselineEntry) => boolean,
): { readonly report: CheckReport; readonly applied: AppliedBaseline } {
  const left = new Map(entries.map((entry) => [keyText(entry), entry.count]));
  const known = new Set<Finding>();
  for (const { path, lines, analysis } of report.files) {
    for (const finding of inOrderOfPlace(analysis.findings)) {
      const text = keyText(keyOf(finding, pathOf(path), lines.text));
      const count = left.get(text) ?? 0;
      if (count === 0) continue;
      left.set(text, count - 1);
      known.add(finding);
    }
  }
  const fixed = entries
    .map((entry) => ({ ...entry, count: left.get(keyText(entry)) ?? 0 }))
    .filter((entry) => entry.count > 0 && wasLookedFor(entry));
  return {
    report: filterReport(
      report,
      (finding) => !known.has(finding),
      () => true,
    ),
    applied: { hidden: known.size, fixed },
  };
}
