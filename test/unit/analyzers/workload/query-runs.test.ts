import assert from 'node:assert/strict';
import type { QueryText } from '../../../../src/analyzers/query/explainable-query';
import { normalizedQuery, queryRunsOf, withRuns } from '../../../../src/analyzers/workload/query-runs';
import type { PlannedQuery } from '../../../../src/analyzers/workload/workspace-problem';

const query = (text: string): PlannedQuery => ({
  kind: 'query',
  span: { start: 0, end: text.length },
  text: text as QueryText,
  tuned: { weight: 1, columns: new Map() },
  proposed: [],
  writes: text.startsWith('INSERT') ? [{ table: 'events', kind: 'insert', columns: [] }] : [],
});

describe('A query of the workspace and one that a server has counted', () => {
  const SAME: readonly (readonly [string, string])[] = [
    ["SELECT * FROM events WHERE kind = 'open' LIMIT 5", 'select *\n  from events where kind = $1 limit $2;'],
    ['SELECT a FROM t WHERE b IN (1, 2, 3)', 'SELECT a FROM t WHERE b IN ($1 /*, ... */)'],
    ['SELECT a FROM t WHERE b = ANY (ARRAY[$1, $2])', 'SELECT a FROM t WHERE b = ANY (ARRAY[$1])'],
    ['SELECT "a" FROM t WHERE b = true -- the newest', 'SELECT a FROM t WHERE b = $1'],
    ['UPDATE t SET a = NULL WHERE b = $1', 'UPDATE t SET a = $1 WHERE b = $2'],
  ];
  for (const [one, other] of SAME)
    it(`are the same: ${other.replaceAll('\n', ' ')}`, () => {
      assert.equal(normalizedQuery(one), normalizedQuery(other));
    });

  const OTHERS: readonly (readonly [string, string])[] = [
    ['SELECT a FROM t WHERE b IS NULL', 'SELECT a FROM t WHERE b IS TRUE'],
    ['SELECT "A" FROM t', 'SELECT a FROM t'],
    ['SELECT f(1, 2)', 'SELECT f(1)'],
    ['SELECT a FROM t WHERE b = $1', 'SELECT a FROM t WHERE b > $1'],
  ];
  for (const [one, other] of OTHERS)
    it(`are two: ${one}; ${other}`, () => {
      assert.notEqual(normalizedQuery(one), normalizedQuery(other));
    });
});

describe('How often queries run', () => {
  it('is what all users of a database have run together, in equal parts for the places of one text', () => {
    const runs = [
      { query: 'SELECT a FROM t WHERE b = $1', calls: 30 },
      { query: 'select a from t where b = $1', calls: 10 },
    ];
    const queries = ['SELECT a FROM t WHERE b = $1', 'SELECT a FROM t WHERE b = 7', 'SELECT 1'].map(query);
    const weighed = withRuns(queries, runs).map((each) => [each.runs, each.tuned.weight]);
    assert.deepEqual(weighed, [
      [20, 20],
      [20, 20],
      [undefined, 1],
    ]);
  });

  it('counts rows where a query writes them, since an index is kept for each', () => {
    const text = 'INSERT INTO events SELECT unnest($1::bigint[])';
    const [insert] = withRuns([query(text)], [{ query: text, calls: 10, rows: 5000 }]);
    assert.equal(insert?.tuned.weight, 10);
    assert.deepEqual(insert.writes, [{ table: 'events', kind: 'insert', columns: [], weight: 5000 }]);
  });

  it('leaves a query alone that has been prepared and never run', () => {
    const [only] = withRuns([query('SELECT 1')], [{ query: 'SELECT $1', calls: 0 }]);
    assert.equal(only?.runs, undefined);
    assert.equal(only?.tuned.weight, 1);
  });

  it('is read from a list of objects, and says which of them is none', () => {
    assert.deepEqual(queryRunsOf([{ query: 'SELECT 1', calls: 2, rows: 2, mean: 0.1 }]), [
      { query: 'SELECT 1', calls: 2, rows: 2 },
    ]);
    assert.deepEqual(queryRunsOf([{ query: 'SELECT 1', calls: 2 }, { query: 'SELECT 1' }]), {
      wrongEntry: 2,
    });
    assert.deepEqual(queryRunsOf({ query: 'SELECT 1', calls: 2 }), { wrongEntry: 1 });
  });
});
