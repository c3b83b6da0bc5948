import type { Analysis, Finding, Severity } from '../analyzers/finding';
import type { SnapshotSummary } from '../runtime/protocol';
import type { LineIndex } from './line-index';
import { isAtLeast, SEVERITIES } from './severities';

/** What a check found out, before it is printed. Files in the order of their paths, findings in the order of their places. */
export interface CheckReport {
  readonly schemas: readonly SnapshotSummary[];
  readonly files: readonly FileReport[];
  readonly notes: readonly FileNote[];
}

export interface FileReport {
  /** Relative to the working directory, with slashes; the name the engine knows the file by. */
  readonly path: string;
  readonly lines: LineIndex;
  readonly analysis: Analysis;
}

/** A file that was passed over. */
export interface FileNote {
  readonly path: string;
  readonly reason: string;
  /** The answer of the check is not whole without the file. */
  readonly fatal: boolean;
}

/** The text of any file that a finding may point into. */
export type LinesOf = (path: string) => LineIndex | undefined;

export function inOrderOfPlace(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (one, other) =>
      one.span.start - other.span.start ||
      one.span.end - other.span.end ||
      (one.ruleId < other.ruleId ? -1 : one.ruleId > other.ruleId ? 1 : 0),
  );
}

export function atLeast(report: CheckReport, least: Severity): CheckReport {
  const files = report.files.map((file) => ({
    ...file,
    analysis: {
      ...file.analysis,
      findings: file.analysis.findings.filter(({ severity }) => isAtLeast(severity, least)),
    },
  }));
  return { ...report, files };
}

export interface Totals {
  readonly files: number;
  readonly statements: number;
  readonly findings: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
}

export function countTotals({ files }: CheckReport): Totals {
  const findings = files.flatMap(({ analysis }) => analysis.findings);
  const bySeverity = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { severity } of findings) bySeverity[severity] += 1;
  return {
    files: files.length,
    statements: files.reduce((sum, { analysis }) => sum + analysis.statements.length, 0),
    findings: findings.length,
    bySeverity,
  };
}

/** `3 files, 12 statements, 4 findings (1 warning, 3 information)`. */
export function describeTotals({ files, statements, findings, bySeverity }: Totals): string {
  const parts = [...SEVERITIES]
    .reverse()
    .filter((severity) => bySeverity[severity] > 0)
    .map((severity) =>
      severity === 'information'
        ? `${bySeverity[severity]} information`
        : count(bySeverity[severity], severity),
    );
  const detail = parts.length > 0 ? ` (${parts.join(', ')})` : '';
  return `${count(files, 'file')}, ${count(statements, 'statement')}, ${count(findings, 'finding')}${detail}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
