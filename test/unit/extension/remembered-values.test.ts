import assert from 'node:assert/strict';
import type { ExplainableQuery, QueryText } from '../../../src/analyzers/query/explainable-query';
import { RememberedValues } from '../../../src/extension/explain/remembered-values';

function query(text: string, ...labels: readonly string[]): ExplainableQuery {
  const parameters = labels.map((label, index) => ({
    number: index + 1,
    label,
    isUsed: label !== '',
    spans: [],
    use: { kind: 'other' } as const,
  }));
  return { text: text as QueryText, kind: 'select', isNamed: false, parameters };
}

describe('Values that were typed for a query', () => {
  it('come back when it is explained again, however its lines are broken by then', () => {
    const remembered = new RememberedValues();
    remembered.remember(
      query('SELECT $1,\n  $2', 'a', 'b'),
      new Map([
        [1, 'x'],
        [2, null],
      ]),
    );
    assert.deepEqual(
      remembered.of(query('SELECT $1, $2', 'a', 'b')),
      new Map([
        [1, 'x'],
        [2, null],
      ]),
    );
  });

  it('are those of this query and no other', () => {
    const remembered = new RememberedValues();
    remembered.remember(query('SELECT $1', 'a'), new Map([[1, 'x']]));
    assert.equal(remembered.of(query('SELECT $1 + 1', 'a')), undefined);
    assert.equal(remembered.of(query('SELECT $1', 'b')), undefined);
  });

  it('are not asked for where the text leaves a parameter out', () => {
    const remembered = new RememberedValues();
    remembered.remember(query('SELECT $2', '', 'b'), new Map([[2, 'x']]));
    assert.deepEqual(remembered.of(query('SELECT $2', '', 'b')), new Map([[2, 'x']]));
  });

  it('are those typed last, and those of a query long ago are forgotten', () => {
    const remembered = new RememberedValues();
    const first = query('SELECT $1', 'a');
    remembered.remember(first, new Map([[1, 'old']]));
    remembered.remember(first, new Map([[1, 'new']]));
    assert.deepEqual(remembered.of(first), new Map([[1, 'new']]));
    for (let other = 0; other < 200; other++) {
      remembered.remember(query(`SELECT $1 + ${other}`, 'a'), new Map([[1, 'x']]));
    }
    assert.equal(remembered.of(first), undefined);
  });
});
