import { assembleAnalysis } from '../analyzers/assemble-analysis';
import type { Analysis } from '../analyzers/finding';
import type { StatementJudgement } from '../analyzers/statement-judgement';
import { Recent } from './recent';
import type { JudgedChange } from './protocol';

interface JudgedVersion {
  readonly answer: number;
  readonly judgements: ReadonlyMap<number, StatementJudgement>;
}

/** Documents that are edited at the same time. */
const MAX_DOCUMENTS = 32;

/** The host's side: what the worker said last of the documents that are being edited. */
export class JudgedDocuments {
  readonly #versions = new Recent<string, JudgedVersion>(MAX_DOCUMENTS);

  /** The answer that the next one about the document may leave things out for; 0 for none. */
  lastAnswer(file: string): number {
    return this.#versions.get(file)?.answer ?? 0;
  }

  /** `file` absent: asked once, nothing is kept. */
  assemble({ statements, suppressionProblems, fresh }: JudgedChange, id: number, file?: string): Analysis {
    const before = file === undefined ? undefined : this.#versions.get(file)?.judgements;
    const added = new Map(fresh);
    const judgements = new Map<number, StatementJudgement>();
    const placed = statements.map((place) => {
      const judgement = added.get(place.judgement) ?? before?.get(place.judgement);
      if (!judgement) throw new Error(`statement ${place.judgement} of answer ${id} is unknown`);
      judgements.set(place.judgement, judgement);
      return { ...place, judgement };
    });
    if (file !== undefined) this.#versions.set(file, { answer: id, judgements });
    return assembleAnalysis({ statements: placed, suppressionProblems });
  }

  clear(): void {
    this.#versions.clear();
  }
}
