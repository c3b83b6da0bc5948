import type { Log, ReportingDescriptor, Result, Run } from 'sarif';
import type { Finding, SuppressionProblem } from '../analyzers/finding';
import { formatMessage } from '../analyzers/message';
import { fingerprint, keyOf, keyText } from './finding-key';
import { describeProofs } from './proof-summary';
import { type CheckReport, type FileReport, inOrderOfPlace, type LinesOf, problemSeverity } from './report';
import { locationOf, regionOf, uriOf } from './sarif-places';
import { levelOf, SARIF_RULES } from './sarif-rules';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json';

/** Static Analysis Results Interchange Format, version 2.1.0 (OASIS). */
export function printSarif(report: CheckReport, version: string, linesOf: LinesOf): string {
  const run: Run = {
    tool: { driver: { name: 'Indexwright', version, rules: [...SARIF_RULES] } },
    columnKind: 'utf16CodeUnits',
    results: report.files.flatMap((file) => resultsOf(file, linesOf)),
    invocations: [
      {
        executionSuccessful: !report.notes.some(({ fatal }) => fatal),
        toolExecutionNotifications: [
          ...report.notes.map(({ path, reason, fatal }) => ({
            level: fatal ? ('error' as const) : ('note' as const),
            message: { text: `${path} ${reason}.` },
          })),
          ...(report.proofs ? describeProofs(report.proofs) : []).map((text) => ({
            level: 'note' as const,
            message: { text },
          })),
        ],
      },
    ],
  };
  const log: Log = { $schema: SCHEMA, version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function resultsOf(file: FileReport, linesOf: LinesOf): Result[] {
  const numbers = new Map<string, number>();
  const findings = inOrderOfPlace(file.analysis.findings).map((finding) => {
    const key = keyOf(finding, file.path, file.lines.text);
    const number = numbers.get(keyText(key)) ?? 0;
    numbers.set(keyText(key), number + 1);
    return resultOfFinding(finding, file, linesOf, fingerprint(key, number));
  });
  return [...findings, ...file.analysis.suppressionProblems.map((problem) => resultOfProblem(problem, file))];
}

function resultOfFinding(finding: Finding, file: FileReport, linesOf: LinesOf, print: string): Result {
  const { ruleId, severity, message, evidence = [], basis, span, related, certainty, fixes } = finding;
  const proposals = fixes.flatMap(({ title, ddl }) =>
    ddl === undefined ? [] : [{ title: formatMessage(title), sql: ddl.up }],
  );
  const edits = fixes.filter((fix) => fix.edits.length > 0 && fix.ddl === undefined);
  return {
    ...descriptorOf(ruleId),
    level: levelOf(severity),
    message: { text: [message, ...evidence, basis].map(formatMessage).join(' ') },
    locations: [locationOf(file.path, span, file.lines)],
    ...(related.length > 0 && {
      relatedLocations: related.map(({ location, message: text }, id) => {
        const path = 'file' in location ? location.file : file.path;
        return {
          id,
          ...locationOf(path, location.span, linesOf(path)),
          message: { text: formatMessage(text) },
        };
      }),
    }),
    ...(edits.length > 0 && {
      fixes: edits.map((fix) => fixOf(formatMessage(fix.title), fix.edits, file)),
    }),
    partialFingerprints: { 'indexwright/v1': print },
    properties: { certainty, ...(proposals.length > 0 && { proposals }) },
  };
}

function resultOfProblem(problem: SuppressionProblem, file: FileReport): Result {
  const { kind, message, span, removal } = problem;
  return {
    ...descriptorOf(`suppression/${kind}`),
    level: levelOf(problemSeverity(problem)),
    message: { text: formatMessage(message) },
    locations: [locationOf(file.path, span, file.lines)],
    ...(removal && { fixes: [fixOf(formatMessage(removal.title), [removal.edit], file)] }),
  };
}

function descriptorOf(ruleId: string): { readonly ruleId: string; readonly ruleIndex: number } {
  return {
    ruleId,
    ruleIndex: SARIF_RULES.findIndex(({ id }: ReportingDescriptor) => id === ruleId),
  };
}

function fixOf(title: string, edits: Finding['fixes'][number]['edits'], { path, lines }: FileReport) {
  return {
    description: { text: title },
    artifactChanges: [
      {
        artifactLocation: uriOf(path),
        replacements: edits.map(({ span, newText }) => ({
          deletedRegion: regionOf(span, lines),
          insertedContent: { text: newText },
        })),
      },
    ],
  };
}
