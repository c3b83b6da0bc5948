import type { AnalysisMemory } from './analysis-memory';
import { placedFindings, type PlacedJudgement } from './assemble-analysis';
import type { Finding } from './finding';
import { type DocumentContext, type Judged, judgeStatement } from './judge-statement';
import type { FedFragment } from './repair-fragment';
import type { Fragment } from './sources/fragment';
import { isQuery } from './sql/statement-kind';
import type { Span } from './span';
import { reachOf, shiftFinding, shiftSpan, type StatementJudgement } from './statement-judgement';
import { suppressionOffsets, type Suppressions } from './suppressions';

/** VS Code shows as many of a document and no more. */
const MAX_FINDINGS = 1000;

/** One judgement for each text, in their order; from where there are too many findings on, statements are left unjudged. */
export function judgeStatements(
  fed: readonly FedFragment[],
  memory: AnalysisMemory,
  suppressions: Suppressions,
  context: DocumentContext,
): readonly PlacedJudgement[] {
  let shown = 0;
  let previousEnd = 0;
  return fed.map(({ fragment, result }): PlacedJudgement => {
    const isFull = shown >= MAX_FINDINGS;
    const vicinity = vicinityOf(fragment, previousEnd);
    previousEnd = fragment.documentSpan.end;
    const key = isFull ? undefined : keyOf(fragment, vicinity, context.documentText);
    const judgement =
      (key === undefined ? undefined : memory.recall(key)) ??
      judgeAnew({ fragment, result }, isFull ? undefined : context);
    if (
      key !== undefined &&
      isQueryResult({ fragment, result }) &&
      staysWithin(judgement, fragment, vicinity)
    ) {
      memory.remember(key, judgement);
    }
    const placed = place(judgement, fragment, suppressions);
    shown += judgement.findings.length - placed.suppressed.length;
    return placed;
  });
}

/** What a fix of the statement may touch: its text with the quotes around it, in a script the comments above it. */
function vicinityOf({ documentSpan, host }: Fragment, previousEnd: number): Span {
  const isScript = host.kind === 'sql';
  return { start: isScript ? previousEnd : Math.max(documentSpan.start - 1, 0), end: documentSpan.end + 1 };
}

/** All that a judgement rests on beside the basis: the text that was read and how the document writes it. */
function keyOf(fragment: Fragment, vicinity: Span, documentText: string): string {
  const { documentSpan, holes, text } = fragment;
  return [
    documentSpan.start - vicinity.start,
    documentSpan.end - documentSpan.start,
    flagsOf(fragment),
    holes.map(({ role }) => role).join(),
    text,
    documentText.slice(vicinity.start, vicinity.end),
  ].join('\0');
}

/** What is said of the fragment as a whole. What else a fragment has follows from its text and the document's. */
function flagsOf(fragment: Fragment): string {
  const flags = Object.entries(fragment as Readonly<Record<keyof Fragment, unknown>>).filter(
    ([, value]) => typeof value !== 'object',
  );
  return flags
    .map(([name, value]) => (name === 'text' ? '' : `${name}=${String(value)}`))
    .sort()
    .join();
}

function isQueryResult({ result }: FedFragment): boolean {
  return result.kind !== 'statement' || isQuery(result.statement);
}

/** A fix that goes elsewhere (behind the table's definition) keeps its place when the statement moves. */
function staysWithin({ findings }: StatementJudgement, { documentSpan }: Fragment, vicinity: Span): boolean {
  const reach = reachOf(findings);
  if (!reach) return true;
  const { start, end } = shiftSpan(reach, documentSpan.start);
  return start >= vicinity.start && end <= vicinity.end;
}

/** Without a context there are too many findings above it. */
function judgeAnew(fed: FedFragment, context: DocumentContext | undefined): StatementJudgement {
  const { fragment, result } = fed;
  const offset = -fragment.documentSpan.start;
  const base = {
    span: shiftSpan(fragment.map.spanToDocument({ start: 0, end: fragment.text.length }), offset),
    approximate: fragment.approximate,
    findings: [],
    verdicts: [],
  };
  switch (result.kind) {
    case 'statement': {
      const { statement } = result;
      const { kind } = statement;
      if (context) {
        const judged = judgeStatement({ fragment, statement }, context);
        return { ...base, kind, state: 'analysed', ...countedFrom(judged, offset) };
      }
      return { ...base, kind, state: 'declined', problem: `There are ${MAX_FINDINGS} findings above it.` };
    }
    case 'syntax-error':
      return { ...base, kind: 'unknown', state: 'syntax-error', problem: result.message };
    case 'declined':
      return { ...base, kind: 'unknown', state: 'declined', problem: result.reason };
  }
}

function countedFrom({ findings, verdicts }: Judged, offset: number): Judged {
  return { findings: findings.map((finding) => shiftFinding(finding, offset)), verdicts };
}

function place(
  judgement: StatementJudgement,
  { documentSpan, hostStatement }: Fragment,
  suppressions: Suppressions,
): PlacedJudgement {
  const at = { judgement, offset: documentSpan.start, suppressionOffset: hostStatement.start };
  const isDisabled = (finding: Finding): boolean =>
    suppressions.disables(finding.ruleId, suppressionOffsets(finding));
  const suppressed = suppressions.directives.length === 0 ? [] : placesOf(placedFindings(at).map(isDisabled));
  return { ...at, suppressed };
}

function placesOf(disabled: readonly boolean[]): readonly number[] {
  return disabled.flatMap((isDisabled, index) => (isDisabled ? [index] : []));
}
