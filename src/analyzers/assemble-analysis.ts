import type { Analysis, Finding, StatementReport, SuppressionProblem, Verdict } from './finding';
import { relateProposals } from './relate-proposals';
import { shiftFinding, shiftSpan, type StatementJudgement } from './statement-judgement';

/** A judged document in parts that stay the same while other statements are edited. */
export interface JudgedDocument {
  readonly statements: readonly PlacedJudgement[];
  readonly suppressionProblems: readonly SuppressionProblem[];
}

export interface PlacedJudgement {
  readonly judgement: StatementJudgement;
  /** Where in the document its offsets count from. */
  readonly offset: number;
  /** Where the host's statement around it begins, in the document. */
  readonly suppressionOffset: number;
  /** Which of the findings comments in the document disable, by their place in the list. */
  readonly suppressed: readonly number[];
}

/** Puts the parts together: every offset is the document's own. */
export function assembleAnalysis({ statements, suppressionProblems }: JudgedDocument): Analysis {
  return {
    findings: relateProposals(statements.flatMap(shownFindings)),
    statements: statements.map(reportOf),
    suppressionProblems,
  };
}

/** Above a keystroke nothing moves: where a statement stood last, its findings are there already. */
const PLACED = new WeakMap<StatementJudgement, PlacedFindings>();

interface PlacedFindings {
  readonly offset: number;
  readonly suppressionOffset: number;
  readonly findings: readonly Finding[];
}

/** Every finding of a statement where it stands, those too that comments disable. */
export function placedFindings({
  judgement,
  offset,
  suppressionOffset,
}: Pick<PlacedJudgement, 'judgement' | 'offset' | 'suppressionOffset'>): readonly Finding[] {
  const last = PLACED.get(judgement);
  if (last?.offset === offset && last.suppressionOffset === suppressionOffset) return last.findings;
  const findings = judgement.findings.map((finding) => ({
    ...shiftFinding(finding, offset),
    suppressionOffset,
  }));
  PLACED.set(judgement, { offset, suppressionOffset, findings });
  return findings;
}

function shownFindings(placed: PlacedJudgement): readonly Finding[] {
  return placedFindings(placed).filter((_, index) => !placed.suppressed.includes(index));
}

function reportOf(placed: PlacedJudgement): StatementReport {
  const { span, kind, state, approximate, problem } = placed.judgement;
  return {
    span: shiftSpan(span, placed.offset),
    kind,
    state,
    approximate,
    ...(problem !== undefined && { problem }),
    verdicts: verdictsOf(placed),
  };
}

function verdictsOf({ judgement, suppressed }: PlacedJudgement): readonly Verdict[] {
  if (suppressed.length === 0) return judgement.verdicts;
  const shown = new Set(
    judgement.findings.filter((_, index) => !suppressed.includes(index)).map(({ ruleId }) => ruleId),
  );
  return judgement.verdicts.map((verdict) =>
    verdict.outcome === 'finding' && !shown.has(verdict.ruleId)
      ? { ...verdict, outcome: 'suppressed' }
      : verdict,
  );
}
