import assert from 'node:assert/strict';
import { pageModelOf } from '../../../../src/extension/plan-view/page-model-of';
import { node, planOf, ran } from '../../analyzers/plans/plan-of';
import { ENGLISH } from '../english';
import { shownPlan } from './shown-plan';

const LANGUAGE = { l10n: ENGLISH, language: 'en' };

describe('The model of the plan page', () => {
  const byIndex = (rows: number, index = 'events_stream') =>
    planOf(node('Index Scan', { 'Relation Name': 'events', 'Index Name': index, 'Plan Rows': rows }));
  const hot = shownPlan(byIndex(5000), { label: 'Hot value' });
  const cold = shownPlan(byIndex(3), { label: 'Cold value' });
  const generic = shownPlan(byIndex(40, 'events_pkey'), { label: 'Generic plan' });

  it('has one tab for all values that lead to the same plan', () => {
    const { plans, tabs } = pageModelOf(
      { id: 'a', shown: { title: 'events', plans: [hot, generic, cold] } },
      [],
      { chosen: 0 },
      LANGUAGE,
    );
    assert.deepEqual(plans, ['Hot value', 'Generic plan', 'Cold value']);
    assert.deepEqual(tabs, [
      { label: 'Hot value, Cold value', plans: [0, 2] },
      { label: 'Generic plan', plans: [1] },
    ]);
  });

  it('counts the values of a tab that has many', () => {
    const plans = [hot, cold, { ...cold, label: 'Newest value' }];
    assert.deepEqual(
      pageModelOf({ id: 'a', shown: { title: 'events', plans } }, [], { chosen: 0 }, LANGUAGE).tabs,
      [{ label: 'Hot value and 2 more', plans: [0, 1, 2] }],
    );
  });

  it('keeps a plan that was run apart from the same plan that was not', () => {
    const run = shownPlan(
      planOf(node('Index Scan', { 'Relation Name': 'events', 'Index Name': 'events_stream', ...ran(1, 1) })),
    );
    assert.equal(
      pageModelOf({ id: 'a', shown: { title: 'events', plans: [hot, run] } }, [], { chosen: 0 }, LANGUAGE)
        .tabs.length,
      2,
    );
  });

  it('has plans from before to compare with, in no tab', () => {
    const { plans, tabs, place, chosen } = pageModelOf(
      { id: 'a', shown: { title: 'events', plans: [hot] } },
      [cold],
      { place: 'a.sql:3', chosen: 1 },
      LANGUAGE,
    );
    assert.deepEqual(plans, ['Hot value', 'Before: Cold value']);
    assert.deepEqual(tabs, [{ label: 'Hot value', plans: [0] }]);
    assert.deepEqual([place, chosen], ['a.sql:3', 1]);
  });
});
