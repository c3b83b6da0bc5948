import assert from 'node:assert/strict';
import { packPlans, unpackPlans } from '../../../../src/extension/plan-view/kept-plans';
import { goldenPlans, shownPlan } from './shown-plan';

describe('Plans that are kept for the next start', () => {
  it('come back as they were', () => {
    for (const { name, plan, json } of goldenPlans()) {
      const shown = { title: 'events', query: 'SELECT 1', plans: [shownPlan(plan, { document: json })] };
      const named = { id: name, shown };
      assert.deepEqual(unpackPlans(packPlans(named)), named, name);
    }
  });

  it('hold each node once', () => {
    const [golden] = goldenPlans();
    assert.ok(golden);
    const kept = packPlans({ id: 'a', shown: { title: 'events', plans: [shownPlan(golden.plan)] } });
    assert.equal(kept.split('"nodeType"').length - 1, golden.plan.nodes.length);
  });

  it('are not read when another version wrote them, or nothing did', () => {
    for (const kept of ['', '{}', 'null', '{"form":1,"shown":{"title":"events","plans":[]}}', '{"form":2,'])
      assert.equal(unpackPlans(kept), undefined);
  });
});
