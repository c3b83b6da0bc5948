/** A line of a text plan without its frame. */
export interface PlanLine {
  /** In the text that was pasted, from 1. */
  readonly number: number;
  /** Where its text begins. */
  readonly column: number;
  readonly text: string;
}

/** What a text plan tells, under the names that JSON gives it. */
export type GatheredProperties = Record<string, unknown>;
