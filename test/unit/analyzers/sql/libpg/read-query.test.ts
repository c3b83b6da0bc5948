import assert from 'node:assert/strict';
import type { FromItem, SelectNode } from '../../../../../src/analyzers/sql/model';
import { libpgFeeder } from '../../feeders';
import { readSelect, readWith } from '../../read-statement';
import { withoutSpans } from '../without-spans';

/** A FROM item in one line. */
function sketch(item: FromItem | undefined): string {
  if (!item) return '';
  const alias = item.alias === undefined ? '' : ` ${item.alias}`;
  switch (item.kind) {
    case 'table':
      return `${item.only ? 'only ' : ''}${item.name.schema === undefined ? '' : `${item.name.schema}.`}${item.name.name}${alias}`;
    case 'subquery':
      return `${item.lateral ? 'lateral ' : ''}(${item.query.kind})${alias}(${item.columnAliases.join()})`;
    case 'function':
      return `${item.lateral ? 'lateral ' : ''}function×${String(item.calls.length)}${alias}(${item.columnAliases.join()})`;
    case 'join': {
      const how = `${item.natural ? 'natural ' : ''}${item.join}`;
      const by = `${item.on ? ' on' : ''}${item.using.length > 0 ? ` using ${item.using.join()}` : ''}`;
      return `[${sketch(item.left)} ${how} ${sketch(item.right)}${by}]${alias}`;
    }
  }
}

/** The tree of a set operation in one line: targets of the arms, then what belongs to the whole. */
function sketchSet({ setOperation, targets, orderBy, limit }: SelectNode): string {
  const name = ({ expression }: SelectNode['targets'][number]) =>
    expression.kind === 'column' ? expression.name : '?';
  const tail = `${orderBy.length > 0 ? ' order' : ''}${limit ? ' limit' : ''}`;
  if (!setOperation) return targets.map(name).join() + tail;
  const { operator, all, left, right } = setOperation;
  return `(${sketchSet(left)} ${operator}${all ? ' all' : ''} ${sketchSet(right)})${tail}`;
}

describe('A query as libpg-query gives it', () => {
  const FROM: readonly (readonly [from: string, items: readonly string[]])[] = [
    ['t, s.u AS x', ['t', 's.u x']],
    ['ONLY t, ONLY (u) x, v *', ['only t', 'only u x', 'v']],
    ['t JOIN u ON true JOIN v USING (a, b)', ['[[t inner u on] inner v using a,b]']],
    ['t LEFT JOIN u ON true', ['[t left u on]']],
    ['t RIGHT OUTER JOIN u ON true', ['[t right u on]']],
    ['t FULL JOIN u USING (a)', ['[t full u using a]']],
    ['t CROSS JOIN u', ['[t cross u]']],
    ['t NATURAL JOIN u', ['[t natural inner u]']],
    ['t JOIN (u JOIN v ON true) ON true', ['[t inner [u inner v on] on]']],
    ['(t JOIN u ON true) AS j', ['[t inner u on] j']],
    ['(SELECT 1) AS q(a, b), LATERAL (VALUES (1)) w', ['(select) q(a,b)', 'lateral (select) w()']],
    [
      'f(1), LATERAL g() AS h(a), ROWS FROM (f(1), g(2)) r',
      ['function×1()', 'lateral function×1 h(a)', 'function×2 r()'],
    ],
    ['json_to_record($1) AS j(a int, b text)', ['function×1 j(a,b)']],
    ['unnest($1, $2) WITH ORDINALITY AS u(a, b, n)', ['function×1 u(a,b,n)']],
    ['t TABLESAMPLE system (1), u', ['t', 'u']],
    ["xmltable('/a' PASSING b COLUMNS c int) x", ['function×1 x()']],
  ];
  for (const [from, items] of FROM) {
    it(`reads FROM ${from}`, async () => {
      assert.deepEqual((await readSelect(`SELECT FROM ${from}`)).from.map(sketch), items);
    });
  }

  const SETS: readonly (readonly [sql: string, tree: string])[] = [
    ['SELECT a UNION SELECT b UNION ALL SELECT c', '((a union b) union all c)'],
    ['SELECT a UNION (SELECT b UNION SELECT c)', '(a union (b union c))'],
    ['SELECT a UNION SELECT b INTERSECT SELECT c', '(a union (b intersect c))'],
    ['SELECT a INTERSECT SELECT b EXCEPT ALL SELECT c', '((a intersect b) except all c)'],
    ['SELECT a UNION SELECT b ORDER BY 1 LIMIT 1', '(a union b) order limit'],
    ['(SELECT a ORDER BY 1) UNION (SELECT b LIMIT 1)', '(a order union b limit)'],
    ['((SELECT a) UNION (SELECT b) ORDER BY 1)', '(a union b) order'],
  ];
  for (const [sql, tree] of SETS) {
    it(`puts ${sql} together as ${tree}`, async () => {
      assert.equal(sketchSet(await readSelect(sql)), tree);
    });
  }

  it('resolves directions and the place of NULLs', async () => {
    const { orderBy } = await readSelect(
      'SELECT ORDER BY a, b DESC, c NULLS FIRST, d DESC NULLS LAST, e USING >, f USING <, g ASC NULLS LAST',
    );
    assert.deepEqual(
      orderBy.map(({ descending, nullsFirst }) => [descending, nullsFirst]),
      [
        [false, false],
        [true, true],
        [false, true],
        [true, false],
        [true, true],
        [false, false],
        [false, false],
      ],
    );
  });

  const LIMITS: readonly (readonly [sql: string, limit: string | undefined, offset: string | undefined])[] = [
    ['LIMIT 10', '10', undefined],
    ['LIMIT ALL', undefined, undefined],
    ['LIMIT NULL', undefined, undefined],
    ['OFFSET 3', undefined, '3'],
    ['LIMIT 10 OFFSET 3', '10', '3'],
    ['OFFSET 3 ROWS FETCH NEXT 10 ROWS ONLY', '10', '3'],
    ['FETCH FIRST ROW ONLY', '1', undefined],
  ];
  for (const [sql, limit, offset] of LIMITS) {
    it(`reads ${sql}`, async () => {
      const select = await readSelect(`SELECT a FROM t ${sql}`);
      const valueOf = (part: SelectNode['limit']) => (part?.kind === 'constant' ? part.value : part?.kind);
      assert.deepEqual([valueOf(select.limit), valueOf(select.offset)], [limit, offset]);
    });
  }

  it('knows WITH TIES', async () => {
    assert.equal((await readSelect('SELECT a ORDER BY a FETCH FIRST 1 ROW WITH TIES')).withTies, true);
    assert.equal((await readSelect('SELECT a ORDER BY a FETCH FIRST 1 ROW ONLY')).withTies, false);
  });

  it('reads locking clauses', async () => {
    const { locking } = await readSelect(
      'SELECT FROM t, u FOR UPDATE OF t SKIP LOCKED FOR NO KEY UPDATE NOWAIT FOR SHARE FOR KEY SHARE OF t, u',
    );
    assert.deepEqual(locking, [
      { strength: 'update', wait: 'skip locked', of: ['t'] },
      { strength: 'no key update', wait: 'nowait', of: [] },
      { strength: 'share', wait: 'block', of: [] },
      { strength: 'key share', wait: 'block', of: ['t', 'u'] },
    ]);
  });

  it('tells the kinds of DISTINCT', async () => {
    assert.equal((await readSelect('SELECT a')).distinct, 'none');
    assert.equal((await readSelect('SELECT ALL a')).distinct, 'none');
    assert.equal((await readSelect('SELECT DISTINCT a')).distinct, 'all');
    assert.deepEqual(withoutSpans((await readSelect('SELECT DISTINCT ON (a, b) c')).distinct), [
      { kind: 'column', name: 'a' },
      { kind: 'column', name: 'b' },
    ]);
  });

  it('reads common table expressions', async () => {
    const select = await readSelect(
      'WITH RECURSIVE a(x) AS (SELECT 1), b AS MATERIALIZED (DELETE FROM t RETURNING *), c AS NOT MATERIALIZED (TABLE t) SELECT',
    );
    assert.deepEqual(
      select.with.map(({ name, columns, materialized, recursive, query }) => [
        name,
        columns,
        materialized,
        recursive,
        query.kind,
      ]),
      [
        ['a', ['x'], 'default', true, 'select'],
        ['b', [], 'always', true, 'delete'],
        ['c', [], 'never', true, 'select'],
      ],
    );
  });

  it('reads TABLE as SELECT *', async () => {
    const { targets, from } = await readSelect('TABLE s.t');
    assert.deepEqual(withoutSpans(targets), [{ expression: { kind: 'column', name: '*' } }]);
    assert.deepEqual(from.map(sketch), ['s.t']);
  });

  it('reads the rows of VALUES', async () => {
    const { values } = await readSelect('VALUES (1, DEFAULT), (2, 3)');
    assert.deepEqual(
      values?.map((row) => row.map(({ kind }) => kind)),
      [
        ['constant', 'opaque'],
        ['constant', 'constant'],
      ],
    );
  });

  it('counts what the WINDOW clause reads', async () => {
    const { windows } = await readSelect(
      'SELECT sum(a) OVER w FROM t WINDOW w AS (PARTITION BY b ORDER BY c)',
    );
    assert.deepEqual(withoutSpans(windows), [
      { kind: 'column', name: 'b' },
      { kind: 'column', name: 'c' },
    ]);
  });

  it('reads GROUP BY with grouping sets', async () => {
    const { groupBy } = await readSelect(
      'SELECT FROM t GROUP BY a, ROLLUP (b, c), CUBE (d), GROUPING SETS ((e), ())',
    );
    assert.deepEqual(
      groupBy.map((group) => (group.kind === 'opaque' ? group.what : group.kind)),
      ['column', 'rollup', 'cube', 'grouping sets'],
    );
  });
});

describe('A change of rows as libpg-query gives it', () => {
  const read = async (text: string) => readWith(await libpgFeeder(), text);

  it('reads INSERT with its conflict clause', async () => {
    const statement = await read(
      'INSERT INTO s.t AS x (a, b) VALUES (1, 2) ON CONFLICT (a, lower(b)) DO UPDATE SET b = 1 RETURNING x.a',
    );
    assert.ok(statement.kind === 'insert');
    assert.equal(sketch(statement.into), 's.t x');
    assert.deepEqual(statement.columns, ['a', 'b']);
    assert.deepEqual(statement.onConflict, { action: 'update', columns: ['a'] });
    assert.equal(statement.source?.values?.length, 1);
    assert.equal(statement.returning.length, 1);
  });

  it('reads INSERT without rows of its own', async () => {
    const statement = await read('INSERT INTO t DEFAULT VALUES ON CONFLICT DO NOTHING');
    assert.ok(statement.kind === 'insert');
    assert.equal(statement.source, undefined);
    assert.deepEqual(statement.onConflict, { action: 'nothing', columns: [] });
  });

  it('reads UPDATE with every form of assignment', async () => {
    const statement = await read(
      'UPDATE t SET a = 1, (b, c) = (2, 3), (d, e) = (SELECT 4, 5), f = DEFAULT FROM u WHERE t.a = u.a RETURNING *',
    );
    assert.ok(statement.kind === 'update');
    assert.deepEqual(
      statement.assignments.map(({ column, value }) => [column, value.kind]),
      [
        ['a', 'constant'],
        ['b', 'constant'],
        ['c', 'constant'],
        ['d', 'subquery'],
        ['e', 'subquery'],
        ['f', 'opaque'],
      ],
    );
    assert.deepEqual(statement.from.map(sketch), ['u']);
  });

  it('reads DELETE with USING', async () => {
    const statement = await read('WITH w AS (SELECT 1) DELETE FROM ONLY t USING u JOIN v USING (a) WHERE b');
    assert.ok(statement.kind === 'delete');
    assert.equal(sketch(statement.table), 'only t');
    assert.deepEqual(statement.using.map(sketch), ['[u inner v using a]']);
    assert.equal(statement.with.length, 1);
  });

  it('reads what MERGE compares', async () => {
    const statement = await read(
      'MERGE INTO t USING (SELECT 1 AS a) s ON t.a = s.a WHEN MATCHED THEN DELETE',
    );
    assert.ok(statement.kind === 'merge');
    assert.equal(sketch(statement.using), '(select) s()');
    assert.equal(statement.on.kind, 'operator');
  });

  it('names what the model does not describe', async () => {
    for (const [text, what] of [
      ['EXPLAIN SELECT 1', 'Explain'],
      ['COPY t FROM stdin', 'Copy'],
      ['GRANT SELECT ON t TO u', 'Grant'],
    ] as const) {
      const statement = await read(text);
      assert.ok(statement.kind === 'other', text);
      assert.equal(statement.what, what);
    }
  });
});
