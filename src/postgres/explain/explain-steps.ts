import type { QueryText } from '../../analyzers/query/explainable-query';
import { quoteIdentifier } from '../../analyzers/sql/identifiers';
import type { Step } from '../reading/step';
import type { PlannerSwitch } from './planner-switch';

/** As text, so that the server converts it as it does for a driver; NULL for null. By the parameters' numbers. */
export type ParameterText = string | null;

/** An option of EXPLAIN that is on, such as `VERBOSE`, or has a value: `TIMING OFF`. */
export type ExplainOption =
  'ANALYZE' | 'BUFFERS' | 'GENERIC_PLAN' | 'SETTINGS' | 'SUMMARY' | 'TIMING OFF' | 'VERBOSE' | 'WAL';

/** `text` with `query` from `queryStart` (UTF-16 units) on: the server's positions count from the start of the whole. */
export interface QueryStep extends Step {
  readonly queryStart: number;
}

const NAME = 'indexwright_explain';
const QUOTED_NAME = quoteIdentifier(NAME);

export function explainStep(
  query: QueryText,
  options: readonly ExplainOption[],
  values: readonly ParameterText[],
  types: readonly number[],
): QueryStep {
  const prefix = explainPrefix(options);
  return { text: `${prefix}${query}`, queryStart: prefix.length, values, types, keepsJson: true };
}

/** For GENERIC_PLAN: the extended protocol asks for a value of each parameter, and plans with it. */
export function explainUnboundStep(query: QueryText, options: readonly ExplainOption[]): QueryStep {
  const prefix = explainPrefix(options);
  return { text: `${prefix}${query}`, queryStart: prefix.length, protocol: 'simple', keepsJson: true };
}

/** @param types of the parameters; `unknown` for those that the server infers */
export function prepareStep(query: QueryText, types: readonly ('text' | 'unknown')[]): QueryStep {
  const list = types.length === 0 ? '' : ` (${types.join(', ')})`;
  const prefix = `PREPARE ${QUOTED_NAME}${list} AS `;
  return { text: `${prefix}${query}`, queryStart: prefix.length, prepares: NAME };
}

export const PROBE_NAME = 'indexwright_probe';

/** The query as a common table that nothing but a volatile function keeps from being merged. A comment at its end ends with the line. */
export function prepareProbeStep(query: QueryText, types: readonly ('text' | 'unknown')[]): QueryStep {
  const prepared = prepareStep(query, types);
  const before = `WITH ${PROBE_NAME} AS NOT MATERIALIZED (\n`;
  const queryStart = prepared.queryStart + before.length;
  const prefix = prepared.text.slice(0, prepared.queryStart);
  return { ...prepared, text: `${prefix}${before}${query}\n) SELECT FROM ${PROBE_NAME}`, queryStart };
}

/** Of what `prepareStep` has prepared, with NULL for each parameter. */
export function explainPreparedStep(options: readonly ExplainOption[], parameters: number): Step {
  const list = parameters === 0 ? '' : ` (${Array(parameters).fill('NULL').join(', ')})`;
  return { text: `${explainPrefix(options)}EXECUTE ${QUOTED_NAME}${list}`, keepsJson: true };
}

/** What the server knows of what `prepareStep` has prepared. */
export function readPreparedStep(select: string): Step {
  return { text: select, values: [NAME] };
}

export function switchOffStep(name: PlannerSwitch): Step {
  return { text: `SET LOCAL ${name} = off` };
}

/** The plan that is used again and again for all values, whatever it costs (manual, "PREPARE"). */
export const FORCE_GENERIC_PLAN: Step = { text: 'SET LOCAL plan_cache_mode = force_generic_plan' };

function explainPrefix(options: readonly ExplainOption[]): string {
  return `EXPLAIN (${['FORMAT JSON', ...options].join(', ')}) `;
}
