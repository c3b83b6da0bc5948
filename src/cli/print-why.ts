import { describePlaces } from '../analyzers/describe-places';
import type { StatementReport, Verdict } from '../analyzers/finding';
import { migrationsOf } from '../analyzers/schema/snapshot-source';
import type { SnapshotSummary } from '../runtime/protocol';
import type { FileReport } from './report';
import { printable, printableMessage, type Style } from './style';

const SHOWN_WIDTH = 80;

/** For each statement of a file: which rules looked, and why the silent ones were silent. */
export function printWhy(file: FileReport, schema: SnapshotSummary, style: Style): string {
  const statements = file.analysis.statements.map((statement) => printStatement(file, statement, style));
  const count = file.analysis.statements.length;
  return [
    describeSchema(schema),
    '',
    ...statements,
    count === 0
      ? `No SQL was found in ${file.path}.`
      : `${count} ${count === 1 ? 'statement' : 'statements'}`,
    '',
  ].join('\n');
}

function describeSchema({ source, tables, indexes }: SnapshotSummary): string {
  if (source.kind === 'none') return 'No migrations were found: nothing is known of tables and indexes.';
  const { files = [], folders = [] } = migrationsOf(source) ?? {};
  const places = [
    ...(source.kind === 'server' ? [source.target] : []),
    ...(files.length > 0 ? [`${files.length} migrations in ${describePlaces(folders)}`] : []),
  ];
  return `Judged from ${places.join(' and ')}: ${tables} tables, ${indexes} indexes.`;
}

function printStatement(file: FileReport, statement: StatementReport, style: Style): string {
  const { line, column } = file.lines.position(statement.span.start);
  const text = file.lines.text.slice(statement.span.start, statement.span.end).replace(/\s+/g, ' ');
  const shown = text.length > SHOWN_WIDTH ? `${text.slice(0, SHOWN_WIDTH - 1)}…` : text;
  return [
    `${style.bold(`${file.path}:${line}:${column}`)}  ${statement.kind}`,
    `  ${style.dim(printable(shown))}`,
    ...describeState(statement),
    ...statement.verdicts.map((verdict) => printVerdict(verdict, style)),
    '',
  ].join('\n');
}

function describeState({ state, approximate, problem }: StatementReport): readonly string[] {
  const reason = problem === undefined ? '' : `: ${problem}`;
  if (state === 'syntax-error') return [`  not judged, PostgreSQL would not read it${reason}`];
  if (state === 'declined') return [`  not judged${reason}`];
  return approximate
    ? ['  parts of the text are only known when it runs: nothing is claimed, at most hinted']
    : [];
}

function printVerdict({ ruleId, outcome, reason }: Verdict, style: Style): string {
  const explanation =
    reason === undefined ? '' : `: ${printableMessage(reason.message)} ${style.dim(`(${reason.code})`)}`;
  return `  ${ruleId}  ${outcome}${explanation}`;
}
