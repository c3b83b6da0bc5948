import assert from 'node:assert/strict';
import {
  absentValues,
  beyondAll,
  containedDocument,
  patternFor,
} from '../../../../src/postgres/values/made-up-values';
import type { TypeFacts } from '../../../../src/postgres/values/type-facts';

const type = (name: string, category: string): TypeFacts => ({ name, category, labels: [], delimiter: ',' });

describe('Values that are made up', () => {
  it('of numbers lie beyond the largest known one, and within the type', () => {
    assert.deepEqual(absentValues(type('bigint', 'N'), '41', 2), ['1000042', '1000043']);
    assert.deepEqual(absentValues(type('smallint', 'N'), '41', 2), ['32766', '32767']);
    assert.deepEqual(absentValues(type('integer', 'N'), '2147483000', 1), ['2147483647']);
    assert.deepEqual(absentValues(type('numeric', 'N'), '99.5', 1), ['1000100']);
  });

  it('keep all digits of large numbers', () => {
    assert.deepEqual(absentValues(type('bigint', 'N'), '9007199254740993', 1), ['9007199255740994']);
  });

  it('are none for types in which nothing can be told to be absent', () => {
    assert.deepEqual(absentValues(type('boolean', 'B'), undefined, 1), []);
    assert.deepEqual(absentValues(type('jsonb', 'U'), undefined, 1), []);
  });

  it('stand beyond both ends of a range', () => {
    assert.equal(beyondAll(type('bigint', 'N'), '5', 'last'), '1000006');
    assert.equal(beyondAll(type('bigint', 'N'), '5', 'first'), '-1000001');
    assert.equal(beyondAll(type('uuid', 'U'), undefined, 'last'), 'ffffffff-ffff-ffff-ffff-ffffffffffff');
    assert.equal(beyondAll(type('date', 'D'), undefined, 'first'), '0001-01-01');
  });

  it('ask of a document for one of its keys', () => {
    assert.equal(containedDocument('{"n": 12345678901234567890, "kind": "a\\"b"}'), '{"kind":"a\\"b"}');
    assert.equal(containedDocument('[{"a": 1}, 2]'), '[{"a":1}]');
    assert.equal(containedDocument('{"n": 1}'), undefined);
  });

  it('ask of a text for its beginning, in which no sign stands for others', () => {
    assert.equal(patternFor('user-1234'), 'user-1%');
    assert.equal(patternFor('50%_\\off'), '50\\%\\_\\\\o%');
  });
});
