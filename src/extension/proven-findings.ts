import type { Finding } from '../analyzers/finding';
import type { Message } from '../analyzers/message';
import type { Proof } from '../analyzers/plans/evidence/proof';
import { findingKey, provenFinding } from '../analyzers/plans/evidence/proven-finding';

/** Proofs by the finding's rule and the text of its statement: they hold until that changes, or the window is closed. */
export class ProvenFindings {
  readonly #asked = new Map<string, Map<string, Proof>>();
  readonly #unasked = new Map<string, Map<string, Proof>>();

  /** @param localize a title in the user's language, to be named in a sentence */
  constructor(private readonly localize: (title: Message) => string) {}

  /** Somebody has asked for it. */
  record(finding: Finding, text: string, proof: Proof): void {
    put(this.#asked, findingKey(finding, text), proof);
  }

  /** Nobody has asked for it: it holds as long as the schema does, and says nothing where somebody has asked. */
  recordUnasked(finding: Finding, text: string, proof: Proof): void {
    put(this.#unasked, findingKey(finding, text), proof);
  }

  forgetUnasked(): void {
    this.#unasked.clear();
  }

  /** The findings as they are with what is proven of them. */
  apply(findings: readonly Finding[], text: string): readonly Finding[] {
    if (this.#asked.size + this.#unasked.size === 0) return findings;
    return findings.map((finding) => {
      const key = findingKey(finding, text);
      const proofs = [
        ...(this.#asked.get(key) ?? this.#unasked.get(key) ?? new Map<string, Proof>()).values(),
      ];
      return proofs.length === 0 ? finding : provenFinding(finding, proofs, this.localize);
    });
  }
}

function put(proofs: Map<string, Map<string, Proof>>, key: string, proof: Proof): void {
  const known = proofs.get(key) ?? new Map<string, Proof>();
  known.set(proof.candidate, proof);
  proofs.set(key, known);
}
