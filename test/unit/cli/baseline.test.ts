import assert from 'node:assert/strict';
import { applyBaseline, makeBaseline } from '../../../src/cli/baseline';
import { fileOf, findingIn, sampleOf } from './sample-report';

const QUERY = 'SELECT a FROM events;';
const samePath = (path: string): string => path;

/** A file that holds so many of the same query, and a finding in each. */
function reportOf(path: string, copies: number, query = QUERY) {
  const text = `${query}\n`.repeat(copies);
  const findings = Array.from({ length: copies }, (_, index) =>
    findingIn(text, query, index * (query.length + 1)),
  );
  return sampleOf([fileOf(path, text, { findings })]).report;
}

describe('A baseline', () => {
  const apply = (report: ReturnType<typeof reportOf>, known: ReturnType<typeof reportOf>, looked = true) => {
    const { report: rest, applied } = applyBaseline(
      report,
      makeBaseline(known, samePath),
      samePath,
      () => looked,
    );
    return { left: rest.files.flatMap(({ analysis }) => analysis.findings).length, ...applied };
  };

  it('names each statement once, with its rule, its file and how often it was found', () => {
    assert.deepEqual(makeBaseline(reportOf('a.sql', 2), (path) => `x/${path}`).entries, [
      { rule: 'missing-stream-index', path: 'x/a.sql', statement: 'SELECT a FROM events', count: 2 },
    ]);
  });

  it('is sorted by path', () => {
    const { files } = reportOf('b.sql', 1);
    const report = { ...reportOf('c.sql', 1), files: [...reportOf('c.sql', 1).files, ...files] };
    assert.deepEqual(
      makeBaseline(report, samePath).entries.map(({ path }) => path),
      ['b.sql', 'c.sql'],
    );
  });

  it('takes out what it holds, wherever it stands and however it is laid out', () => {
    const moved = reportOf('a.sql', 1, 'SELECT  a\n FROM events;');
    assert.deepEqual(apply(moved, reportOf('a.sql', 1)), { left: 0, hidden: 1, fixed: [] });
  });

  it('lets one more of the same through, and what is in another file', () => {
    assert.equal(apply(reportOf('a.sql', 3), reportOf('a.sql', 2)).left, 1);
    assert.equal(apply(reportOf('b.sql', 1), reportOf('a.sql', 1)).left, 1);
  });

  it('tells what is fixed, where it was looked for', () => {
    const { fixed } = apply(reportOf('a.sql', 1), reportOf('a.sql', 3));
    assert.deepEqual(
      fixed.map(({ count }) => count),
      [2],
    );
    assert.deepEqual(apply(reportOf('a.sql', 1), reportOf('a.sql', 3), false).fixed, []);
  });

  it('keeps a very long statement short and apart from others', () => {
    const long = (end: string): string => `SELECT ${'a, '.repeat(300)}${end} FROM events`;
    const [one, other] = ['b', 'c'].map(
      (end) => makeBaseline(reportOf('a.sql', 1, long(end)), samePath).entries[0],
    );
    assert.ok(one && other && one.statement.length < 400);
    assert.notEqual(one.statement, other.statement);
  });
});
