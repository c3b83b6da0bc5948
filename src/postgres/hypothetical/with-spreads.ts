import type { ProposalTrial, TriedDocuments } from '../../analyzers/plans/evidence/judge-trial';
import type { RowSpread } from '../../analyzers/plans/plan-context';
import type { SpreadQuestion } from '../../analyzers/plans/spread-question';
import { sampleRowSpread } from '../explain/sample-row-spread';
import type { JudgePlans, ProofAsking } from './proving-engine';

type Tried = Extract<ProposalTrial, { kind: 'tried' }>;
type SpreadAsking = Pick<ProofAsking, 'reader' | 'limits'>;

/** Whether an early stop of the plan before is a bet depends on where the rows lie, for each set of values. */
export async function withSpreads(judge: JudgePlans, trial: Tried, asking: SpreadAsking): Promise<Tried> {
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

/** Where rows lie in their table; `undefined` where the server does not say, or there are no rows. */
export async function askSpread(
  { reader, limits }: SpreadAsking,
  question: SpreadQuestion,
): Promise<RowSpread | undefined> {
  if (reader.ownPlanner) return undefined;
  try {
    return await sampleRowSpread(reader, question, limits);
  } catch (error) {
    // The plan is there already: what more could be said of it is not worth a failure.
    if (limits.signal.aborted) throw error;
    return undefined;
  }
}
