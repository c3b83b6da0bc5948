import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseIndexes } from '../../../src/analyzers/workload/choose-indexes';
import { extend } from '../../../src/analyzers/workload/extend';
import type { TuningProblem } from '../../../src/analyzers/workload/tuning-problem';
import { plainCosts } from './plain-costs';
import { printRecorded, type RecordedAnswers, Recording } from './recorded-answers';
import { readTpch, TPCH_FOLDER } from './tpch-problem';

export const BUDGETS = [250, 500, 1000].map((megabytes) => megabytes * 1_000_000);

const FILE = join(TPCH_FOLDER, 'planner-answers.json');

export interface TpchAnswers extends RecordedAnswers {
  /** What Extend alone came to with that planner. */
  readonly extend: readonly ExtendRun[];
}

export interface ExtendRun {
  readonly budgetBytes: number;
  readonly cost: number;
  readonly questions: number;
}

export function readAnswers(): TpchAnswers {
  return JSON.parse(readFileSync(FILE, 'utf8')) as TpchAnswers;
}

/** Asks the embedded planner what Extend and our own search ask, and writes down what the search was told. */
export async function recordAnswers(): Promise<void> {
  const { problem, open } = await readTpch();
  const { planner, whatIf } = open();
  try {
    const answers: RecordedAnswers = { indexes: [], answers: {} };
    const recording = new Recording(answers, whatIf);
    for (const budgetBytes of BUDGETS) await chooseIndexes({ ...problem, budgetBytes, whatIf: recording });
    const scratch: RecordedAnswers = structuredClone(answers);
    const shared = new Recording(scratch, whatIf);
    const runs: ExtendRun[] = [];
    for (const budgetBytes of BUDGETS)
      runs.push(await runExtend({ ...problem, budgetBytes, whatIf: shared }));
    writeFileSync(FILE, printRecorded({ extend: runs, ...answers }));
  } finally {
    await planner.dispose();
  }
}

export async function runExtend(problem: TuningProblem): Promise<ExtendRun> {
  const costs = plainCosts(problem);
  const { cost } = await extend(problem, costs);
  return { budgetBytes: problem.budgetBytes, cost, questions: costs.questions() };
}
