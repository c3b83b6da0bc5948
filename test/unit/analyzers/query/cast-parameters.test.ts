import assert from 'node:assert/strict';
import { castParameters, offsetBeforeCasts } from '../../../../src/analyzers/query/cast-parameters';
import { explainable } from './explainable';

describe('Casts of parameters', () => {
  /** Query, `parameter place type` of each cast, and what is sent. */
  const cases: readonly (readonly [
    sql: string,
    casts: readonly (readonly [number: number, place: number, type: string])[],
    sent: string,
  ])[] = [
    ['SELECT $1', [[1, 0, 'int']], 'SELECT $1::int'],
    ['SELECT $1, $1', [[1, 1, 'timestamp with time zone']], 'SELECT $1, $1::timestamp with time zone'],
    ['SELECT $1[2]', [[1, 0, 'int[]']], 'SELECT ($1::int[])[2]'],
    [
      'SELECT $2, $1, $2 + 1',
      [
        [2, 1, 'int'],
        [2, 0, 'shop."My Type"'],
      ],
      'SELECT $2::shop."My Type", $1, $2::int + 1',
    ],
  ];
  for (const [sql, written, sent] of cases) {
    it(`stand in the text, and every place is found again: ${sent}`, async () => {
      const query = await explainable(sql);
      const casts = written.map(([number, place, type]) => {
        const span = query.parameters[number - 1]?.spans[place];
        assert.ok(span);
        return { span, type };
      });
      const cast = castParameters(query, casts);
      assert.equal(cast.text, sent);
      for (const { number, spans } of cast.parameters) {
        for (const [index, { start, end }] of spans.entries()) {
          assert.equal(cast.text.slice(start, end), `$${number}`);
          const own = query.parameters[number - 1]?.spans[index]?.start;
          assert.equal(offsetBeforeCasts(start, query.text, casts), own);
        }
      }
      assert.equal(offsetBeforeCasts(sent.length, query.text, casts), sql.length);
    });
  }

  for (const type of ['int) ; DROP TABLE t', "text '", 'int::text', '', '"a', 'int -- x', 'f(1)', '$1']) {
    it(`are written with a type and nothing else: ${type}`, async () => {
      const query = await explainable('SELECT $1');
      const span = query.parameters[0]?.spans[0];
      assert.ok(span);
      assert.throws(() => castParameters(query, [{ span, type }]), /name of a type only/);
    });
  }
});
