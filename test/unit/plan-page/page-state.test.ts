import assert from 'node:assert/strict';
import { continuedState, freshState } from '../../../src/plan-page/page-state';

describe('The state of the plan page', () => {
  const before = {
    ...freshState('plans of today', 2),
    kept: 'all of them',
    metric: 'buffers' as const,
    closed: { 2: [1] },
    hasDetails: true,
  };

  it('goes on where the reader left the same plans', () => {
    assert.equal(continuedState(before, 'plans of today', 0), before);
  });

  it('begins anew for other plans, but for the kind of heat that the reader wants', () => {
    assert.deepEqual(continuedState(before, 'other plans', 1), {
      ...freshState('other plans', 1),
      metric: 'buffers',
    });
  });

  it('begins anew when nothing of use was written down', () => {
    for (const state of [undefined, null, 'plans', { kept: 'all of them' }])
      assert.deepEqual(continuedState(state, 'plans of today', 0), freshState('plans of today', 0));
  });
});
