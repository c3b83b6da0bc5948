import type { AnalysisClient } from '../runtime/analysis-client';
import { localize } from './localize';
import type { PlanReader } from './shown-plans';

/** Plans from anywhere are read and judged where all texts are: in the worker, which a hostile one may stop. */
export function planReader(client: Pick<AnalysisClient, 'judgePlans'>): PlanReader {
  return async (text) => {
    const [reading] = await client.judgePlans({ plans: [{ document: text }] });
    if (reading === undefined) throw new Error('The worker answered no plan');
    if (reading.kind === 'problem') return { kind: 'problem', message: localize(reading.message) };
    return { kind: 'plan', plan: reading.plan, findings: reading.findings };
  };
}
