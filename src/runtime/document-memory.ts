import { AnalysisMemory } from '../analyzers/analysis-memory';
import type { JudgedDocument } from '../analyzers/assemble-analysis';
import type { StatementJudgement } from '../analyzers/statement-judgement';
import type { JudgedChange } from './protocol';

/** The worker's side of one edited document: what it said last and which of it the host has. */
export class DocumentMemory {
  readonly judgements = new AnalysisMemory();
  #numbers = new Map<StatementJudgement, number>();
  #lastNumber = 0;
  #lastAnswer = 0;

  /** The judged document as a change of answer `since`; whole when that is not the last one. */
  toChange({ statements, suppressionProblems }: JudgedDocument, id: number, since: number): JudgedChange {
    const known = since === this.#lastAnswer ? this.#numbers : new Map<StatementJudgement, number>();
    const numbers = new Map<StatementJudgement, number>();
    const fresh: [number, StatementJudgement][] = [];
    const numberOf = (judgement: StatementJudgement): number => {
      const given = numbers.get(judgement) ?? known.get(judgement);
      if (given === undefined) fresh.push([++this.#lastNumber, judgement]);
      numbers.set(judgement, given ?? this.#lastNumber);
      return given ?? this.#lastNumber;
    };
    const places = statements.map((placed) => ({ ...placed, judgement: numberOf(placed.judgement) }));
    this.#numbers = numbers;
    this.#lastAnswer = id;
    return { statements: places, suppressionProblems, fresh };
  }
}
