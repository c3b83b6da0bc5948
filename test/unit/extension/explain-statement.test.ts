import assert from 'node:assert/strict';
import type { StatementReport } from '../../../src/analyzers/finding';
import { message } from '../../../src/analyzers/message';
import { explainStatement } from '../../../src/extension/explanation/explain-statement';
import { ENGLISH } from './english';

const TEXT = 'SELECT 1;\nSELECT 2; SELECT 3\n';
const report = (sql: string, parts: Partial<StatementReport> = {}): StatementReport => {
  const start = TEXT.indexOf(sql);
  return {
    span: { start, end: start + sql.length },
    kind: 'select',
    state: 'analysed',
    approximate: false,
    verdicts: [],
    ...parts,
  };
};

describe('The explanation of a statement', () => {
  const place = { place: 'queries/a.sql:1', text: TEXT, basis: 'Schema: 2 migrations in db, 6 tables.' };
  const explain = (parts: Partial<StatementReport>) =>
    explainStatement(report('SELECT 1', parts), place, ENGLISH);

  it('gives each rule its reason', () => {
    const page = explain({
      verdicts: [
        {
          ruleId: 'missing-stream-index',
          outcome: 'silent',
          reason: { code: 'covered-by-index', message: message('The index {0} finds the rows.', 'i') },
        },
        { ruleId: 'redundant-index', outcome: 'finding' },
        { ruleId: 'unsafe-index-ddl', outcome: 'suppressed' },
      ],
    });
    assert.equal(
      page,
      [
        '# Why is there no finding here?',
        '',
        'queries/a.sql:1',
        '',
        '    SELECT 1',
        '',
        'Schema: 2 migrations in db, 6 tables.',
        '',
        '## missing-stream-index',
        '',
        'Silent. The index i finds the rows. (covered-by-index)',
        '',
        '## redundant-index',
        '',
        'Found something: see the underlined text.',
        '',
        '## unsafe-index-ddl',
        '',
        'Found something that a comment disables.',
        '',
      ].join('\n'),
    );
  });

  it('says why a statement was not judged at all', () => {
    assert.match(
      explain({ state: 'syntax-error', problem: 'at "FRM"' }),
      /could not read the statement, so no rule looked at it: at "FRM"/,
    );
    assert.match(explain({ state: 'declined', problem: 'too deep' }), /was not judged: too deep/);
  });

  it('says that parts of the text are unknown', () => {
    assert.match(explain({ approximate: true }), /only known when it runs/);
  });
});
