import type { Analysis, Finding, Severity, SuppressionProblem } from '../analyzers/finding';
import type { SnapshotSummary } from '../runtime/protocol';
import type { LineIndex } from './line-index';
import type { ProofSummary } from './proof-summary';
import { isAtLeast, SEVERITIES } from './severities';

/** What a check found out, before it is printed. Files in the order of their paths, findings in the order of their places. */
export interface CheckReport {
  readonly schemas: readonly SnapshotSummary[];
  readonly files: readonly FileReport[];
  readonly notes: readonly FileNote[];
  /** Absent: nothing was to be planned, as there are no statistics. */
  readonly proofs?: ProofSummary;
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

/** A comment that is no longer needed harms nobody; one that does not work, or does not say why, misleads. */
export function problemSeverity({ kind }: SuppressionProblem): Severity {
  return kind === 'unused' ? 'hint' : 'warning';
}

/** Only what one of the two questions says yes to. */
export function filterReport(
  report: CheckReport,
  keepsFinding: (finding: Finding, file: FileReport) => boolean,
  keepsProblem: (problem: SuppressionProblem, file: FileReport) => boolean,
): CheckReport {
  const files = report.files.map((file) => ({
    ...file,
    analysis: {
      ...file.analysis,
      findings: file.analysis.findings.filter((finding) => keepsFinding(finding, file)),
      suppressionProblems: file.analysis.suppressionProblems.filter((problem) => keepsProblem(problem, file)),
    },
  }));
  return { ...report, files };
}

export function atLeast(report: CheckReport, least: Severity): CheckReport {
  return filterReport(
    report,
    ({ severity }) => isAtLeast(severity, least),
    (problem) => isAtLeast(problemSeverity(problem), least),
  );
}

/** Whether anything is as severe as that. */
export function holdsAtLeast({ files }: CheckReport, least: Severity): boolean {
  return files.some(
    ({ analysis }) =>
      analysis.findings.some(({ severity }) => isAtLeast(severity, least)) ||
      analysis.suppressionProblems.some((problem) => isAtLeast(problemSeverity(problem), least)),
  );
}

export interface Totals {
  readonly files: number;
  readonly statements: number;
  readonly findings: number;
  /** Of comments that disable rules. */
  readonly commentProblems: number;
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
    commentProblems: files.reduce((sum, { analysis }) => sum + analysis.suppressionProblems.length, 0),
    bySeverity,
  };
}

/** `3 files, 12 statements, 4 findings (1 warning, 3 information)`. */
export function describeTotals(totals: Totals): string {
  const { files, statements, findings, commentProblems, bySeverity } = totals;
  const parts = [...SEVERITIES]
    .reverse()
    .filter((severity) => bySeverity[severity] > 0)
    .map((severity) =>
      severity === 'information'
        ? `${bySeverity[severity]} information`
        : count(bySeverity[severity], severity),
    );
  const detail = parts.length > 0 ? ` (${parts.join(', ')})` : '';
  const comments =
    commentProblems > 0 ? `, ${count(commentProblems, 'problem')} of comments that disable rules` : '';
  return `${count(files, 'file')}, ${count(statements, 'statement')}, ${count(findings, 'finding')}${detail}${comments}`;
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
