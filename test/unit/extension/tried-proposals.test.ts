import assert from 'node:assert/strict';
import type { Finding } from '../../../src/analyzers';
import type { Fix } from '../../../src/analyzers/finding';
import { message } from '../../../src/analyzers/message';
import { TriedProposals } from '../../../src/extension/explain/tried-proposals';

const QUERY = 'SELECT a FROM b';
const fix = (id: string, newText: string): Fix => ({
  ...{ id, title: message('Fix it'), kind: 'rewrite', preferred: false },
  edits: [{ span: { start: 0, end: QUERY.length }, newText }],
});
const ONE = fix('rewrite/one', 'SELECT a FROM c');
const TWO = fix('rewrite/two', 'SELECT a FROM d');

/** The finding of the query in a text that begins with so many other characters. */
const findingAt = (offset: number, fixes: readonly Fix[] = [ONE, TWO]): Finding => ({
  ruleId: 'missing-stream-index',
  severity: 'warning',
  certainty: 'catalogued',
  message: message('It is slow.'),
  basis: message('Judged.'),
  span: { start: offset + 7, end: offset + 8 },
  statementSpan: { start: offset, end: offset + QUERY.length },
  suppressionOffset: 0,
  related: [],
  fixes,
});

describe('Proposals that a planner was asked about', () => {
  const idsOf = (fixes: readonly Fix[]): readonly string[] => fixes.map(({ id }) => id);

  it('are each asked about once, also where another of the finding is still open', () => {
    const tried = new TriedProposals();
    tried.add(findingAt(0), QUERY, ONE);
    assert.deepEqual(idsOf(tried.open(findingAt(0), QUERY)), [TWO.id]);
    tried.add(findingAt(0), QUERY, TWO);
    assert.deepEqual(tried.open(findingAt(0), QUERY), []);
  });

  it('are not asked about again after an edit elsewhere in the document', () => {
    const tried = new TriedProposals();
    tried.add(findingAt(0), QUERY, ONE);
    const before = 'SELECT 1; ';
    assert.deepEqual(idsOf(tried.open(findingAt(before.length), `${before}${QUERY}`)), [TWO.id]);
  });

  it('are asked about again when the query, the proposal or the schema is another one', () => {
    const tried = new TriedProposals();
    tried.add(findingAt(0), QUERY, ONE);
    assert.equal(tried.open(findingAt(0), 'SELECT a FROM e').length, 2);
    const other = fix(ONE.id, 'SELECT a FROM f');
    assert.deepEqual(tried.open(findingAt(0, [other]), QUERY), [other]);
    tried.forget();
    assert.equal(tried.open(findingAt(0), QUERY).length, 2);
  });
});
