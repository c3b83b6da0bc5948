import assert from 'node:assert/strict';
import type { FolderSchema } from '../../../src/extension/folder-schema';
import type { Progress } from '../../../src/extension/judgement';
import { type ConnectionTrouble, describeStatus } from '../../../src/extension/status/describe-status';
import { ENGLISH } from './english';

const READ: FolderSchema = {
  kind: 'read',
  key: 'k',
  migrations: { migrations: [], textOf: () => undefined },
  paths: ['db/migrations/1.sql', 'db/migrations/2.sql'],
  positionsOf: () => undefined,
  summary: {
    source: { kind: 'migrations', folders: [], files: [] },
    tables: 6,
    indexes: 9,
    problems: [],
  },
};
const JUDGED: Progress = { kind: 'judged', findings: 1, statements: 12, durationMs: 20 };
const NOW = new Date('2026-11-25T12:00:00Z');
const status = (
  progress: Progress | undefined,
  schema: FolderSchema | undefined,
  connection?: ConnectionTrouble,
  isExplaining = false,
) => describeStatus({ progress, schema, now: NOW, isExplaining, ...(connection && { connection }) }, ENGLISH);

describe('The status of a document', () => {
  it('says what its statements are judged from, and the counts', () => {
    assert.deepEqual(status(JUDGED, READ), {
      text: '2 migrations in db/migrations',
      detail: '1 finding in 12 statements',
      severity: 'information',
      busy: false,
      action: 'show-log',
    });
  });

  it('says that a plan is being made', () => {
    const { detail, busy, severity } = status(JUDGED, READ, undefined, true);
    assert.deepEqual([detail, busy, severity], ['Explaining…', true, 'information']);
  });

  it('says which database they are checked against, and how long ago it was read', () => {
    const { text } = status(JUDGED, {
      ...READ,
      summary: {
        ...READ.summary,
        source: {
          kind: 'server',
          target: 'shop@localhost:5432',
          versionNumber: 180_004,
          readAt: '2026-11-25T11:57:00Z',
        },
      },
    });
    assert.equal(text, 'shop@localhost:5432, read 3 minutes ago');
  });

  it('tells of a connection in trouble, and leads to it', () => {
    const failed = status(JUDGED, READ, { name: 'shop', kind: 'failed' });
    assert.equal(failed.detail, '1 finding in 12 statements · shop could not be connected');
    assert.equal(failed.severity, 'warning');
    assert.equal(failed.action, 'show-connections');
    assert.match(status(JUDGED, READ, { name: 'shop', kind: 'lost' }).detail, /connection to shop lost$/);
    const connecting = status(JUDGED, READ, { name: 'shop', kind: 'connecting' });
    assert.equal(connecting.severity, 'information');
    assert.ok(connecting.busy);
    assert.doesNotMatch(status({ kind: 'no-sql' }, READ, { name: 'shop', kind: 'failed' }).detail, /shop/);
  });

  it('counts one as one', () => {
    const one: FolderSchema = { ...READ, paths: ['1.sql'] };
    const { text, detail } = status({ ...JUDGED, findings: 0, statements: 1 }, one);
    assert.equal(text, '1 migration in .');
    assert.equal(detail, '0 findings in 1 statement');
  });

  it('counts folders that would not fit', () => {
    const { text } = status(JUDGED, { ...READ, paths: ['a/1.sql', 'a/2.sql', 'b/1.sql'] });
    assert.equal(text, '3 migrations in 2 folders');
  });

  it('says that no migrations were found, and leads to the setting', () => {
    const { text, action } = status(JUDGED, { kind: 'none' });
    assert.equal(text, 'No migrations found: only the shape of queries is judged');
    assert.equal(action, 'open-settings');
  });

  it('is busy while it reads or judges, and keeps what it knows', () => {
    assert.equal(status({ kind: 'judging' }, undefined).busy, true);
    const { text, busy } = status({ kind: 'judging' }, READ);
    assert.ok(busy);
    assert.match(text, /2 migrations/);
  });

  it('tells of a slow file', () => {
    const { detail, severity } = status({ ...JUDGED, durationMs: 3456 }, READ);
    assert.equal(detail, '1 finding in 12 statements, slow: 3.5 s');
    assert.equal(severity, 'warning');
  });

  it('tells of a failure with its reason, and leads to the log', () => {
    assert.deepEqual(status({ kind: 'failed', reason: 'no answer within 10000 ms' }, READ), {
      text: 'This file could not be judged',
      detail: 'no answer within 10000 ms',
      severity: 'error',
      busy: false,
      action: 'show-log',
    });
    const { severity, text } = status(JUDGED, { kind: 'failed', reason: 'gone' });
    assert.equal(severity, 'warning');
    assert.equal(text, 'The migrations could not be read: gone');
  });

  it('is calm about files without SQL and about being turned off', () => {
    assert.equal(status({ kind: 'no-sql' }, undefined).text, 'No SQL found in this file');
    assert.equal(status(undefined, undefined).text, 'No SQL found in this file');
    assert.equal(status({ kind: 'off' }, READ).action, 'open-settings');
  });
});
