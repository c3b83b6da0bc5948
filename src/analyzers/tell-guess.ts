import { message } from './message';
import type { FindingDraft, Outcome } from './rules/define-rule';
import type { Table } from './schema/snapshot';

/** Of a table that is taken to be meant: no more than a hint, which says so, and no rewrite that would name it. */
export function tellGuess(outcome: Outcome, { name }: Table): Outcome {
  if (outcome.kind !== 'findings') return outcome;
  const taken = message(
    'The program puts the name of the table in; {0} is the only table known here that has all these columns.',
    name,
  );
  const drafts = outcome.drafts.map((draft): FindingDraft => ({
    ...draft,
    severity: 'hint',
    evidence: [taken, ...(draft.evidence ?? [])],
    fixes: draft.fixes.filter(({ kind }) => kind !== 'rewrite').map((fix) => ({ ...fix, preferred: false })),
  }));
  return { kind: 'findings', drafts };
}
