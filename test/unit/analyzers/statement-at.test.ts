import assert from 'node:assert/strict';
import { placeAt } from '../../../src/analyzers/statement-at';

const TEXT = 'SELECT 1;\nSELECT 2; SELECT 3\n';
const PLACES = ['SELECT 1', 'SELECT 2', 'SELECT 3'].map((sql) => {
  const start = TEXT.indexOf(sql);
  return { span: { start, end: start + sql.length } };
});

describe('The statement at the cursor', () => {
  const at = (offset: number) => {
    const found = placeAt(PLACES, offset, TEXT);
    return found && TEXT.slice(found.span.start, found.span.end);
  };

  it('is the one around it, both ends included', () => {
    assert.equal(at(0), 'SELECT 1');
    assert.equal(at(TEXT.indexOf(';')), 'SELECT 1');
    assert.equal(at(TEXT.indexOf('2')), 'SELECT 2');
  });

  it('is the one that ended before it on the same line', () => {
    assert.equal(at(TEXT.indexOf(';') + 1), 'SELECT 1');
  });

  it('is none elsewhere', () => {
    assert.equal(at(TEXT.length), undefined);
  });

  it('is the innermost of several', () => {
    const outer = { span: { start: 0, end: TEXT.length } };
    assert.deepEqual(placeAt([outer, ...PLACES], 2, TEXT), PLACES[0]);
  });
});
