import type { Analysis, Finding } from '../../../src/analyzers/finding';
import { message } from '../../../src/analyzers/message';
import { LineIndex } from '../../../src/cli/line-index';
import type { CheckReport, FileReport, LinesOf } from '../../../src/cli/report';

export interface Sample {
  readonly report: CheckReport;
  readonly linesOf: LinesOf;
}

const SCHEMA = 'db/migrations/1.sql';

/** Made by hand, so that the words of the rules may change: what a finding can have, and a path and words that must be escaped. */
export function sampleReport(): Sample {
  const table = fileOf(SCHEMA, 'CREATE TABLE events (\n  stream_id text\n);\n', { findings: [] });
  const sqlText = '-- indexwright-disable-file redundant-index\nSELECT 1;\nSELECT *\n  FROM events;\n';
  const sql = fileOf('db/more queries, 100%.sql', sqlText, {
    findings: [findingIn(sqlText, 'SELECT *\n  FROM events')],
    suppressionProblems: [
      {
        kind: 'unused',
        span: { start: 28, end: 43 },
        message: message('{0} finds nothing in this file.', 'redundant-index'),
        removal: {
          title: message('Remove this comment'),
          edit: { span: { start: 0, end: 44 }, newText: '' },
        },
      },
    ],
  });
  const codeText = "const q = db.query('SELECT a FROM events WHERE b = 1');\n";
  const code = fileOf('src/é.ts', codeText, {
    findings: [withCures(findingIn(codeText, 'SELECT a FROM events'))],
  });
  return sampleOf([table, sql, code]);
}

export function sampleOf(files: readonly FileReport[]): Sample {
  const source = { kind: 'migrations', folders: ['db/migrations'], files: [SCHEMA] } as const;
  return {
    report: {
      schemas: [{ source, tables: 1, indexes: 0, problems: [] }],
      files,
      notes: [{ path: 'dump.sql', reason: 'is binary', fatal: false }],
    },
    linesOf: (path) => files.find((file) => file.path === path)?.lines,
  };
}

export function fileOf(path: string, text: string, analysis: Partial<Analysis>): FileReport {
  const whole = { findings: [], statements: [], suppressionProblems: [], ...analysis };
  return { path, lines: new LineIndex(text), analysis: whole };
}

/** About the table that a statement reads; `from` says where the statement is looked for. */
export function findingIn(text: string, statement: string, from = 0): Finding {
  const start = text.indexOf(statement, from);
  const table = text.indexOf('events', start);
  return {
    ruleId: 'missing-stream-index',
    severity: 'warning',
    certainty: 'catalogued',
    message: message('No index on {0}: 100% is read.', 'events'),
    basis: message('Judged from 1 migration.'),
    span: { start: table, end: table + 'events'.length },
    statementSpan: { start, end: start + statement.length },
    suppressionOffset: start,
    related: [],
    fixes: [],
  };
}

function withCures(finding: Finding): Finding {
  const { start } = finding.statementSpan;
  return {
    ...finding,
    severity: 'information',
    related: [
      { location: { file: SCHEMA, span: { start: 13, end: 19 } }, message: message('It is defined here.') },
    ],
    fixes: [
      {
        id: 'rewrite/b',
        title: message('Read b'),
        kind: 'rewrite',
        preferred: true,
        edits: [{ span: { start: start + 7, end: start + 8 }, newText: 'b' }],
      },
      {
        id: 'create-index/b',
        title: message('Create index on b'),
        kind: 'create-index',
        preferred: false,
        edits: [],
        ddl: {
          migrationName: 'create_b',
          up: 'CREATE INDEX ON events (b);\n',
          down: 'DROP INDEX events_b_idx;\n',
          outsideTransaction: false,
        },
      },
    ],
  };
}
