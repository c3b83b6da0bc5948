import type { Severity } from '../analyzers/finding';
import type { Span } from '../analyzers/span';
import { printCommand } from './github-command';
import {
  type CheckReport,
  countTotals,
  describeTotals,
  type FileReport,
  inOrderOfPlace,
  problemSeverity,
} from './report';
import { printable, printableMessage } from './style';

const COMMANDS: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

interface Annotation {
  readonly severity: Severity;
  readonly title: string;
  readonly span: Span;
  readonly text: string;
}

/** Lines that GitHub Actions turns into annotations of a pull request. */
export function printGithub(report: CheckReport): string {
  const lines = report.files.flatMap((file) =>
    annotationsOf(file).map((note) => printAnnotation(file, note)),
  );
  return [...lines, describeTotals(countTotals(report)), ''].join('\n');
}

function annotationsOf({ analysis }: FileReport): readonly Annotation[] {
  const findings = inOrderOfPlace(analysis.findings).map(
    ({ severity, ruleId, span, message, evidence = [], basis, fixes }) => ({
      severity,
      title: ruleId,
      span,
      text: [
        [message, ...evidence, basis].map(printableMessage).join(' '),
        ...fixes.map(({ title }) => `fix: ${printableMessage(title)}`),
      ].join('\n'),
    }),
  );
  const problems = analysis.suppressionProblems.map((problem) => ({
    severity: problemSeverity(problem),
    title: `suppression/${problem.kind}`,
    span: problem.span,
    text: printableMessage(problem.message),
  }));
  return [...findings, ...problems];
}

function printAnnotation({ path, lines }: FileReport, { severity, title, span, text }: Annotation): string {
  const { start, end } = lines.range(span);
  const properties: Record<string, string | number> = {
    file: printable(path),
    line: start.line,
    col: start.column,
    endLine: end.line,
    // Columns of an annotation count on one line only.
    ...(end.line === start.line && { endColumn: end.column }),
    title,
  };
  return printCommand(COMMANDS[severity], properties, text);
}
