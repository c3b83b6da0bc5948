import type { DocumentEdit, Finding, Fix, Severity, SuppressionProblem } from '../analyzers/finding';
import { coveringSpan, type Span } from '../analyzers/span';
import type { LineIndex } from './line-index';
import {
  type CheckReport,
  countTotals,
  describeTotals,
  type FileReport,
  inOrderOfPlace,
  type LinesOf,
  problemSeverity,
} from './report';
import { printProposals } from './print-proposals';
import { printable, printableMessage, type Style } from './style';

/** For a person: every finding with its place, its source line, its reason and its cures. */
export function printPretty(report: CheckReport, linesOf: LinesOf, style: Style): string {
  const blocks = report.files.flatMap((file) => [
    ...inOrderOfPlace(file.analysis.findings).map((finding) => printFinding(file, finding, linesOf, style)),
    ...file.analysis.suppressionProblems.map((problem) => printProblem(file, problem, style)),
  ]);
  return [...blocks, ...printProposals(report, style), describeTotals(countTotals(report)), ''].join('\n');
}

function printFinding(file: FileReport, finding: Finding, linesOf: LinesOf, style: Style): string {
  const { line, column } = file.lines.position(finding.span.start);
  const place = style.bold(`${file.path}:${line}:${column}`);
  return [
    `${place}  ${style.severity(finding.severity)}  ${style.dim(finding.ruleId)}`,
    indent(2, printableMessage(finding.message)),
    ...printSource(file.lines, finding.span, finding.severity, style),
    ...(finding.evidence ?? []).map((sentence) => indent(2, printableMessage(sentence))),
    indent(2, style.dim(printableMessage(finding.basis))),
    ...finding.related.map((related) => {
      const sentence = printableMessage(related.message);
      const place = placeOf(
        'file' in related.location ? related.location.file : file.path,
        related.location.span,
        linesOf,
      );
      return indent(2, style.dim(`see ${place}: ${sentence}`));
    }),
    ...finding.fixes.flatMap((fix) => printFix(file.lines.text, finding, fix, style)),
    '',
  ].join('\n');
}

function printProblem(file: FileReport, problem: SuppressionProblem, style: Style): string {
  const { span, kind, message, removal } = problem;
  const severity = problemSeverity(problem);
  return [
    `${style.bold(placeOf(file.path, span, () => file.lines))}  ${style.severity(severity)}  ${style.dim(`suppression/${kind}`)}`,
    indent(2, printableMessage(message)),
    ...printSource(file.lines, span, severity, style),
    ...(removal ? [`  ${style.bold('fix:')} ${printableMessage(removal.title)}`] : []),
    '',
  ].join('\n');
}

function placeOf(path: string, span: { readonly start: number }, linesOf: LinesOf): string {
  const lines = linesOf(path);
  if (lines === undefined) return path;
  const { line, column } = lines.position(span.start);
  return `${path}:${line}:${column}`;
}

/** The line the finding begins on, underlined as far as the finding reaches on it. */
function printSource(lines: LineIndex, span: Span, severity: Severity, style: Style): readonly string[] {
  const { start, end } = lines.range(span);
  const source = lines.line(start.line);
  const number = String(start.line);
  const from = start.column - 1;
  const to = Math.max(from + 1, end.line === start.line ? end.column - 1 : source.length);
  // Tabs stay tabs, so that the squiggle stands under the text however wide they are shown.
  const lead = source.slice(0, from).replace(/[^\t]/g, ' ');
  const squiggle = style.paint(severity, '~'.repeat(to - from));
  return [
    `  ${style.dim(`${number} |`)} ${printable(source)}`,
    `  ${style.dim(`${' '.repeat(number.length)} |`)} ${lead}${squiggle}`,
  ];
}

function printFix(text: string, finding: Finding, fix: Fix, style: Style): readonly string[] {
  const parts = [`  ${style.bold('fix:')} ${printableMessage(fix.title)}`];
  const after = textAfter(text, finding, fix.edits);
  // A statement that is removed leaves nothing to show.
  if (fix.edits.length > 0 && after.trim() !== '') parts.push(indent(6, printable(after)));
  if (fix.ddl !== undefined) parts.push(indent(6, printable(fix.ddl.up.trimEnd())));
  return parts;
}

/** The statement as it reads after the edits, and whatever else the edits touch. */
export function textAfter(text: string, finding: Finding, edits: readonly DocumentEdit[]): string {
  const area = coveringSpan(finding.statementSpan, ...edits.map(({ span }) => span));
  let after = '';
  let position = area.start;
  for (const { span, newText } of [...edits].sort((one, other) => one.span.start - other.span.start)) {
    after += text.slice(position, span.start) + newText;
    position = span.end;
  }
  return after + text.slice(position, area.end);
}

function indent(width: number, text: string): string {
  const margin = ' '.repeat(width);
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => (line === '' ? '' : margin + line))
    .join('\n');
}
