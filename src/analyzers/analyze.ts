import type { Analysis, StatementReport, SuppressionProblem } from './finding';
import { describeBasis } from './describe-basis';
import { type DocumentContext, type Judged, judgeStatement } from './judge-statement';
import type { ReadStatement } from './rules/define-rule';
import { feedFragment, type FedFragment } from './repair-fragment';
import { applyStatements } from './schema/from-ddl';
import { isCodeMigration } from './schema/migrations/tool';
import type { Snapshot } from './schema/snapshot';
import type { AnalysisSettings } from './settings';
import type { EmbeddedSqlSettings, Fragment, SourceDocument } from './sources/fragment';
import { findMarkdownFragments } from './sources/markdown-document';
import { mayHoldSql } from './sources/may-hold-sql';
import { findSqlFragments } from './sources/sql-document';
import type { FeedResult, SqlFeeder } from './sql/feeder';
import type { DdlStatement } from './sql/model';
import { isDdl } from './sql/statement-kind';
import { readSuppressions, type Suppressions } from './suppressions';
import { findUnusedSuppressions } from './unused-suppressions';

/** Finds the SQL of a TypeScript or JavaScript document. Handed in by the host, because TypeScript's parser is a chunk loaded on first use. */
export type EmbeddedSqlFinder = (
  document: SourceDocument,
  settings: EmbeddedSqlSettings,
) => readonly Fragment[];

export interface AnalysisInput {
  readonly document: SourceDocument & {
    /** The name findings and related places use: a URI in the editor, a path in the CLI. */
    readonly file: string;
  };
  /** What is known of the schema; for a document that is one of its migrations, the whole of it. */
  readonly snapshot: Snapshot;
  readonly settings: AnalysisSettings;
  readonly feeder: SqlFeeder;
  /** Absent: documents other than `.sql` hold no SQL for this call. */
  readonly findEmbeddedSql?: EmbeddedSqlFinder;
}

/** Finds the SQL of a document and judges each statement. Pure: the same input gives the same findings. */
export function analyze(input: AnalysisInput): Analysis {
  const { document, settings, feeder } = input;
  const results = findFragments(input).map((fragment) => feedFragment(fragment, feeder));
  const read = results.flatMap(({ fragment, result }) =>
    result.kind === 'statement' ? [{ fragment, statement: result.statement }] : [],
  );
  const own = schemaWith(input, read);
  const suppressions = readSuppressions(document.text, settings);
  const context = {
    file: document.file,
    documentText: document.text,
    snapshot: own,
    documentDdl: read.filter(isReadDdl),
    settings,
    basis: describeBasis(input.snapshot, own),
    suppressions,
  };
  const judged = judgeUntilFull(read, context);
  return {
    findings: [...judged.values()].flatMap(({ findings }) => findings),
    statements: results.map(({ fragment, result }) =>
      describeStatement(fragment, result, judged.get(fragment)),
    ),
    suppressionProblems: [...suppressions.problems, ...unused(input, suppressions, results, judged)].sort(
      (one, other) => one.span.start - other.span.start,
    ),
  };
}

/** None without the whole schema: what is not known there may be what a rule would find. */
function unused(
  { document, snapshot, settings }: AnalysisInput,
  { directives }: Suppressions,
  results: readonly FedFragment[],
  judged: ReadonlyMap<Fragment, Judged>,
): readonly SuppressionProblem[] {
  const { source, problems } = snapshot;
  if (directives.length === 0 || source.kind === 'none' || problems.length > 0) return [];
  // A program may do more to the schema than is read.
  if (source.files.some(isCodeMigration)) return [];
  const places = results.map(({ fragment }) => ({
    hostStart: fragment.hostStatement.start,
    span: fragment.map.spanToDocument({ start: 0, end: fragment.text.length }),
    judged: fragment.approximate ? undefined : judged.get(fragment),
  }));
  return findUnusedSuppressions({ text: document.text, directives, places, rules: settings.rules });
}

/** VS Code shows as many of a document and no more. */
const MAX_FINDINGS = 1000;

function judgeUntilFull(
  read: readonly ReadStatement[],
  context: DocumentContext,
): ReadonlyMap<Fragment, Judged> {
  const judged = new Map<Fragment, Judged>();
  let findings = 0;
  for (const statement of read) {
    if (findings >= MAX_FINDINGS) break;
    const result = judgeStatement(statement, context);
    findings += result.findings.length;
    judged.set(statement.fragment, result);
  }
  return judged;
}

function isReadDdl(read: ReadStatement): read is ReadStatement<DdlStatement> {
  return isDdl(read.statement);
}

function findFragments({ document, settings, findEmbeddedSql }: AnalysisInput): readonly Fragment[] {
  if (!mayHoldSql(document.languageId, document.text)) return [];
  if (document.languageId === 'sql') return findSqlFragments(document);
  if (document.languageId === 'markdown') return findMarkdownFragments(document);
  return findEmbeddedSql?.(document, settings.embeddedSql) ?? [];
}

/** The tables that the document itself declares count too, unless it is one of the migrations that have been read already. */
function schemaWith({ document, snapshot }: AnalysisInput, read: readonly ReadStatement[]): Snapshot {
  const { source } = snapshot;
  if (source.kind === 'migrations' && source.files.includes(document.file)) return snapshot;
  return applyStatements(
    snapshot,
    document.file,
    read.map(({ fragment, statement }) => ({
      statement,
      span: fragment.map.spanToDocument(statement.span),
    })),
  );
}

function describeStatement(
  { map, text, approximate }: Fragment,
  result: FeedResult,
  judged: Judged | undefined,
): StatementReport {
  const span = map.spanToDocument({ start: 0, end: text.length });
  const verdicts = judged?.verdicts ?? [];
  switch (result.kind) {
    case 'statement': {
      const { kind } = result.statement;
      if (judged) return { span, kind, state: 'analysed', approximate, verdicts };
      const problem = `There are ${MAX_FINDINGS} findings above it.`;
      return { span, kind, state: 'declined', approximate, problem, verdicts };
    }
    case 'syntax-error':
      return { span, kind: 'unknown', state: 'syntax-error', approximate, problem: result.message, verdicts };
    case 'declined':
      return { span, kind: 'unknown', state: 'declined', approximate, problem: result.reason, verdicts };
  }
}
