import ts from 'typescript';
import { analyze, type Analysis, DEFAULT_SETTINGS, type Finding, type Fix } from '../../src/analyzers';
import type { DocumentEdit } from '../../src/analyzers/finding';
import { findEmbeddedSql } from '../../src/analyzers/sources/typescript';
import type { Span } from '../../src/analyzers/span';
import type { SqlFeeder } from '../../src/analyzers/sql/feeder';
import type { LibpgFeeder } from '../../src/analyzers/sql/libpg/libpg-feeder';
import type { FuzzCase } from './fuzz-case';

/** What is wrong with the engine, found by one text. */
export interface Fault {
  /** The same for the same fault in a smaller text. */
  readonly kind: string;
  readonly detail: string;
}

export type AnyFeeder = SqlFeeder & Partial<Pick<LibpgFeeder, 'isLost'>>;

/** Judges the text, and looks whether what is said of it can be: nothing thrown, every place inside, every fix harmless. */
export function examine(test: FuzzCase, feeder: AnyFeeder): Fault | undefined {
  try {
    const analysis = judge(test, feeder);
    if (feeder.isLost === true) return { kind: 'grammar lost', detail: '' };
    return wrongPlace(analysis, test.text) ?? wrongFix(analysis, test, feeder);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const [top = ''] = error.stack?.split('\n').filter((line) => line.includes('/src/')) ?? [];
    return {
      kind: `thrown: ${error.name}${top.replace(/.*\/src\//, ' at src/').replace(/\)$/, '')}`,
      detail: error.message,
    };
  }
}

function judge({ document, text }: FuzzCase, feeder: SqlFeeder): Analysis {
  const { path, languageId, snapshot, serverVersion, expectedArraySize } = document;
  return analyze({
    document: { file: path, languageId, text },
    snapshot,
    settings: { ...DEFAULT_SETTINGS, serverVersion, expectedArraySize, today: '2026-02-01' },
    feeder,
    findEmbeddedSql,
  });
}

function wrongPlace(
  { findings, statements, suppressionProblems }: Analysis,
  text: string,
): Fault | undefined {
  const places = [
    ...statements.map(({ span }) => ({ what: 'statement', span })),
    ...suppressionProblems.map(({ kind, span }) => ({ what: kind, span })),
    ...findings.flatMap(({ ruleId, span, statementSpan, suppressionOffset, related, fixes }) => [
      ...[span, statementSpan, { start: suppressionOffset, end: suppressionOffset }].map((place) => ({
        what: ruleId,
        span: place,
      })),
      ...related.flatMap(({ location }) =>
        'file' in location ? [] : [{ what: `${ruleId} related`, span: location.span }],
      ),
      ...fixes.flatMap(({ id, edits, ddl }) =>
        [...edits, ...(ddl?.insertion ? [ddl.insertion] : [])].map((edit) => ({
          what: `${ruleId} ${id}`,
          span: edit.span,
        })),
      ),
    ]),
  ];
  const outside = places.find(({ span }) => !isInside(span, text));
  if (outside) return { kind: `${outside.what} outside`, detail: describe(outside.span) };
  const strayed = findings.find(
    ({ span, statementSpan }) => span.start < statementSpan.start || statementSpan.end < span.end,
  );
  return strayed && { kind: `${strayed.ruleId} outside its statement`, detail: describe(strayed.span) };
}

function isInside({ start, end }: Span, text: string): boolean {
  return Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= text.length;
}

function describe({ start, end }: Span): string {
  return `${start}..${end}`;
}

function wrongFix(analysis: Analysis, test: FuzzCase, feeder: SqlFeeder): Fault | undefined {
  for (const finding of analysis.findings) {
    for (const fix of finding.fixes) {
      const kind = `${finding.ruleId} ${fix.id}`;
      const fault = overlapOf(fix) ?? harmOf(fix, finding, analysis, test, feeder);
      if (fault) return { kind: `${kind} ${fault.kind}`, detail: fault.detail };
    }
  }
  return undefined;
}

function overlapOf({ edits }: Fix): Fault | undefined {
  const overlapping = edits.find(({ span }, index) => (edits[index - 1]?.span.end ?? 0) > span.start);
  return overlapping && { kind: 'overlaps', detail: describe(overlapping.span) };
}

/** What is approximate may be wrong in parts that nobody can read: its fixes are looked at by a person. */
function harmOf(
  { edits }: Fix,
  { statementSpan }: Finding,
  before: Analysis,
  test: FuzzCase,
  feeder: SqlFeeder,
): Fault | undefined {
  // The second grammar does not know every statement that a fix writes.
  if (edits.length === 0 || feeder.name !== 'libpg-query') return undefined;
  const isUncertain = before.statements.some(
    ({ span, approximate }) =>
      approximate && span.start < statementSpan.end && statementSpan.start < span.end,
  );
  if (isUncertain) return undefined;
  const text = applyEdits(test.text, edits);
  const after = judge({ ...test, text }, feeder);
  if (countErrors(after) > countErrors(before)) return { kind: 'breaks the SQL', detail: text };
  const { languageId } = test.document;
  // In a program that is broken already, what ends a literal is anybody's guess.
  if (countHostErrors(text, languageId) > 0 && countHostErrors(test.text, languageId) === 0) {
    return { kind: 'breaks the program', detail: text };
  }
  return undefined;
}

function applyEdits(text: string, edits: readonly DocumentEdit[]): string {
  return edits.reduceRight(
    (applied, { span, newText }) => applied.slice(0, span.start) + newText + applied.slice(span.end),
    text,
  );
}

function countErrors({ statements }: Analysis): number {
  return statements.filter(({ state }) => state !== 'analysed').length;
}

function countHostErrors(text: string, languageId: string): number {
  if (languageId !== 'typescript' && languageId !== 'javascript') return 0;
  return ts.transpileModule(text, { reportDiagnostics: true }).diagnostics?.length ?? 0;
}
