import assert from 'node:assert/strict';
import { calledNames, withoutJsonQuotes } from '../../../../src/postgres/explain/called-names';

describe('The names that a text may call', () => {
  const cases: readonly (readonly [text: string, ...names: string[]])[] = [
    ['SELECT a, Lower(b) FROM t', 'lower'],
    ['SELECT shop."My ""Func"""(1), count (*)', 'count', 'My "Func"'],
    [`SELECT 'it"s', nextval('s'), '"'`, 'nextval'],
    ['SELECT größe(1)', 'größe'],
    ['SELECT a'],
  ];
  for (const [text, ...names] of cases) {
    it(`are those with a parenthesis behind them: ${text}`, () => {
      assert.deepEqual(
        calledNames(text).filter((name) => !name.includes(',')),
        names,
      );
    });
  }

  it('are found in a plan, whose quotes are not those of SQL', () => {
    const plan = JSON.stringify({ Filter: '("Odd Name"(a) = nextval(\'s\'))', Output: ['setval(x)', 'a\\'] });
    assert.deepEqual(calledNames(withoutJsonQuotes(plan)), ['nextval', 'setval', 'Odd Name']);
  });
});
