import type { Reader, ReadOptions, Row } from '../reading/reader';
import type { Step } from '../reading/step';
import { askSteps } from './ask-steps';
import { declaredOids, declaredTypes } from './declared-types';
import {
  type ExplainOption,
  explainPreparedStep,
  explainStep,
  explainUnboundStep,
  FORCE_GENERIC_PLAN,
  type ParameterText,
  prepareStep,
  switchOffStep,
} from './explain-steps';
import type { InferredQuery } from './inferred-query';
import { isPlannerSwitch, type PlannerSwitch } from './planner-switch';

/** What is planned for: these values, by the parameters' numbers, or any (the plan that named statements come to). */
export type PlanValues = readonly ParameterText[] | 'generic';

/**
 * How a generic plan is had: by the option of EXPLAIN that 16 has brought, or as that of a prepared statement. They differ where the execution
 * would leave out partitions when it begins: the statement gets NULL for every parameter, and so leaves out nearly all.
 */
export type GenericRoute = 'generic-plan' | 'prepare';

export interface ExplainOptions extends ReadOptions {
  /** Where nothing is said, GENERIC_PLAN on servers that have it. */
  readonly genericRoute?: GenericRoute;
  /** What goes before it in the transaction: hypothetical indexes. */
  readonly before?: readonly Step[];
}

/** What the server has planned and not run. */
export interface ExplainedQuery {
  /** The answer of EXPLAIN (FORMAT JSON), as text. */
  readonly document: string;
  readonly route: 'values' | GenericRoute;
}

const OPTIONS: readonly ExplainOption[] = ['VERBOSE', 'SETTINGS', 'SUMMARY'];

/** Plans a query, and does not run it. Rejects with an ExplainFailure for what the server refuses, else as the reader does. */
export function explainQuery(
  reader: Reader,
  inferred: InferredQuery,
  values: PlanValues,
  options: ExplainOptions = {},
): Promise<ExplainedQuery> {
  return explainWithout(reader, inferred, values, [], options);
}

/** The plan that the planner would take if it had no paths of some kinds: what it costs says why the others were chosen. */
export async function explainWithout(
  reader: Reader,
  inferred: InferredQuery,
  values: PlanValues,
  switches: readonly PlannerSwitch[],
  options: ExplainOptions = {},
): Promise<ExplainedQuery> {
  const route = routeOf(inferred, values, options);
  const off = switches.map((name) => {
    if (!isPlannerSwitch(name)) throw new Error('This is no setting of the planner that is turned off.');
    return switchOffStep(name);
  });
  const steps = [...(options.before ?? []), ...off, ...stepsOf(inferred, values, route)] as const;
  const rows = await askSteps(reader, inferred, steps, options);
  return { document: documentOf(rows), route };
}

/** The server's JSON; what EXPLAIN answers is one row of one column. */
export function documentOf([row]: readonly Row[]): string {
  const document = row?.['QUERY PLAN'];
  if (typeof document !== 'string') throw new Error('The server answered EXPLAIN without a plan.');
  return document;
}

/** 16: EXPLAIN (GENERIC_PLAN). */
const HAS_GENERIC_PLAN = 160_000;

function routeOf(
  { versionNumber, parameters }: InferredQuery,
  values: PlanValues,
  { genericRoute }: ExplainOptions,
): ExplainedQuery['route'] {
  if (values !== 'generic' || parameters.length === 0) return 'values';
  return genericRoute ?? (versionNumber >= HAS_GENERIC_PLAN ? 'generic-plan' : 'prepare');
}

function stepsOf(
  { sent }: InferredQuery,
  values: PlanValues,
  route: ExplainedQuery['route'],
): readonly [...Step[], Step] {
  switch (route) {
    case 'values':
      return [explainStep(sent.text, OPTIONS, values === 'generic' ? [] : values, declaredOids(sent))];
    case 'generic-plan':
      return [explainUnboundStep(sent.text, ['GENERIC_PLAN', ...OPTIONS])];
    case 'prepare':
      return [
        prepareStep(sent.text, declaredTypes(sent)),
        FORCE_GENERIC_PLAN,
        explainPreparedStep(OPTIONS, sent.parameters.length),
      ];
  }
}
