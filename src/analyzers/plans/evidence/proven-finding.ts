import type { Finding, Fix } from '../../finding';
import { message, type Message } from '../../message';
import { candidateOf, type Proof } from './proof';

/** Their index is there for what may be written, not for a plan. */
const NOT_ABOUT_PLANS: ReadonlySet<Finding['ruleId']> = new Set(['missing-version-constraint']);

/** Fixes whose effect a plan shows: a new index, another text of the query, or both. */
export function provableFixes({ ruleId, fixes }: Finding): readonly Fix[] {
  if (NOT_ABOUT_PLANS.has(ruleId)) return [];
  return fixes.filter(
    ({ kind, ddl }) => kind === 'rewrite' || (kind === 'create-index' && ddl?.index !== undefined),
  );
}

interface Tried {
  readonly fix: Fix;
  readonly proof: Proof;
}

/**
 * A finding with what is proven of it: what gains most comes first, and is named.
 *
 * @param titleOf a title as it is shown
 */
export function provenFinding(
  finding: Finding,
  proofs: readonly Proof[],
  titleOf: (title: Message) => string,
): Finding {
  const byCandidate = new Map(proofs.map((proof) => [proof.candidate, proof]));
  const tried = finding.fixes.flatMap((fix): Tried[] => {
    const proof = byCandidate.get(candidateOf(fix));
    return proof ? [{ fix, proof }] : [];
  });
  const best = bestOf(tried);
  if (best === undefined) return finding;
  const { proof } = best;
  const helps = tried.length > 1 && !proof.isWithdrawn && !proof.isDoubted;
  const named = helps
    ? [message('Of {0} proposals the planner gains most by “{1}”.', tried.length, titleOf(best.fix.title))]
    : [];
  const fixes = inOrder(finding.fixes, tried, best).map((fix) =>
    helps ? { ...fix, preferred: fix === best.fix } : fix,
  );
  return {
    ...finding,
    certainty: proof.certainty,
    evidence: [...(finding.evidence ?? []), ...named, ...proof.sentences],
    fixes,
    severity: severityOf(finding, fixes, proof),
  };
}

/** Less than this is no difference between two of them: the one that the rule puts first is then the better. */
const NOTABLE = 1.1;

function bestOf(tried: readonly Tried[]): Tried | undefined {
  const most = Math.max(...tried.map(weightOf));
  return tried.find((each) => weightOf(each) === most || (most > 0 && weightOf(each) * NOTABLE >= most));
}

/** Behind the best what gains most, then what was not tried, then what gains nothing; what was withdrawn is gone. */
function inOrder(fixes: readonly Fix[], tried: readonly Tried[], best: Tried): readonly Fix[] {
  const weights = new Map(tried.map((each) => [each.fix, weightOf(each)]));
  const weight = (fix: Fix): number => weights.get(fix) ?? NOT_TRIED;
  const isBest = (fix: Fix): number => Number(fix === best.fix && weight(fix) > NOT_TRIED);
  return fixes
    .filter((fix) => weight(fix) >= 0)
    .sort((one, other) => isBest(other) - isBest(one) || weight(other) - weight(one));
}

const NOT_TRIED = 0.5;

function weightOf({ proof: { gain = 1, isWithdrawn, isDoubted } }: Tried): number {
  if (isWithdrawn) return -1;
  return isDoubted ? 0 : Math.max(1, gain);
}

function severityOf({ severity }: Finding, fixes: readonly Fix[], { isDoubted }: Proof): Finding['severity'] {
  // With nothing left to propose it is worth a hint at most.
  if (fixes.length === 0) return 'hint';
  return isDoubted && severity !== 'hint' ? 'information' : severity;
}

/** The same finding of the same statement has the same key, wherever it stands. */
export function findingKey({ ruleId, span, statementSpan }: Finding, text: string): string {
  const place = `${span.start - statementSpan.start} ${span.end - statementSpan.start}`;
  return `${ruleId} ${place} ${text.slice(statementSpan.start, statementSpan.end)}`;
}
