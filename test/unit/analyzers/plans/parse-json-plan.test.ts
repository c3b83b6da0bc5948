import assert from 'node:assert/strict';
import { formatMessage } from '../../../../src/analyzers/message';
import { parseJsonPlan } from '../../../../src/analyzers/plans/parse-json-plan';
import { hit, node, planOf, ran } from './plan-of';

describe('A plan in JSON', () => {
  it('is read with its nodes in the order of EXPLAIN', () => {
    const plan = planOf(
      node('Nested Loop', { 'Join Type': 'Inner' }, node('Sort', {}, node('Seq Scan')), node('Index Scan')),
    );
    assert.deepEqual(
      plan.nodes.map(({ number, nodeType }) => `${number} ${nodeType}`),
      ['0 Nested Loop', '1 Sort', '2 Seq Scan', '3 Index Scan'],
    );
    assert.equal(plan.root, plan.nodes[0]);
    assert.equal(plan.isMeasured, false);
  });

  it('is read from the array, from its element, and with what auto_explain adds', () => {
    const element = { 'Query Text': 'SELECT 1', Plan: node('Result') };
    for (const document of [[element], element]) assert.equal(parseJsonPlan(document).kind, 'plan');
  });

  it('keeps what has no place of its own, and leaves out what does not hold', () => {
    const { root } = planOf(
      node('Seq Scan', {
        'Async Capable': false,
        'Tuples Inserted': 0,
        'Cache Mode': 'logical',
        Disabled: true,
      }),
    );
    assert.deepEqual(root.other, { 'Cache Mode': 'logical' });
    assert.equal(root.isDisabled, true);
  });

  it('has conditions in the order of the server, and keys as lists', () => {
    const { root } = planOf(
      node('Index Scan', { 'Index Cond': '(id = 1)', Filter: '(kind = 2)', 'Rows Removed by Filter': 3 }),
    );
    assert.deepEqual(root.conditions, [
      { kind: 'Index Cond', text: '(id = 1)' },
      { kind: 'Filter', text: '(kind = 2)' },
    ]);
    assert.deepEqual(root.removed, { filter: 3 });
    const sets = [{ 'Hash Keys': [['a', 'b'], ['a']] }, { 'Group Keys': [[]] }];
    assert.deepEqual(planOf(node('Aggregate', { 'Grouping Sets': sets })).root.keys, [
      { kind: 'Grouping Sets', texts: ['a, b', 'a', '()'] },
    ]);
  });

  it('is measured when its rows were counted, with and without times', () => {
    assert.deepEqual(planOf(node('Result', ran(2, 1))).root.measured, {
      startupMs: 0,
      totalMs: 2,
      rows: 1,
      loops: 1,
    });
    const untimed = planOf(node('Result', { 'Actual Rows': 1, 'Actual Loops': 1 }));
    assert.equal(untimed.isMeasured, true);
    assert.deepEqual(untimed.root.measured, { rows: 1, loops: 1 });
  });

  it('adds up the I/O times that servers since 17 tell apart', () => {
    const times = { 'Shared I/O Read Time': 1.5, 'Temp I/O Read Time': 0.5, 'Local I/O Write Time': 2 };
    const { buffers } = planOf(node('Seq Scan', { ...hit(1), ...times })).root;
    assert.equal(buffers?.readMs, 2);
    assert.equal(buffers.writeMs, 2);
  });

  it('knows rows with decimals by the figures, or by what only such servers print', () => {
    assert.equal(planOf(node('Result', ran(1, 1.5))).hasFractionalRows, true);
    assert.equal(planOf(node('Result', { ...ran(1, 1), Disabled: false })).hasFractionalRows, true);
    assert.equal(planOf(node('Result', ran(1, 1))).hasFractionalRows, false);
  });

  it('says what is wrong with anything else', () => {
    const told = (document: unknown): string => {
      const reading = parseJsonPlan(document);
      assert.equal(reading.kind, 'problem');
      return formatMessage(reading.message);
    };
    for (const document of [undefined, null, 3, 'x', [], {}, [[]], { Plan: 'Seq Scan' }]) {
      assert.match(told(document), /is no plan/);
    }
    assert.match(told(node('Seq Scan')), /part of a plan/);
    assert.match(told([{ Plan: node('A') }, { Plan: node('B') }]), /holds 2 plans/);
    assert.match(
      told([{ Plan: node('Sort', {}, { 'Total Cost': 1 }) }]),
      /Plan\.Plans\[0\] has no “Node Type”/,
    );
    assert.match(told([{ Plan: { 'Node Type': 'Result' } }]), /Plan \(Result\).*COSTS OFF/);
  });
});
