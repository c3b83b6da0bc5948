import type { JudgedPlanReading } from '../../analyzers/judge-plans';
import type { Message } from '../../analyzers/message';
import { judgeGenericSwitch } from '../../analyzers/plans/evidence/generic-switch';
import type { ConnectedDatabase } from '../connected-database';
import type { PlanSource, PlanValue, ShownPlan, ShownPlans } from '../shown-plans';
import type { MadePlan, MadeValue } from './make-plans';

/** Longer values are cut: of an array of many elements the first ones say enough. */
const LONGEST_VALUE = 200;

export interface ExplainedPlans {
  readonly title: string;
  readonly query: string;
  readonly source: PlanSource;
  readonly database: Pick<ConnectedDatabase, 'target' | 'serverVersion'>;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly made: readonly MadePlan[];
  /** One for each of them. */
  readonly readings: readonly JudgedPlanReading[];
}

/**
 * Where a driver that sends the query with a name would come to another plan than that for its values: the sentence belongs to the generic
 * plan.
 */
export function switchWarning(
  made: readonly MadePlan[],
  readings: readonly JudgedPlanReading[],
): Message | undefined {
  const read = made.flatMap(({ planned }, index) => {
    const reading = readings[index];
    return reading?.kind === 'plan' ? [{ planned, plan: reading.plan }] : [];
  });
  const generic = read.find(({ planned }) => planned === 'generic');
  const custom = read.filter(({ planned }) => planned !== 'generic');
  const plans = custom.map(({ plan }) => plan);
  return generic && judgeGenericSwitch(plans, generic.plan).warning;
}

/** Plans that could not be read are left out. */
export function toShownPlans({
  title,
  query,
  source,
  database,
  at,
  made,
  readings,
}: ExplainedPlans): ShownPlans {
  const plans = made.flatMap((plan, index): ShownPlan[] => {
    const reading = readings[index];
    if (reading?.kind !== 'plan') return [];
    const { label, remarks, values, document } = plan;
    const { target, serverVersion } = database;
    const origin = { target, serverVersion, at, values: values.map(toPlanValue), remarks };
    const { findings, places } = reading;
    return [{ label, origin, document, plan: reading.plan, findings, places }];
  });
  return { title, query, source, plans };
}

function toPlanValue({ parameter: { label, type }, text }: MadeValue): PlanValue {
  return { label, text: text === null ? 'NULL' : cut(text), ...(type && { type: type.name }) };
}

function cut(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}
