import type { Finding, Fix, SuppressionProblem } from '../analyzers/finding';
import type { IndexProposal } from '../analyzers/index-proposals';
import { formatMessage } from '../analyzers/message';
import type { Span } from '../analyzers/span';
import type { SnapshotSummary } from '../runtime/protocol';
import type { LineIndex } from './line-index';
import type { AppliedBaseline } from './baseline';
import { placeText, proposalsOf, type ReportedFinding } from './print-proposals';
import {
  type CheckReport,
  countTotals,
  type FileReport,
  inOrderOfPlace,
  type LinesOf,
  problemSeverity,
} from './report';

/** Raised when a reader of the old shape would misread the new one; new fields do not raise it. */
const FORMAT_VERSION = 1;

/** For programs: docs/command-line.md describes the shape. The same input gives the same bytes. */
export function printJson(
  report: CheckReport,
  version: string,
  linesOf: LinesOf,
  baseline?: AppliedBaseline,
): string {
  const { files, ...totals } = countTotals(report);
  const output = {
    format: FORMAT_VERSION,
    version,
    schemas: report.schemas.map(describeSchema),
    files: report.files.map((file) => describeFile(file, linesOf)),
    indexes: proposalsOf(report).map(describeProposal),
    notes: report.notes.map(({ path, reason, fatal }) => ({ path, reason, fatal })),
    ...(report.proofs && { proofs: report.proofs }),
    ...(baseline && { baseline: { hidden: baseline.hidden, fixed: baseline.fixed } }),
    totals: { files, ...totals },
  };
  return `${JSON.stringify(output, undefined, 2)}\n`;
}

/** What is to be built for all findings together; places as in the pretty form. */
function describeProposal({ index, ddl, places, narrower }: IndexProposal<ReportedFinding>) {
  const { replaces, ...definition } = index;
  return {
    ...definition,
    ddl: ddl.up,
    findings: places.map(placeText),
    narrower: narrower.map(({ keys }) => keys),
    makesRedundant: replaces.map(({ name }) => name),
  };
}

function describeSchema({ source, tables, indexes, problems }: SnapshotSummary) {
  return {
    ...source,
    tables,
    indexes,
    problems: problems.map(({ file, text }) => ({ path: file, text })),
  };
}

function describeFile({ path, lines, analysis }: FileReport, linesOf: LinesOf) {
  return {
    path,
    statements: analysis.statements.length,
    findings: inOrderOfPlace(analysis.findings).map((finding) =>
      describeFinding(finding, path, lines, linesOf),
    ),
    commentProblems: analysis.suppressionProblems.map((problem) => describeProblem(problem, lines)),
  };
}

function describeProblem(problem: SuppressionProblem, lines: LineIndex) {
  const { kind, message, span, removal } = problem;
  return {
    kind,
    severity: problemSeverity(problem),
    message: formatMessage(message),
    range: describeRange(span, lines),
    ...(removal && {
      removal: {
        title: formatMessage(removal.title),
        range: describeRange(removal.edit.span, lines),
        newText: removal.edit.newText,
      },
    }),
  };
}

function describeFinding(finding: Finding, path: string, lines: LineIndex, linesOf: LinesOf) {
  return {
    rule: finding.ruleId,
    severity: finding.severity,
    certainty: finding.certainty,
    message: formatMessage(finding.message),
    ...(finding.evidence && { evidence: finding.evidence.map(formatMessage) }),
    basis: formatMessage(finding.basis),
    range: describeRange(finding.span, lines),
    statementRange: describeRange(finding.statementSpan, lines),
    related: finding.related.map(({ location, message }) => {
      const file = 'file' in location ? location.file : path;
      return {
        path: file,
        range: describeRange(location.span, linesOf(file)),
        message: formatMessage(message),
      };
    }),
    fixes: finding.fixes.map((fix) => describeFix(fix, lines)),
  };
}

function describeFix({ id, title, kind, preferred, edits, ddl }: Fix, lines: LineIndex) {
  return {
    id,
    title: formatMessage(title),
    kind,
    preferred,
    edits: edits.map(({ span, newText }) => ({ range: describeRange(span, lines), newText })),
    ...(ddl && {
      ddl: {
        migrationName: ddl.migrationName,
        up: ddl.up,
        down: ddl.down,
        outsideTransaction: ddl.outsideTransaction,
      },
    }),
  };
}

/** Offsets from 0, lines and columns from 1; without lines for a file that is no longer there. */
function describeRange({ start, end }: Span, lines: LineIndex | undefined) {
  return {
    start: { offset: start, ...lines?.position(start) },
    end: { offset: end, ...lines?.position(end) },
  };
}
