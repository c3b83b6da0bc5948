import type { JudgedPlanReading } from '../../analyzers/judge-plans';
import { countPlans, judgeGenericSwitch } from '../../analyzers/plans/evidence/generic-switch';
import type { ExplainableQuery } from '../../analyzers/query/explainable-query';
import { localize } from '../localize';
import type { PlanningDatabase } from '../planning-database';
import type { PlanSource, PlanValue, ShownPlan, ShownPlans } from '../shown-plans';
import type { MadePlan, MadeValue } from './make-plans';

/** Longer values are cut: of an array of many elements the first ones say enough. */
const LONGEST_VALUE = 200;

export interface ExplainedPlans {
  readonly title: string;
  readonly query: string;
  readonly source: PlanSource;
  readonly database: Pick<PlanningDatabase, 'target' | 'serverVersion' | 'remarks'>;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly made: readonly MadePlan[];
  /** One for each of them. */
  readonly readings: readonly JudgedPlanReading[];
}

/** What the plans say together: how many there are, and whether the generic one will be used for all values. */
export function withRemarks(
  made: readonly MadePlan[],
  readings: readonly JudgedPlanReading[],
  { isNamed }: ExplainableQuery,
): readonly MadePlan[] {
  const read = made.flatMap(({ planned }, index) => {
    const reading = readings[index];
    return reading?.kind === 'plan' ? [{ planned, plan: reading.plan }] : [];
  });
  const generic = read.find(({ planned }) => planned === 'generic');
  const custom = read.filter(({ planned }) => planned !== 'generic').map(({ plan }) => plan);
  const count = countPlans(custom);
  const counted = count ? [localize(count)] : [];
  const switched = isNamed && generic ? [localize(judgeGenericSwitch(custom, generic.plan).sentence)] : [];
  return made.map((plan) => {
    const own = plan.planned === 'generic' ? switched : [];
    return { ...plan, remarks: [...counted, ...plan.remarks, ...own] };
  });
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
    const { target, serverVersion, remarks: known = [] } = database;
    const origin = {
      ...{ target, serverVersion, at, values: values.map(toPlanValue) },
      remarks: [...known.map(localize), ...remarks],
    };
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
