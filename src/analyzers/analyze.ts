import { AnalysisMemory } from './analysis-memory';
import {
  assembleAnalysis,
  type JudgedDocument,
  placedFindings,
  type PlacedJudgement,
} from './assemble-analysis';
import type { Analysis, SuppressionProblem } from './finding';
import { describeBasis } from './describe-basis';
import { judgeStatements } from './judge-statements';
import type { ReadStatement } from './rules/define-rule';
import { type AnalysisInput, readFragments, readStatements, schemaWith } from './read-document';
import type { FedFragment } from './repair-fragment';
import { recognizeTool } from './schema/migrations/recognize-tool';
import { isCodeMigration, type MigrationForm } from './schema/migrations/tool';
import { isReadMigration, migrationsOf } from './schema/snapshot-source';
import { forServer } from './settings';
import type { DdlStatement } from './sql/model';
import { isDdl } from './sql/statement-kind';
import { readSuppressions, type Suppressions } from './suppressions';
import { findUnusedSuppressions, type JudgedPlace } from './unused-suppressions';

/** Finds the SQL of a document and judges each statement. Pure: the same input gives the same findings. */
export function analyze(input: AnalysisInput): Analysis {
  return assembleAnalysis(judgeDocument(input, new AnalysisMemory()));
}

/** The same in parts. What the memory holds of the document's last analysis is used again, the very objects. */
export function judgeDocument(input: AnalysisInput, memory: AnalysisMemory): JudgedDocument {
  const { document } = input;
  const settings = forServer(input.settings, input.snapshot);
  const results = readFragments(input);
  const read = readStatements(results);
  const documentDdl = read.filter(isReadDdl);
  const migration = migrationFormOf(input);
  const key = [basisKey(input, documentDdl, read), JSON.stringify(migration), document.isTest].join('\0');
  const basis = { snapshot: input.snapshot, key };
  const snapshot = memory.begin(basis, () => schemaWith(input, read));
  const suppressions = readSuppressions(document.text, settings);
  const statements = judgeStatements(results, memory, suppressions, {
    file: document.file,
    documentText: document.text,
    isTest: document.isTest === true,
    snapshot,
    before: input.snapshot,
    documentDdl: documentDdl.filter(({ fragment }) => fragment.isDown !== true),
    downDdl: documentDdl.filter(({ fragment }) => fragment.isDown === true),
    settings,
    basis: describeBasis(input.snapshot, snapshot),
    ...(migration && { migration }),
  });
  const problems = [...suppressions.problems, ...unused(input, suppressions, results, statements)];
  return {
    statements: statements.filter((_, index) => !onlyCarries(results, index)),
    suppressionProblems: problems.sort((one, other) => one.span.start - other.span.start),
  };
}

/** Of EXPLAIN and its like there is nothing to say beside what is said of the query in it, which comes next. */
function onlyCarries(results: readonly FedFragment[], index: number): boolean {
  const [carrier, query] = results.slice(index, index + 2);
  return (
    carrier?.result.kind === 'statement' &&
    carrier.result.statement.kind === 'other' &&
    query?.fragment.carrier !== undefined &&
    query.fragment.hostStatement.start === carrier.fragment.hostStatement.start
  );
}

/** Where the document's own DDL stands matters too: the schema points at it, and fixes go there. */
function basisKey(
  { document, settings }: AnalysisInput,
  ddl: readonly ReadStatement<DdlStatement>[],
  read: readonly ReadStatement[],
): string {
  const own = ddl.map(
    ({ fragment: { documentSpan, isDown = false, text } }) => `${documentSpan.start} ${isDown} ${text}`,
  );
  const lineBreak = /\r?\n/.exec(document.text)?.[0] ?? '';
  const neighbours = ddl.some(isPlannerSwitch) ? read.map(describeNeighbour) : [];
  return [
    document.file,
    document.languageId,
    JSON.stringify(settings),
    lineBreak,
    ...own,
    ...neighbours,
  ].join('\0');
}

/** What is said of such a statement depends on those behind it: whether they ask for a plan. */
function isPlannerSwitch({ statement }: ReadStatement<DdlStatement>): boolean {
  return statement.kind === 'set' && statement.variable.startsWith('enable_');
}

function describeNeighbour({ fragment: { documentSpan, text } }: ReadStatement): string {
  return `${documentSpan.start} ${/^\w*/.exec(text)?.[0] ?? ''}`;
}

/** None without the whole schema: what is not known there may be what a rule would find. */
function unused(
  { document, snapshot, settings }: AnalysisInput,
  { directives }: Suppressions,
  results: readonly FedFragment[],
  statements: readonly PlacedJudgement[],
): readonly SuppressionProblem[] {
  const { source, problems } = snapshot;
  if (directives.length === 0 || source.kind === 'none' || problems.length > 0) return [];
  // A program may do more to the schema than is read.
  if (migrationsOf(source)?.files.some(isCodeMigration) === true) return [];
  const places = results.map(({ fragment }, index) => ({
    hostStart: fragment.hostStatement.start,
    span: fragment.map.spanToDocument({ start: 0, end: fragment.text.length }),
    judged: fragment.approximate ? undefined : judgedPlace(statements[index]),
  }));
  return findUnusedSuppressions({ text: document.text, directives, places, rules: settings.rules });
}

function judgedPlace(placed: PlacedJudgement | undefined): JudgedPlace['judged'] {
  if (placed?.judgement.state !== 'analysed') return undefined;
  const { verdicts } = placed.judgement;
  return {
    suppressed: placedFindings(placed).filter((_, index) => placed.suppressed.includes(index)),
    verdicts,
  };
}

function isReadDdl(read: ReadStatement): read is ReadStatement<DdlStatement> {
  return isDdl(read.statement);
}

/** Of a program only where it is known to be a migration: its words alone may stand in any. */
export function migrationFormOf({
  document: { file, text, languageId },
  snapshot,
}: AnalysisInput): MigrationForm | undefined {
  const { source } = snapshot;
  if (isReadMigration(source, file)) return migrationsOf(source)?.forms?.[file];
  const tool = languageId === 'sql' ? recognizeTool(file, text) : undefined;
  return tool && { tool };
}
