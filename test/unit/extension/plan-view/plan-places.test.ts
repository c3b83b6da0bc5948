import assert from 'node:assert/strict';
import { nodeAt, shiftOf, spanOfNode } from '../../../../src/extension/plan-view/plan-places';

const QUERY = 'SELECT * FROM events WHERE a = $1 AND b > $2';
const BEFORE = '-- one\n';
const SOURCE = {
  uri: 'file:///queries.sql',
  span: { start: BEFORE.length, end: BEFORE.length + QUERY.length },
  text: QUERY,
};
const spanOf = (text: string) => {
  const start = BEFORE.length + QUERY.indexOf(text);
  return { start, end: start + text.length };
};
const PLACES = [
  { node: 1, span: spanOf('a = $1 AND b > $2') },
  { node: 2, span: spanOf('b > $2') },
];

describe('The place of a plan in the code', () => {
  it('is where it was while nothing has changed before it', () => {
    assert.equal(shiftOf(`${BEFORE}${QUERY};\nSELECT 2;`, SOURCE), 0);
  });

  it('moves with the statement', () => {
    assert.equal(shiftOf(`-- two\n${BEFORE}${QUERY}`, SOURCE), 7);
    assert.equal(shiftOf(QUERY, SOURCE), -BEFORE.length);
  });

  it('is the nearest of several equal statements', () => {
    assert.equal(shiftOf(`${QUERY};\n\n\n\n${QUERY}`, SOURCE), -BEFORE.length);
  });

  it('is lost when the statement itself has changed', () => {
    assert.equal(shiftOf(`${BEFORE}${QUERY.replace('a =', 'c =')}`, SOURCE), undefined);
    assert.equal(shiftOf('', SOURCE), undefined);
  });

  it('is the first condition of a node, or the statement for a node without one', () => {
    assert.deepEqual(spanOfNode(SOURCE, PLACES, 1, 0), PLACES[0]?.span);
    assert.deepEqual(spanOfNode(SOURCE, PLACES, 0, 0), SOURCE.span);
    assert.deepEqual(spanOfNode(SOURCE, PLACES, undefined, 10), {
      start: SOURCE.span.start + 10,
      end: SOURCE.span.end + 10,
    });
  });

  it('leads to the node with the smallest condition around the cursor', () => {
    assert.equal(nodeAt(SOURCE, PLACES, spanOf('b >').start, 0), 2);
    assert.equal(nodeAt(SOURCE, PLACES, spanOf('a =').start, 0), 1);
    assert.equal(nodeAt(SOURCE, PLACES, spanOf('FROM').start, 0), 0);
    assert.equal(nodeAt(SOURCE, PLACES, spanOf('b >').start + 7, 7), 2);
    assert.equal(nodeAt(SOURCE, PLACES, 0, 0), undefined);
  });
});
