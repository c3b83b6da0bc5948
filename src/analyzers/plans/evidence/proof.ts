import type { Finding, Fix } from '../../finding';
import { message, type Message } from '../../message';
import type { ProposalEvidence } from './judge-proposal';

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

/** What a proposal is worth by the plans of a planner. */
export interface Evidence {
  readonly evidence: ProposalEvidence;
  /** What the planner planned with, where it is not the server's own; the weightiest first. */
  readonly basis: readonly Message[];
}

export function proofOf(
  { id }: Fix,
  { verdict, certainty, factor, sentence, notes }: ProposalEvidence,
  [basis]: readonly Message[] = [],
): Proof {
  const isWithdrawn = verdict !== 'helps';
  // The sentence of an index that is not used says so itself.
  const end = verdict === 'worse' || verdict === 'no-change' ? [NOT_PROPOSED] : [];
  return {
    fixId: id,
    certainty,
    sentences: [sentence, ...end, ...(basis ? [basis] : []), ...notes],
    isWithdrawn,
    ...(factor !== undefined && !isWithdrawn && { factor }),
  };
}

/**
 * Of a trial that nobody asked for, which has no values of the table: a proposal that gains nothing for an average value may still gain for a
 * rare one, so it stays, with less weight. Nor do averages tell which of several is best.
 */
export function backgroundProofOf(fix: Fix, { evidence, basis: [basis] }: Evidence): Proof {
  const { certainty, verdict, sentence } = evidence;
  const isDoubted = verdict !== 'helps';
  return {
    fixId: fix.id,
    certainty,
    sentences: [isDoubted ? GAINS_NOTHING : sentence, ...(basis ? [basis] : [])],
    isWithdrawn: false,
    ...(isDoubted && { isDoubted }),
  };
}

const GAINS_NOTHING = message(
  'For an average value the planner gains nothing by it: it helps, if at all, for values that are rarer.',
);

const NOT_PROPOSED = message('So it is not proposed here any longer.');
