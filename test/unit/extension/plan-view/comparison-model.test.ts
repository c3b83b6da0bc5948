import assert from 'node:assert/strict';
import { comparisonModel } from '../../../../src/extension/plan-view/comparison-model';
import { figurePrinter } from '../../../../src/extension/plan-view/print-figures';
import { node, planOf } from '../../analyzers/plans/plan-of';
import { ENGLISH } from '../english';
import { goldenPlans, shownPlan } from './shown-plan';

const PRINTING = { print: figurePrinter('en', ENGLISH), l10n: ENGLISH };

describe('The model of a comparison', () => {
  const whole = node('Seq Scan', { 'Relation Name': 'events', Alias: 'events', 'Total Cost': 900 });
  const byIndex = node('Index Scan', {
    'Relation Name': 'events',
    Alias: 'events',
    'Index Name': 'events_stream',
    'Total Cost': 9,
  });
  const before = { index: 3, shown: shownPlan(planOf(node('Limit', {}, node('Sort', {}, whole)))) };
  const after = { index: 0, shown: shownPlan(planOf(node('Limit', {}, byIndex))) };
  const model = comparisonModel(before, after, PRINTING);

  it('leads from each node to the one that does the same work, and back', () => {
    const partners = (side: typeof model.before) => side.nodes.map(({ partner }) => partner);
    assert.deepEqual(partners(model.before), [0, undefined, 1]);
    assert.deepEqual(partners(model.after), [0, 2]);
  });

  it('says what became of a node where it is now, and of one that is gone where it was', () => {
    assert.equal(model.before.nodes[0]?.difference, undefined);
    assert.notEqual(model.before.nodes[1]?.difference, undefined);
    assert.equal(model.before.nodes[2]?.difference, undefined);
    assert.match(model.after.nodes[1]?.difference ?? '', /events_stream/);
  });

  it('names the figures of the proof that shows it, and how they were counted', () => {
    const counted = { before: 4800, after: 12, ways: ['The rows come late.'] };
    const proven = comparisonModel(before, after, PRINTING, counted);
    assert.match(proven.sentence, /^It is estimated to cost 12 instead of 4,800 \(400 times less\): /);
    assert.equal(proven.details.at(-1), 'The rows come late.');
    assert.match(model.sentence, /estimated to cost as much \(1, before 1\)/);
  });

  it('has a word for every node of both plans, whatever two plans are compared', () => {
    const golden = goldenPlans();
    for (const [position, { name, plan }] of golden.entries()) {
      const next = golden[position + 1]?.plan ?? plan;
      const compared = comparisonModel(
        { index: 0, shown: shownPlan(plan) },
        { index: 1, shown: shownPlan(next) },
        PRINTING,
      );
      assert.notEqual(compared.sentence, '', name);
      assert.equal(compared.before.nodes.filter(Boolean).length, plan.nodes.length, name);
      assert.equal(compared.after.nodes.filter(Boolean).length, next.nodes.length, name);
    }
  });
});
