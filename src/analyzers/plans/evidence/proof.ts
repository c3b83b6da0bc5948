import type { Finding, Fix } from '../../finding';
import { message, type Message } from '../../message';
import type { ProposalEvidence } from './judge-proposal';

/** What a planner has said of a proposal of a finding. */
export interface Proof {
  /** Of the fix that was tried: `candidateOf`. */
  readonly candidate: string;
  readonly certainty: Finding['certainty'];
  /** With the figures. */
  readonly sentences: readonly Message[];
  /** The planner would not use it, or it gains nothing: it is not proposed any more. */
  readonly isWithdrawn: boolean;
  /** It gains nothing for an average value, or only where rows lie as nobody could look up: it is still proposed, with less weight. */
  readonly isDoubted?: true;
  /** How many times less work all values that were tried are together. */
  readonly gain?: number;
}

/** What is proposed, whole: settings may make something else of the same fix. */
export function candidateOf({ id, edits, ddl }: Fix): string {
  return JSON.stringify([id, edits.map(({ newText }) => newText), ddl?.up]);
}

/** What a proposal is worth by the plans of a planner. */
export interface Evidence {
  readonly evidence: ProposalEvidence;
  /** What the planner planned with, where it is not the server's own. */
  readonly basis: readonly Message[];
  /** The planner knows no values of the columns, so that every value is an average one. */
  readonly isByAverages: boolean;
}

/**
 * What is shown of it. By averages alone nothing is withdrawn: what gains nothing for an average value may still gain for a rare one, so it
 * stays, with less weight.
 */
export function proofOf(fix: Fix, { evidence, basis, isByAverages }: Evidence): Proof {
  const { verdict, certainty, gain, sentence } = evidence;
  const helps = verdict === 'helps';
  const isDoubted = verdict === 'bet' || (!helps && isByAverages);
  const isWithdrawn = !helps && !isDoubted;
  // The sentence of an index that is not used says so itself.
  const end = isWithdrawn && verdict !== 'not-used' ? [NOT_PROPOSED] : [];
  return {
    candidate: candidateOf(fix),
    certainty,
    sentences: [isDoubted && verdict !== 'bet' ? GAINS_NOTHING : sentence, ...end, ...basis],
    isWithdrawn,
    ...(isDoubted && { isDoubted }),
    ...(helps && { gain }),
  };
}

const GAINS_NOTHING = message(
  'For an average value the planner gains nothing by it: it helps, if at all, for values that are rarer.',
);

const NOT_PROPOSED = message('So it is not proposed here any longer.');
