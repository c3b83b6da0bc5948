import assert from 'node:assert/strict';
import { judgeGenericSwitch } from '../../../../../src/analyzers/plans/evidence/generic-switch';
import { formatMessage, message } from '../../../../../src/analyzers/message';
import { node, planOf } from '../plan-of';

const plan = (index: string, cost: number) =>
  planOf(node('Index Scan', { 'Index Name': index, 'Relation Name': 'events', 'Total Cost': cost }));
const forValues = (name: string, index: string, cost: number) => ({
  label: message('Values {0}', name),
  plan: plan(index, cost),
});

describe('The switch to the generic plan', () => {
  it('is likely where that costs less than planning anew each time, and named where it is another plan', () => {
    const custom = [forValues('A', 'by_stream', 100), forValues('B', 'by_position', 300)];
    const { isLikely, differsFor, warning } = judgeGenericSwitch(custom, plan('by_position', 180));
    assert.equal(isLikely, true);
    assert.deepEqual(differsFor.map(formatMessage), ['Values A']);
    assert.match(formatMessage(warning ?? message('none')), /\(180 against 205 on average\).* 1 of 2 sets/);
  });

  it('counts planning: a plan that costs a little more than each of those is taken all the same', () => {
    assert.equal(
      judgeGenericSwitch([forValues('A', 'by_stream', 100)], plan('by_stream', 104.9)).isLikely,
      true,
    );
    assert.equal(
      judgeGenericSwitch([forValues('A', 'by_stream', 100)], plan('by_stream', 105.1)).isLikely,
      false,
    );
  });

  it('is not warned of where the plan stays the same, or where the server keeps to the values', () => {
    const same = judgeGenericSwitch([forValues('A', 'by_stream', 100)], plan('by_stream', 50));
    assert.deepEqual([same.isLikely, same.warning], [true, undefined]);
    const dear = judgeGenericSwitch([forValues('A', 'by_stream', 100)], plan('by_position', 500));
    assert.deepEqual([dear.isLikely, dear.differsFor.length, dear.warning], [false, 1, undefined]);
  });
});
