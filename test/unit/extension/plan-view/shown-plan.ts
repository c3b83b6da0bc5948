import assert from 'node:assert/strict';
import { parseJsonPlan } from '../../../../src/analyzers/plans/parse-json-plan';
import type { Plan } from '../../../../src/analyzers/plans/plan';
import type { ShownPlan } from '../../../../src/extension/shown-plans';
import { goldenCases } from '../../analyzers/plans/golden-cases';

export interface GoldenPlan {
  readonly name: string;
  readonly json: string;
  readonly plan: Plan;
  readonly text: string | undefined;
}

/** Plans that real servers made. */
export function goldenPlans(): readonly GoldenPlan[] {
  return goldenCases.map(({ name, json, document, text }) => {
    const reading = parseJsonPlan(document);
    assert.equal(reading.kind, 'plan', name);
    return { name, json, plan: reading.plan, text };
  });
}

export function shownPlan(plan: Plan, more: Partial<ShownPlan> = {}): ShownPlan {
  return {
    label: 'Your values',
    origin: { values: [] },
    document: '[]',
    plan,
    findings: [],
    places: [],
    ...more,
  };
}
