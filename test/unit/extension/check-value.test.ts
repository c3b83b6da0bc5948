import assert from 'node:assert/strict';
import { checkValue } from '../../../src/extension/explain/check-value';
import { ENGLISH } from './english';

/** What PostgreSQL 18 takes and what it refuses, by type. */
const CASES: Readonly<Record<string, readonly [good: readonly string[], bad: readonly string[]]>> = {
  bigint: [
    ['0', '-9223372036854775808', ' 42 ', '+7'],
    ['9223372036854775808', '1.5', 'x', ''],
  ],
  integer: [['2147483647'], ['2147483648', '1e3']],
  smallint: [['-32768'], ['32768']],
  'numeric(10,2)': [
    ['1', '1.5', '-.5', '1e3', 'NaN', 'Infinity'],
    ['1,5', 'one', ''],
  ],
  boolean: [
    ['true', 'f', 'YES', 'off', '1'],
    ['maybe', 'o', ''],
  ],
  uuid: [
    [
      '67c3ccbf-6ef8-f902-bca4-37052552666f',
      '67c3ccbf6ef8f902bca437052552666f',
      '{67C3CCBF-6EF8-F902-BCA4-37052552666F}',
    ],
    ['67c3ccbf', 'g7c3ccbf-6ef8-f902-bca4-37052552666f'],
  ],
  jsonb: [
    ['{"a": 1}', '[]', '"text"', 'null'],
    ["{'a': 1}", '{a: 1}', ''],
  ],
  date: [
    ['2026-01-31', 'today', 'January 8, 1999', '-infinity'],
    ['soon', ''],
  ],
  'timestamp with time zone': [['2026-01-31 12:00:00+00', 'now'], ['then']],
  text: [['', 'anything', '{'], []],
  inet: [['whatever the server says'], []],
  'text[]': [
    ['{}', '{a,b}', '{"a,b","c\\"d"}', '{NULL,a}', ' { a , b } ', '[0:1]={a,b}', '{{a,b},{c,d}}'],
    ['a,b', '{a', '{"a}', '{a,}', ''],
  ],
  'integer[]': [
    ['{1,2}', '{1,NULL}', '{"3"}'],
    ['{1,x}', '{1.5}'],
  ],
};

describe('A value that is typed for a parameter', () => {
  for (const [type, [good, bad]] of Object.entries(CASES)) {
    it(`is taken for ${type} where the server takes it`, () => {
      for (const text of good) assert.equal(checkValue(text, type, ENGLISH), undefined, text);
    });
    if (bad.length === 0) continue;
    it(`is refused for ${type} in a sentence`, () => {
      for (const text of bad) assert.match(checkValue(text, type, ENGLISH) ?? `taken: ${text}`, /^\S.*[.}]$/);
    });
  }

  it('names the element of an array that is wrong', () => {
    assert.equal(checkValue('{1,x}', 'integer[]', ENGLISH), 'x: That is no whole number.');
  });
});
