import assert from 'node:assert/strict';
import type { SqlFeeder } from '../../../../src/analyzers/sql/feeder';
import { libpgFeeder, pgsqlAstFeeder } from '../feeders';
import { readWith } from '../read-statement';
import { corpusStatements } from './corpus-statements';
import { fixtureStatements } from './fixture-statements';
import { generateStatements } from './generate-statements';

/**
 * What pgsql-ast-parser accepts and would read as something else than PostgreSQL does. Each is declined; what it does not accept at all
 * (PARTITION BY, MERGE, window frames, …) needs no entry.
 */
const DECLINED: readonly (readonly [text: string, why: string])[] = [
  [
    'SELECT a FROM t UNION ALL SELECT b FROM s ORDER BY 1 LIMIT 5',
    'it gives ORDER BY and LIMIT to the last arm',
  ],
  ['SELECT a FROM t UNION SELECT b FROM s FOR UPDATE', 'it gives the lock to the last arm'],
  ['SELECT 1e10', 'it reads 1 AS e10'],
  ['SELECT 1_000', 'it reads 1 AS _000'],
  ['SELECT 0x1F', 'it reads 0 AS x1F'],
  ['SELECT 123abc', 'PostgreSQL refuses it'],
  ["SELECT x'40'", 'it reads a cast to a type x'],
  ["SELECT U&'d0061t'", 'it reads a bitwise and'],
  ["SELECT interval '1' day", 'it reads the field as an alias'],
  ["SELECT interval(2) '1 day'", 'it loses the precision'],
  ['SELECT 1 AS "a""b"', 'it keeps the quote doubled'],
  ["SELECT 'four: ' || 2 + 2", 'it binds || tighter than +'],
  ['SELECT a ?- b FROM t', 'it reads ? and a minus'],
  ['SELECT -1::int', 'it casts the negative number; PostgreSQL negates the cast one'],
  ["SELECT JSON_OBJECT('a', 1)", 'a form of its own in PostgreSQL'],
  ['SELECT xmlconcat(a, b)', 'a form of its own in PostgreSQL'],
  ['SELECT grouping(a) FROM t GROUP BY a', 'a form of its own in PostgreSQL'],
  ['INSERT INTO t (a)', 'PostgreSQL refuses it'],
  ['SELECT substring(a FOR 3)', 'PostgreSQL adds an argument'],
];

describe('The two grammars', () => {
  let first: SqlFeeder;
  const second = pgsqlAstFeeder();

  before(async () => {
    first = await libpgFeeder();
  });

  /** True when the second grammar read the text too. */
  const agree = (text: string): boolean => {
    const expected = readWith(first, text);
    const result = second.feed(text);
    if (result.kind !== 'statement') {
      assert.equal(result.kind, 'declined', text);
      return false;
    }
    assert.deepEqual(result.statement, expected, text);
    return true;
  };

  /** What PostgreSQL refuses the second grammar must not read. */
  const isAccepted = (text: string): boolean => {
    if (first.feed(text).kind === 'statement') return true;
    assert.equal(second.feed(text).kind, 'declined', text);
    return false;
  };

  it('read the hand-written statements alike, with every span, or the second declines', () => {
    const statements = [...fixtureStatements().values()].flat();
    const read = statements.filter(agree);
    assert.ok(read.length >= 100, `only ${read.length} of ${statements.length} were compared`);
  });

  it('read the statements of all fixtures and pages alike, with every span, or the second declines', function () {
    this.timeout(120_000);
    const statements = corpusStatements().filter(isAccepted);
    const read = statements.filter(agree);
    assert.ok(read.length >= 1400, `only ${read.length} of ${statements.length} were compared`);
  });

  it('read generated statements alike, with every span, or the second declines', function () {
    this.timeout(120_000);
    const read = generateStatements(20_240_601, 1300).filter(agree);
    assert.ok(read.length >= 900, `only ${read.length} were compared`);
  });

  for (const [text, why] of DECLINED) {
    it(`leave ${text} to the first: ${why}`, () => {
      assert.equal(second.feed(text).kind, 'declined');
    });
  }
});
