import assert from 'node:assert/strict';
import { readExpression } from '../../read-statement';
import { withoutSpans } from '../without-spans';

const a = { kind: 'column', name: 'a' };
const b = { kind: 'column', name: 'b' };
const c = { kind: 'column', name: 'c' };
const one = { kind: 'constant', type: 'integer', value: '1' };
const two = { kind: 'constant', type: 'integer', value: '2' };
const string = (value: string) => ({ kind: 'constant', type: 'string', value });
const float = (value: string) => ({ kind: 'constant', type: 'float', value });
const integer = (value: string) => ({ kind: 'constant', type: 'integer', value });
const operator = (name: string, left: unknown, right: unknown) => ({
  kind: 'operator',
  operator: name,
  left,
  right,
});
const call = (name: string, args: readonly unknown[], more: object = {}) => ({
  kind: 'call',
  name,
  args,
  star: false,
  distinct: false,
  windowed: false,
  orderBy: [],
  ...more,
});
const type = (name: string, arrayDimensions = 0) => ({ name, arrayDimensions });
const cast = (arg: unknown, to: unknown, modifiers?: readonly string[]) => ({
  kind: 'cast',
  arg,
  type: to,
  ...(modifiers && { modifiers }),
});
const opaque = (what: string, children: readonly unknown[], text?: string) => ({
  kind: 'opaque',
  what,
  ...(text !== undefined && { text }),
  children,
});
const key = (expression: unknown, descending = false, nullsFirst = descending) => ({
  expression,
  descending,
  nullsFirst,
});

const FORMS: readonly (readonly [sql: string, model: unknown])[] = [
  // Names
  ['a', a],
  ['"A"', { kind: 'column', name: 'A' }],
  ['A', a],
  ['t.a', { kind: 'column', qualifier: 't', name: 'a' }],
  ['s.t.a', { kind: 'column', qualifier: 't', name: 'a' }],
  ['t.*', { kind: 'column', qualifier: 't', name: '*' }],
  ['"x""y"', { kind: 'column', name: 'x"y' }],
  ['U&"\\0061"', a],
  ['$2', { kind: 'parameter', number: 2 }],

  // Constants
  ['-1', integer('-1')],
  ['- 1', integer('-1')],
  ['+1', { kind: 'operator', operator: '+', right: one }],
  ['9999999999', integer('9999999999')],
  ['-9999999999', integer('-9999999999')],
  ['1_000', integer('1000')],
  ['0x1F', integer('31')],
  ['1.50', float('1.50')],
  ['.5', float('.5')],
  ['1e3', float('1e3')],
  ["'it''s'", string("it's")],
  ["E'a\\nb'", string('a\nb')],
  ['$$x$y$$', string('x$y')],
  ["'a'\n'b'", string('ab')],
  ["B'101'", { kind: 'constant', type: 'bit', value: 'b101' }],
  ['NULL', { kind: 'constant', type: 'null', value: 'null' }],
  ['TRUE', { kind: 'constant', type: 'boolean', value: 'true' }],
  ['false', { kind: 'constant', type: 'boolean', value: 'false' }],

  // Operators and their precedence
  ['a + b * c', operator('+', a, operator('*', b, c))],
  ['(a + b) * c', operator('*', operator('+', a, b), c)],
  ['a != b', operator('<>', a, b)],
  ['a=-1', operator('=', a, integer('-1'))],
  ['a-1', operator('-', a, one)],
  ["- 'k'", { kind: 'operator', operator: '-', right: string('k') }],
  ['- a', { kind: 'operator', operator: '-', right: a }],
  ['a OPERATOR(pg_catalog.+) b', operator('+', a, b)],
  ["a -> 'b' ->> 'c'", operator('->>', operator('->', a, string('b')), string('c'))],
  ["a LIKE 'x%'", operator('~~', a, string('x%'))],
  ["a NOT LIKE 'x'", operator('!~~', a, string('x'))],
  ["a ILIKE 'x'", operator('~~*', a, string('x'))],
  ["a NOT ILIKE 'x'", operator('!~~*', a, string('x'))],
  ["a LIKE 'x' ESCAPE '!'", operator('~~', a, call('like_escape', [string('x'), string('!')]))],
  ['a IS DISTINCT FROM b', operator('is distinct from', a, b)],
  ['a IS NOT DISTINCT FROM b', operator('is not distinct from', a, b)],

  // Conditions
  ['a AND b AND c', { kind: 'and', args: [a, b, c] }],
  ['(a AND b) AND c', { kind: 'and', args: [a, b, c] }],
  ['a AND (b AND c)', { kind: 'and', args: [a, b, c] }],
  ['a OR (b OR c)', { kind: 'or', args: [a, b, c] }],
  ['a OR b AND c', { kind: 'or', args: [a, { kind: 'and', args: [b, c] }] }],
  ['NOT a', { kind: 'not', args: [a] }],
  ['NOT NOT a', { kind: 'not', args: [{ kind: 'not', args: [a] }] }],
  ['a IS NULL', { kind: 'null-test', arg: a, negated: false }],
  ['a NOTNULL', { kind: 'null-test', arg: a, negated: true }],
  ['a IS TRUE', opaque('is true', [a])],
  ['a IS NOT UNKNOWN', opaque('is not unknown', [a])],
  ['a IN (1)', { kind: 'in-list', left: a, list: [one], negated: false }],
  ['a NOT IN (1, 2)', { kind: 'in-list', left: a, list: [one, two], negated: true }],
  [
    '(a, b) IN ((1, 2))',
    {
      kind: 'in-list',
      left: { kind: 'row', args: [a, b] },
      list: [{ kind: 'row', args: [one, two] }],
      negated: false,
    },
  ],
  ['a = ANY (b)', { kind: 'array-comparison', operator: '=', quantifier: 'any', left: a, right: b }],
  ['a = SOME (b)', { kind: 'array-comparison', operator: '=', quantifier: 'any', left: a, right: b }],
  ['a <> ALL (b)', { kind: 'array-comparison', operator: '<>', quantifier: 'all', left: a, right: b }],
  ['a LIKE ANY (b)', { kind: 'array-comparison', operator: '~~', quantifier: 'any', left: a, right: b }],
  ['a BETWEEN 1 AND 2', { kind: 'between', arg: a, low: one, high: two, negated: false, symmetric: false }],
  [
    'a NOT BETWEEN SYMMETRIC 2 AND 1',
    { kind: 'between', arg: a, low: two, high: one, negated: true, symmetric: true },
  ],

  // Calls
  ['F(a, 1)', call('f', [a, one])],
  ['pg_catalog.lower(a)', call('lower', [a])],
  ['"S"."F"()', call('F', [], { schema: 'S' })],
  ['count(*)', call('count', [], { star: true })],
  ['count(DISTINCT a)', call('count', [a], { distinct: true })],
  ['sum(a) FILTER (WHERE b)', call('sum', [a], { filter: b })],
  ['array_agg(a ORDER BY b DESC)', call('array_agg', [a], { orderBy: [key(b, true)] })],
  [
    'sum(a) OVER (PARTITION BY b ORDER BY c ROWS 1 PRECEDING)',
    call('sum', [a], { windowed: true, window: [b, c, one] }),
  ],
  ['sum(a) OVER w', call('sum', [a], { windowed: true })],
  ['rank(1) WITHIN GROUP (ORDER BY a)', call('rank', [one], { orderBy: [key(a)] })],
  ['f(x => a)', call('f', [opaque('named argument', [a], 'x => a')])],
  ['coalesce(a, 1)', call('coalesce', [a, one])],
  ['nullif(a, 1)', call('nullif', [a, one])],
  ['greatest(a, b)', call('greatest', [a, b])],
  ['LEAST(a, b)', call('least', [a, b])],
  ['current_timestamp', call('current_timestamp', [])],
  ['CURRENT_TIMESTAMP(3)', call('current_timestamp', [integer('3')])],
  ['current_user', call('current_user', [])],
  ['now()', call('now', [])],
  ['extract(year FROM a)', call('extract', [string('year'), a])],
  ["a AT TIME ZONE 'UTC'", call('timezone', [string('UTC'), a])],
  ['substring(a FROM 1 FOR 2)', call('substring', [a, one, two])],
  ['substring(a FOR 2)', call('substring', [a, one, cast(two, type('int4'))])],
  ['JSON_ARRAYAGG(a ORDER BY b)', call('json_arrayagg', [a], { orderBy: [key(b)] })],
  ['JSON_OBJECTAGG(a: b)', call('json_objectagg', [a, b])],

  // Casts and types
  ['a::int', cast(a, type('int4'))],
  ['CAST(a AS bigint)', cast(a, type('int8'))],
  ['a::int[]', cast(a, type('int4', 1))],
  ['a::text[][]', cast(a, type('text', 2))],
  ['a::varchar(3)', cast(a, type('varchar'), ['3'])],
  ['a::numeric(10, 2)', cast(a, type('numeric'), ['10', '2'])],
  ['a::timestamp with time zone', cast(a, type('timestamptz'))],
  ['a::double precision', cast(a, type('float8'))],
  ['a::s."T"', cast(a, { schema: 's', ...type('T') })],
  ["date '2024-01-01'", cast(string('2024-01-01'), type('date'))],
  ["interval '1 day'", cast(string('1 day'), type('interval'))],
  ['a COLLATE "C"', { kind: 'collate', arg: a, collation: 'C' }],

  // The rest
  ['ROW(a, b)', { kind: 'row', args: [a, b] }],
  ['(a, b)', { kind: 'row', args: [a, b] }],
  ['ARRAY[1, 2]', { kind: 'array', elements: [one, two] }],
  ['a[1]', opaque('indirection', [a, one], '[ 1 ]')],
  ['(a).b', opaque('indirection', [a], '. b')],
  ['CASE WHEN a THEN 1 END', { kind: 'case', whens: [{ when: a, then: one }] }],
  [
    'CASE a WHEN 1 THEN b ELSE c END',
    { kind: 'case', arg: a, whens: [{ when: one, then: b }], otherwise: c },
  ],
  ['a IS JSON OBJECT', opaque('json', [a], 'is json object')],
  ['a IS NOT DOCUMENT', { kind: 'not', args: [opaque('xml', [a], 'a is not document')] }],
];

describe('An expression as libpg-query gives it', () => {
  for (const [sql, model] of FORMS) {
    it(`reads ${sql}`, async () => {
      assert.deepEqual(withoutSpans(await readExpression(sql)), model);
    });
  }

  it('tells sub-selects by what they are for', async () => {
    const forms = [
      ['(SELECT 1)', 'scalar', undefined],
      ['EXISTS (SELECT 1)', 'exists', undefined],
      ['a IN (SELECT 1)', 'any', '='],
      ['a = ANY (SELECT 1)', 'any', '='],
      ['a < ALL (SELECT 1)', 'all', '<'],
      ['ARRAY(SELECT 1)', 'array', undefined],
    ] as const;
    for (const [sql, form, comparison] of forms) {
      const expression = await readExpression(sql);
      assert.ok(expression.kind === 'subquery', sql);
      assert.deepEqual([expression.form, expression.operator], [form, comparison], sql);
    }
  });

  it('reads NOT IN over a sub-select as the negation of IN', async () => {
    const expression = await readExpression('a NOT IN (SELECT 1)');
    assert.ok(expression.kind === 'not');
    assert.equal(expression.args[0]?.kind, 'subquery');
  });
});
