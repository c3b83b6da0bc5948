import type { Finding, Fix } from '../../analyzers/finding';
import { candidateOf } from '../../analyzers/plans/evidence/proof';
import { findingKey, provableFixes } from '../../analyzers/plans/evidence/proven-finding';

/** Which proposals of which queries a planner has been asked about, for the schema as it is: each is asked about once. */
export class TriedProposals {
  readonly #tried = new Set<string>();

  /** Those that can be planned and have not been. */
  open(finding: Finding, text: string): readonly Fix[] {
    return provableFixes(finding).filter((fix) => !this.#tried.has(keyFor(finding, text, fix)));
  }

  add(finding: Finding, text: string, fix: Fix): void {
    this.#tried.add(keyFor(finding, text, fix));
  }

  /** The schema is another one. */
  forget(): void {
    this.#tried.clear();
  }
}

function keyFor(finding: Finding, text: string, fix: Fix): string {
  return `${findingKey(finding, text)} ${candidateOf(fix)}`;
}
