import type { Finding, Fix } from '../../finding';
import type { Proof } from './proof';

/** Their index is there for what may be written, not for a plan. */
const NOT_ABOUT_PLANS: ReadonlySet<Finding['ruleId']> = new Set(['missing-version-constraint']);

/** Fixes whose effect a plan shows: a new index, another text of the query, or both. */
export function provableFixes({ ruleId, fixes }: Finding): readonly Fix[] {
  if (NOT_ABOUT_PLANS.has(ruleId)) return [];
  return fixes.filter(
    ({ kind, ddl }) => kind === 'rewrite' || (kind === 'create-index' && ddl?.index !== undefined),
  );
}

/** A finding with what is proven of it: what gains most comes first. */
export function provenFinding(finding: Finding, proofs: readonly Proof[]): Finding {
  const byGain = [...proofs].sort((one, other) => weightOf(other) - weightOf(one));
  const [best] = byGain;
  if (best === undefined) return finding;
  const evidence = [...(finding.evidence ?? []), ...best.sentences];
  const place = new Map(byGain.map(({ fixId, isWithdrawn }, index) => [fixId, isWithdrawn ? -1 : index]));
  const fixes = finding.fixes
    .filter(({ id }) => place.get(id) !== -1)
    .sort((one, other) => (place.get(one.id) ?? proofs.length) - (place.get(other.id) ?? proofs.length));
  return {
    ...finding,
    certainty: best.certainty,
    evidence,
    fixes,
    severity: severityOf(finding, fixes, best),
  };
}

/** What gains most is preferred; what gains nothing comes last. */
function weightOf({ factor = 1, isWithdrawn, isDoubted }: Proof): number {
  if (isWithdrawn) return -1;
  return isDoubted ? 0 : factor;
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
