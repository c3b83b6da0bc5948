import type { Finding, Fix } from '../analyzers/finding';
import type { Message } from '../analyzers/message';

/** What a planner has said of a proposal of a finding. */
export interface Proof {
  /** Of the fix that was tried. */
  readonly fixId: string;
  readonly certainty: Finding['certainty'];
  /** With the figures. */
  readonly sentences: readonly Message[];
  /** The planner would not use it, or it gains nothing: it is not proposed any more. */
  readonly isWithdrawn: boolean;
  /** The same for an average value: it is still proposed, with less weight. */
  readonly isDoubted?: true;
  /** How many times less work it is with the values that gain most. */
  readonly factor?: number;
}

/** Proofs by the finding's rule and the text of its statement: they hold until that changes, or the window is closed. */
export class ProvenFindings {
  readonly #asked = new Map<string, Map<string, Proof>>();
  readonly #unasked = new Map<string, Map<string, Proof>>();

  /** Somebody has asked for it. */
  record(finding: Finding, text: string, proof: Proof): void {
    put(this.#asked, keyOf(finding, text), proof);
  }

  /** Nobody has asked for it: it holds as long as the schema does, and says nothing where somebody has asked. */
  recordUnasked(finding: Finding, text: string, proof: Proof): void {
    put(this.#unasked, keyOf(finding, text), proof);
  }

  forgetUnasked(): void {
    this.#unasked.clear();
  }

  /** The findings as they are with what is proven of them. */
  apply(findings: readonly Finding[], text: string): readonly Finding[] {
    if (this.#asked.size + this.#unasked.size === 0) return findings;
    return findings.map((finding) => {
      const key = keyOf(finding, text);
      const proofs = [
        ...(this.#asked.get(key) ?? this.#unasked.get(key) ?? new Map<string, Proof>()).values(),
      ];
      return proofs.length === 0 ? finding : proven(finding, proofs);
    });
  }
}

function put(proofs: Map<string, Map<string, Proof>>, key: string, proof: Proof): void {
  const known = proofs.get(key) ?? new Map<string, Proof>();
  known.set(proof.fixId, proof);
  proofs.set(key, known);
}

/** Fixes whose effect a plan shows: a new index, another text of the query, or both. */
export function provableFixes({ fixes }: Finding): readonly Fix[] {
  return fixes.filter(
    ({ kind, ddl }) => kind === 'rewrite' || (kind === 'create-index' && ddl?.index !== undefined),
  );
}

function proven(finding: Finding, proofs: readonly Proof[]): Finding {
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
export function keyOf({ ruleId, span, statementSpan }: Finding, text: string): string {
  const place = `${span.start - statementSpan.start} ${span.end - statementSpan.start}`;
  return `${ruleId} ${place} ${text.slice(statementSpan.start, statementSpan.end)}`;
}
