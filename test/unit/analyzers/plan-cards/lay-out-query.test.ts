import assert from 'node:assert/strict';
import { layOutQuery } from '../../../../src/analyzers/plan-cards/lay-out-query';

describe('A query in the layout of a card', () => {
  it('has a line for each clause, and keeps what stands in parentheses and strings', () => {
    assert.equal(
      layOutQuery(`select a,  b -- both
        from t left join u on u.id = t.id
        where t.x = any( $1 ) and  exists (select 1 from v
          where v.y  =  'from  where')
        order by a limit $2 for update skip locked;`),
      [
        'select a, b',
        'from t',
        'left join u',
        'on u.id = t.id',
        "where t.x = any($1) and exists (select 1 from v where v.y = 'from  where')",
        'order by a',
        'limit $2',
        'for update skip locked',
      ].join('\n'),
    );
  });

  it('keeps words together that are one clause', () => {
    assert.equal(
      layOutQuery('INSERT INTO t (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET b = 2 RETURNING a'),
      'INSERT INTO t (a)\nVALUES ($1)\nON CONFLICT (a) DO UPDATE SET b = 2\nRETURNING a',
    );
    assert.equal(layOutQuery('DELETE FROM t WHERE a'), 'DELETE FROM t\nWHERE a');
    assert.equal(
      layOutQuery('SELECT DISTINCT ON (a) a FROM t UNION ALL SELECT b FROM u'),
      'SELECT DISTINCT ON (a) a\nFROM t\nUNION ALL SELECT b\nFROM u',
    );
  });

  it('is the same however the query is laid out', () => {
    const one = layOutQuery('SELECT a FROM t WHERE b=$1');
    assert.equal(layOutQuery('SELECT a\n  /* all */ FROM   t\r\nWHERE b=$1 ;\n'), one);
  });
});
