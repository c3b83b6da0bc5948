import assert from 'node:assert/strict';
import { nodeTitle } from '../../../../../src/analyzers/plans/describe/node-title';
import { goldenPlans } from '../../../extension/plan-view/shown-plan';

/** What stands before the figures of a node's line. */
const NODE = /^\s*(?:->\s+)?(.+?)\s\s\((?:cost|actual|never)/;

describe('The title of a node', () => {
  const golden = goldenPlans();

  it('is what the server itself prints at the beginning of the node, without quotes and the schema public', () => {
    assert.ok(golden.filter(({ text }) => text !== undefined).length >= 60);
    for (const { name, plan, text } of golden) {
      if (text === undefined) continue;
      const printed = text
        .split('\n')
        .flatMap((line) => NODE.exec(line)?.[1] ?? [])
        .map((title) => title.replaceAll(/public\.|"/g, ''));
      assert.deepEqual(plan.nodes.map(nodeTitle), printed, name);
    }
  });
});
