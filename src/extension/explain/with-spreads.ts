import type { ProposalTrial, TriedDocuments } from '../../analyzers/plans/evidence/judge-trial';
import { askSpread } from './ask-more';
import type { JudgePlans } from './judge-made';
import type { Asking } from './make-plans';

type Tried = Extract<ProposalTrial, { kind: 'tried' }>;

/** Whether an early stop of the plan before is a bet depends on where the rows lie, for each set of values. */
export async function withSpreads(judge: JudgePlans, trial: Tried, asking: Asking): Promise<Tried> {
  const readings = await judge(trial.sets.map(({ before }) => ({ document: before })));
  const sets: TriedDocuments[] = [];
  for (const [position, set] of trial.sets.entries()) {
    const reading = readings[position];
    const question = reading?.kind === 'plan' ? reading.question : undefined;
    const spread = question && (await askSpread(asking, question));
    sets.push({ ...set, ...(spread && { spread }) });
  }
  return { ...trial, sets };
}
