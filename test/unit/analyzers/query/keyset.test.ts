import assert from 'node:assert/strict';
import { type Keyset, readKeyset } from '../../../../src/analyzers/query/keyset';
import { readTornKeyset } from '../../../../src/analyzers/query/stray-conjunct';
import type { Expression } from '../../../../src/analyzers/sql/model';
import { readSelect } from '../read-statement';

function sketch(keyset: Keyset | undefined, text: string): string | undefined {
  if (!keyset) return undefined;
  const keys = keyset.keys.map(
    ({ column, direction, value }) =>
      `${column.name} ${direction} ${text.slice(value.span.start, value.span.end)}`,
  );
  return `${keys.join(', ')}${keyset.inclusive ? ' inclusive' : ''}`;
}

async function read(condition: string) {
  const text = `SELECT * FROM t WHERE ${condition}`;
  const { where } = await readSelect(text);
  assert.ok(where);
  const textOf = ({ span }: Expression) => text.slice(span.start, span.end);
  return { where, text, textOf };
}

const KEYSETS: readonly (readonly [condition: string, keyset: string | undefined])[] = [
  ['a > $1 OR (a = $1 AND b > $2)', 'a > $1, b > $2'],
  ['a > $1 OR a = $1 AND b > $2', 'a > $1, b > $2'],
  ['(b < $2 AND $1 = a) OR $1 > a', 'a < $1, b < $2'],
  ['a > $1 OR (a = $1 AND b >= $2)', 'a > $1, b > $2 inclusive'],
  ['a < $1 OR (a = $1 AND b > $2)', 'a < $1, b > $2'],
  ['a > 1 OR (a = 1 AND b > 2) OR (a = 1 AND b = 2 AND c > 3)', 'a > 1, b > 2, c > 3'],
  ['a > 1 OR (a = 1 AND (b > 2 OR (b = 2 AND c > 3)))', 'a > 1, b > 2, c > 3'],
  ['a > $1::int OR (a = $1::int AND b > $2)', 'a > $1::int, b > $2'],
  ['a >= $1 OR (a = $1 AND b > $2)', undefined],
  ['a > $1 OR (a = $2 AND b > $3)', undefined],
  ['a > $1 OR (b = $1 AND a > $2)', undefined],
  ['a > $1 OR (a = $1 AND a > $2)', undefined],
  ['a > $1 OR (a = $1 AND b > c)', undefined],
  ['a > $1 OR (a = $1 AND b > $2) OR a IS NULL', undefined],
  ['a > $1 OR a = $1', undefined],
  ['a > $1 OR b > $2', undefined],
  ['a = $1 AND b > $2', undefined],
];

describe('A keyset that is written out with OR', () => {
  for (const [condition, expected] of KEYSETS) {
    it(`${condition}: ${expected ?? 'none'}`, async () => {
      const { where, text, textOf } = await read(condition);
      assert.equal(sketch(readKeyset(where, textOf), text), expected);
    });
  }
});

const TORN: readonly (readonly [condition: string, stray: readonly string[] | undefined])[] = [
  ['x = $3 AND a > $1 OR (a = $1 AND b > $2)', ['x = $3']],
  ['x = $3 AND y AND a > $1 OR a = $1 AND b > $2', ['x = $3', 'y']],
  ['a > $1 OR (a = $1 AND b > $2) AND x = $3', ['x = $3']],
  ['(x = $3 AND a > $1) OR (a = $1 AND b > $2)', undefined],
  ['a > $1 OR (a = $1 AND b > $2 AND x = $3)', undefined],
  ['x = $3 AND a > $1 OR (a = $4 AND b > $2)', undefined],
  ['x = $3 AND (a > $1 OR (a = $1 AND b > $2))', undefined],
];

describe('A keyset that OR tears from a condition', () => {
  for (const [condition, expected] of TORN) {
    it(`${condition}: ${expected?.join() ?? 'none'}`, async () => {
      const { where, text, textOf } = await read(condition);
      const torn = readTornKeyset(where, text, textOf);
      assert.deepEqual(torn?.stray.map(textOf), expected);
    });
  }
});
