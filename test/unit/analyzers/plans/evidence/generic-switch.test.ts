import assert from 'node:assert/strict';
import { countPlans, judgeGenericSwitch } from '../../../../../src/analyzers/plans/evidence/generic-switch';
import { formatMessage } from '../../../../../src/analyzers/message';
import { node, planOf } from '../plan-of';

const plan = (index: string, cost: number) =>
  planOf(node('Index Scan', { 'Index Name': index, 'Relation Name': 'events', 'Total Cost': cost }));
describe('The switch to the generic plan', () => {
  it('is likely where that costs less than planning anew each time, and named where it is another plan', () => {
    const custom = [plan('by_stream', 100), plan('by_position', 300)];
    const { isLikely, differsFrom, sentence } = judgeGenericSwitch(custom, plan('by_position', 180));
    assert.equal(isLikely, true);
    assert.deepEqual(differsFrom, [0]);
    assert.match(
      formatMessage(sentence),
      /costs 180, planning anew 205 on average\. Of 2 sets of values 1 have another/,
    );
  });

  it('counts planning: a plan that costs a little more than each of those is taken all the same', () => {
    assert.equal(judgeGenericSwitch([plan('by_stream', 100)], plan('by_stream', 104.9)).isLikely, true);
    assert.equal(judgeGenericSwitch([plan('by_stream', 100)], plan('by_stream', 105.1)).isLikely, false);
  });

  it('is told as harmless where the plan stays the same, and as none where the server keeps to the values', () => {
    const same = judgeGenericSwitch([plan('by_stream', 100)], plan('by_stream', 50));
    assert.match(
      formatMessage(same.sentence),
      /from the sixth time on.*the plan that these values have anyway/,
    );
    const dear = judgeGenericSwitch([plan('by_stream', 100)], plan('by_position', 500));
    assert.deepEqual([dear.isLikely, dear.differsFrom.length], [false, 1]);
    assert.match(
      formatMessage(dear.sentence),
      /keeps planning it.*costs 500, those for values 105 on average/,
    );
  });

  it('is left open without a plan for values', () => {
    const { sentence } = judgeGenericSwitch([], plan('by_stream', 50));
    assert.match(formatMessage(sentence), /may use this plan/);
  });

  it('stands beside how many plans there are for how many sets of values', () => {
    const said = (...plans: Parameters<typeof countPlans>[0][number][]): string | undefined => {
      const counted = countPlans(plans);
      return counted && formatMessage(counted);
    };
    assert.equal(said(plan('a', 1), plan('b', 2), plan('a', 3)), '2 plans for 3 sets of values.');
    assert.equal(said(plan('a', 1), plan('a', 2)), 'One plan for all 2 sets of values.');
    assert.equal(said(plan('a', 1)), undefined);
  });
});
