import assert from 'node:assert/strict';
import { message } from '../../../../src/analyzers/message';
import { printMarkdown, printPlans } from '../../../../src/extension/plan-view/print-plans';
import { node, planOf } from '../../analyzers/plans/plan-of';
import { ENGLISH } from '../english';
import { goldenPlans, shownPlan } from './shown-plan';

const LANGUAGE = { l10n: ENGLISH, language: 'en' };

describe('A plan as text', () => {
  const scan = node('Seq Scan', { 'Relation Name': 'events', Filter: '(a = 1)', 'Total Cost': 12 });
  const finding = {
    kind: 'early-stop' as const,
    severity: 'warning' as const,
    node: 1,
    message: message('It may read all rows.'),
    advice: message('Create an index.'),
    evidence: [message('There are {0}.', 5)],
  };
  const plan = planOf(node('Limit', { 'Total Cost': 12 }, scan));
  const shown = { title: 'events', query: 'SELECT 1', plans: [shownPlan(plan, { findings: [finding] })] };

  it('has the query, what stands out and then the tree', () => {
    assert.equal(
      printPlans(shown, LANGUAGE),
      `events

SELECT 1

=== Your values ===

Made by: EXPLAIN: the query was planned, not run
Cost: 12

Warning: It may read all rows. Create an index.
  There are 5.
  Node: Seq Scan on events

Limit  (rows 1 estimated; own cost 0 (0%))
  Seq Scan on events  (rows 1 estimated; own cost 12 (100%))  [Warning]
      Filter: (a = 1)
`,
    );
  });

  it('has the tree in a block of its own in Markdown', () => {
    const text = printMarkdown(shown, LANGUAGE);
    assert.match(text, /^# events\n\n```sql\nSELECT 1\n```\n\n## Your values\n/);
    assert.match(text, /- \*\*Warning\*\* It may read all rows\. Create an index\.\n\n```text\nLimit /);
  });

  it('has every node and every condition of every plan', () => {
    for (const { name, plan: golden } of goldenPlans()) {
      const text = printPlans({ title: name, plans: [shownPlan(golden)] }, LANGUAGE);
      for (const { conditions } of golden.nodes)
        for (const condition of conditions)
          assert.ok(text.includes(condition.text), `${name}: ${condition.text}`);
    }
  });
});
