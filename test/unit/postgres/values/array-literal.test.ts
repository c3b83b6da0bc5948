import assert from 'node:assert/strict';
import { parse } from 'postgres-array';
import { arrayLiteral } from '../../../../src/postgres/values/array-literal';

describe('An array literal', () => {
  it('gives back what was put in, whatever it holds', () => {
    const elements = [
      'plain',
      '',
      'NULL',
      ' a ',
      'a,b',
      '{c}',
      'say "hi"',
      'back\\slash',
      '\\"',
      "it's",
      '☃',
    ];
    assert.deepEqual(parse(arrayLiteral(elements)), elements);
  });

  it('separates by the delimiter of the type', () => {
    assert.equal(arrayLiteral(['(1,1),(0,0)', '(2,2),(1,1)'], ';'), '{"(1,1),(0,0)";"(2,2),(1,1)"}');
  });

  it('of nothing is an empty array', () => {
    assert.equal(arrayLiteral([]), '{}');
  });
});
