import assert from 'node:assert/strict';
import { parseJsonPlan } from '../../../../src/analyzers/plans/parse-json-plan';
import type { Plan } from '../../../../src/analyzers/plans/plan';

type Properties = Readonly<Record<string, unknown>>;

/** A node as EXPLAIN (FORMAT JSON) prints it, with the estimates that a test does not speak of. */
export function node(
  type: string,
  properties: Properties = {},
  ...children: readonly Properties[]
): Properties {
  const estimates = { 'Startup Cost': 0, 'Total Cost': 1, 'Plan Rows': 1, 'Plan Width': 8 };
  const plans = children.length > 0 && { Plans: children };
  return { 'Node Type': type, 'Parallel Aware': false, ...estimates, ...properties, ...plans };
}

export function ran(totalMs: number, rows: number, loops = 1): Properties {
  return {
    'Actual Startup Time': 0,
    'Actual Total Time': totalMs,
    'Actual Rows': rows,
    'Actual Loops': loops,
  };
}

export function hit(blocks: number): Properties {
  return { 'Shared Hit Blocks': blocks };
}

export function planOf(root: Properties, top: Properties = {}): Plan {
  const reading = parseJsonPlan([{ Plan: root, ...top }]);
  assert.equal(reading.kind, 'plan');
  return reading.plan;
}
