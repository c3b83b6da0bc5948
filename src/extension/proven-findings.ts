import type { Finding, Fix } from '../analyzers/finding';
import type { Message } from '../analyzers/message';

/** What a server has said of a proposal of a finding. */
export interface Proof {
  /** Of the fix that was tried. */
  readonly fixId: string;
  readonly certainty: Finding['certainty'];
  /** With the figures. */
  readonly sentences: readonly Message[];
  /** The server would not use it, or it gains nothing: it is not proposed any more. */
  readonly isWithdrawn: boolean;
}

/** Proofs that were asked for, by the finding's rule and the text of its statement: they hold until that changes, or the window is closed. */
export class ProvenFindings {
  readonly #proofs = new Map<string, Proof>();

  record(finding: Finding, text: string, proof: Proof): void {
    this.#proofs.set(keyOf(finding, text), proof);
  }

  /** The findings as they are with what is proven of them. */
  apply(findings: readonly Finding[], text: string): readonly Finding[] {
    if (this.#proofs.size === 0) return findings;
    return findings.map((finding) => {
      const proof = this.#proofs.get(keyOf(finding, text));
      return proof ? proven(finding, proof) : finding;
    });
  }
}

/** Fixes whose effect a plan shows: a new index, another text of the query, or both. */
export function provableFixes({ fixes }: Finding): readonly Fix[] {
  return fixes.filter(
    ({ kind, ddl }) => kind === 'rewrite' || (kind === 'create-index' && ddl?.index !== undefined),
  );
}

function proven(finding: Finding, { fixId, certainty, sentences, isWithdrawn }: Proof): Finding {
  const evidence = [...(finding.evidence ?? []), ...sentences];
  if (!isWithdrawn) return { ...finding, certainty, evidence };
  const fixes = finding.fixes.filter(({ id }) => id !== fixId);
  // With nothing left to propose it is worth a hint at most.
  const severity = fixes.length === 0 ? 'hint' : finding.severity;
  return { ...finding, certainty, evidence, fixes, severity };
}

function keyOf({ ruleId, span, statementSpan }: Finding, text: string): string {
  const place = `${span.start - statementSpan.start} ${span.end - statementSpan.start}`;
  return `${ruleId} ${place} ${text.slice(statementSpan.start, statementSpan.end)}`;
}
