import assert from 'node:assert/strict';
import { message } from '../../../../src/analyzers/message';
import { detailsModel, planModel } from '../../../../src/extension/plan-view/plan-model';
import { planNodes } from '../../../../src/extension/plan-view/plan-nodes';
import { figurePrinter } from '../../../../src/extension/plan-view/print-figures';
import type { PageNode } from '../../../../src/plan-page/page-model';
import { node, planOf, ran } from '../../analyzers/plans/plan-of';
import { ENGLISH } from '../english';
import { goldenPlans, shownPlan } from './shown-plan';

const PRINTING = { print: figurePrinter('en', ENGLISH), l10n: ENGLISH };

describe('The model of a plan on the page', () => {
  const golden = goldenPlans();

  it('shares the whole heat out among the nodes, whatever heat is measured in', () => {
    for (const { name, plan } of golden) {
      const { metrics } = planModel(shownPlan(plan), PRINTING);
      const nodes = planNodes(shownPlan(plan), PRINTING);
      for (const { id } of metrics) {
        const sum = nodes.reduce((total, { heat }) => total + (heat[id]?.share ?? 0), 0);
        assert.ok(Math.abs(sum - 1) < 0.01 || sum === 0, `${name}: ${id} ${sum}`);
      }
    }
  });

  it('offers time and buffers only where the plan tells them, and cost always', () => {
    for (const { name, plan } of golden) {
      const ids = planModel(shownPlan(plan), PRINTING).metrics.map(({ id }) => id);
      assert.equal(ids.at(-1), 'cost', name);
      assert.equal(
        ids.includes('time'),
        plan.nodes.some(({ measured }) => measured?.totalMs !== undefined),
        name,
      );
    }
  });

  it('loses nothing that the server said of a node', () => {
    for (const { name, plan } of golden) {
      for (const { number, other, conditions } of plan.nodes) {
        const { facts } = detailsModel(shownPlan(plan), number, PRINTING);
        const names = new Set(facts.map(([fact]) => fact));
        for (const wanted of [...Object.keys(other), ...conditions.map(({ kind }) => kind)])
          assert.ok(names.has(wanted), `${name}: ${wanted}`);
      }
    }
  });

  it('has the shape of the whole tree, and of its nodes those that a screen holds', () => {
    const plan = planOf(
      node(
        'Append',
        {},
        ...Array.from({ length: 300 }, (_, part) => node('Seq Scan', { Alias: `part_${part}` })),
      ),
    );
    const { outline, nodes } = planModel(shownPlan(plan), PRINTING);
    assert.equal(outline.length, 301);
    assert.deepEqual(
      [outline[0], outline[300]],
      [
        { level: 1, title: 'Append' },
        { level: 2, title: 'Seq Scan on part_299' },
      ],
    );
    assert.ok(nodes.length < 100);
    assert.deepEqual(nodes, planNodes(shownPlan(plan), PRINTING, { from: 0, to: nodes.length }));
  });

  it('says of any part of a plan what it says of the whole', () => {
    for (const { name, plan } of golden) {
      const shown = shownPlan(plan);
      const parts = plan.nodes.flatMap((_, from) => planNodes(shown, PRINTING, { from, to: from + 1 }));
      assert.deepEqual(parts, planNodes(shown, PRINTING), name);
      assert.deepEqual(
        planNodes(shown, PRINTING, { from: plan.nodes.length, to: plan.nodes.length + 40 }),
        [],
      );
    }
  });

  it('says a node in one sentence', () => {
    const plan = planOf(
      node('Index Scan', {
        'Relation Name': 'events',
        Alias: 'e',
        'Index Name': 'events_stream',
        'Index Cond': '(stream_id = 1)',
        'Plan Rows': 10,
        ...ran(2, 1000, 3),
      }),
    );
    const [only] = planModel(shownPlan(plan), PRINTING).nodes;
    assert.equal(
      only?.sentence,
      'Index Scan using events_stream on events e. Index Cond: (stream_id = 1). Rows: 30 estimated, 3,000 real. 100 × more. Loops: 3. Own time: 6 ms (100%).',
    );
  });

  it('says when an estimate is far off, and only then', () => {
    const rows = (planned: number, real: number): PageNode['rows'] | undefined => {
      const plan = planOf(node('Seq Scan', { 'Plan Rows': planned, ...ran(1, real) }));
      return planModel(shownPlan(plan), PRINTING).nodes[0]?.rows;
    };
    assert.deepEqual(rows(10, 20), { text: '10 → 20' });
    assert.deepEqual(rows(10, 520), { text: '10 → 520', off: '52 × more' });
    assert.deepEqual(rows(5200, 100), { text: '5,200 → 100', off: '52 × fewer' });
    assert.deepEqual(rows(1, 0), { text: '1 → 0' });
  });

  it('takes no rounding of the server for an error of the planner', () => {
    const off = (planned: number): string | undefined => {
      const plan = planOf(node('Index Scan', { 'Plan Rows': planned, ...ran(0.01, 0, 1000) }));
      return planModel(shownPlan(plan), PRINTING).nodes[0]?.rows.off;
    };
    assert.equal(off(1), undefined);
    // Up to 500 rows may hide behind the zeros.
    assert.equal(off(100), '200 × fewer');
  });

  it('marks the node of a finding with its severity, and tells what to do behind what happens', () => {
    const plan = planOf(node('Limit', {}, node('Seq Scan')));
    const finding = {
      kind: 'early-stop' as const,
      severity: 'warning' as const,
      node: 1,
      message: message('It may read {0} rows.', 5),
      advice: message('Create an index.'),
      evidence: [message('Five were read.')],
    };
    const model = planModel(shownPlan(plan, { findings: [finding] }), PRINTING);
    assert.deepEqual(model.findings, [
      {
        severity: 'warning',
        word: 'Warning',
        text: 'It may read 5 rows. Create an index.',
        evidence: ['Five were read.'],
        node: 1,
      },
    ]);
    assert.deepEqual(
      model.nodes.map(({ marks }) => marks),
      [[], [{ kind: 'finding', text: 'Warning' }]],
    );
  });

  it('says what never ran', () => {
    const plan = planOf(node('Append', ran(1, 1), node('Seq Scan', ran(0, 0, 0))));
    const { nodes } = planModel(shownPlan(plan), PRINTING);
    assert.deepEqual(nodes[1]?.marks, [{ kind: 'quiet', text: 'Never executed' }]);
    assert.match(nodes[1].sentence, /Never executed\. Estimated rows: 0\./);
  });

  it('says where, when and for which values a plan was made', () => {
    const plan = planOf(node('Result'), { Settings: { work_mem: '64MB' } });
    const origin = {
      target: 'events at localhost',
      serverVersion: '18.4',
      at: Date.UTC(2026, 0, 2, 12),
      values: [{ label: '$1', text: "'a'", type: 'text' }],
      remarks: ['The driver would use it from the sixth run on.'],
    };
    const facts = Object.fromEntries(planModel(shownPlan(plan, { origin }), PRINTING).facts);
    assert.match(facts['When'] ?? '', /Jan 2, 2026/);
    delete facts['When'];
    assert.deepEqual(facts, {
      Database: 'events at localhost',
      PostgreSQL: '18.4',
      'Made by': 'EXPLAIN: the query was planned, not run',
      $1: "'a' (text)",
      Settings: 'work_mem = 64MB',
      Note: 'The driver would use it from the sixth run on.',
    });
  });
});
