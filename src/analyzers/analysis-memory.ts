import type { Snapshot } from './schema/snapshot';
import type { StatementJudgement } from './statement-judgement';

/** What every judgement of a document rests on beside the statement itself. */
export interface JudgementBasis {
  /** The schema from outside the document. */
  readonly snapshot: Snapshot;
  /** Settings, name, line break and the document's own DDL with its places, as one text. */
  readonly key: string;
}

/**
 * What the rules said of one document's statements when it was judged last: a keystroke changes one of them. It holds the statements of the
 * last analysis and no more.
 */
export class AnalysisMemory {
  #basis: JudgementBasis | undefined;
  #schema: Snapshot | undefined;
  #last = new Map<string, StatementJudgement>();
  #current = new Map<string, StatementJudgement>();

  /** Begins an analysis. Everything is forgotten when it rests on something else than the last one. */
  begin(basis: JudgementBasis, readSchema: () => Snapshot): Snapshot {
    const isSame = this.#basis?.key === basis.key && this.#basis.snapshot === basis.snapshot;
    if (!isSame || !this.#schema) {
      this.#basis = basis;
      this.#schema = readSchema();
      this.#current = new Map();
    }
    this.#last = this.#current;
    this.#current = new Map();
    return this.#schema;
  }

  recall(key: string): StatementJudgement | undefined {
    const judgement = this.#current.get(key) ?? this.#last.get(key);
    if (judgement) this.#current.set(key, judgement);
    return judgement;
  }

  remember(key: string, judgement: StatementJudgement): void {
    this.#current.set(key, judgement);
  }
}
