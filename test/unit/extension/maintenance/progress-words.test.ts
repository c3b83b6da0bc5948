import assert from 'node:assert/strict';
import type { WorkProgress } from '../../../../src/analyzers/maintenance/work-progress';
import { message } from '../../../../src/analyzers/message';
import { describeEvent, describeWork } from '../../../../src/extension/maintenance/progress-words';
import type { ActionEvent } from '../../../../src/postgres/ddl/action-options';
import { ENGLISH } from '../english';

const WORK: WorkProgress = { processId: 1, application: 'Indexwright DDL', blockers: [] };

describe('The line of an action that runs', () => {
  it('has the phase, how far it is, and who is waited for, with what that one does', () => {
    assert.equal(
      describeWork(
        {
          ...WORK,
          phase: 'building index: scanning table',
          counted: { unit: 'blocks', done: 21, total: 50 },
        },
        ENGLISH,
      ),
      'building index: scanning table, 42 %',
    );
    const query = `UPDATE items\n  SET kind = 1 WHERE ${'x'.repeat(100)}`;
    assert.equal(
      describeWork(
        {
          ...WORK,
          phase: 'waiting for old snapshots',
          waitsFor: { done: 1, total: 3 },
          blockers: [{ processId: 7, state: 'idle in transaction', transactionSeconds: 90, query }],
        },
        ENGLISH,
      ),
      `waiting for old snapshots, 1 of 3 transactions have ended, waiting for process 7 (idle in transaction for 2 min): UPDATE items SET kind = 1 WHERE ${'x'.repeat(28)}…`,
    );
    assert.equal(
      describeWork({ ...WORK, blockers: [{ processId: 0 }] }, ENGLISH),
      'at work, waiting for a prepared transaction',
    );
    assert.equal(
      describeWork({ ...WORK, waitsForFirstLock: true, blockers: [{ processId: 7 }] }, ENGLISH),
      'waits for its first lock, waiting for process 7',
    );
  });

  const lines: readonly (readonly [event: ActionEvent, line: string])[] = [
    [{ kind: 'queued' }, 'waiting for: Vacuum public.items'],
    [{ kind: 'step', step: 0, steps: 1, sql: 'VACUUM items;' }, 'beginning'],
    [{ kind: 'step', step: 1, steps: 3, sql: 'CREATE INDEX i\n  ON t (a);' }, 'step 2 of 3: CREATE INDEX i'],
    [{ kind: 'skipped', step: 0, steps: 3, sql: '' }, 'step 1 of 3 is done already'],
    [
      { kind: 'lock-busy', tries: 2, waitMs: 4000, blockers: [{ processId: 7 }] },
      'the table is held by process 7; tried 2 times, again in 4 s',
    ],
    [
      { kind: 'lock-busy', tries: 2, waitMs: 4000, blockers: [] },
      'somebody holds the table; tried 2 times, again in 4 s',
    ],
    [{ kind: 'cancelling' }, 'cancelling'],
    [{ kind: 'clean-up', sql: 'DROP INDEX CONCURRENTLY i;' }, 'cleaning up: DROP INDEX CONCURRENTLY i;'],
    [
      { kind: 'looking', problem: message('Gone.') },
      'the connection was lost; looking what has become of it',
    ],
  ];
  for (const [event, line] of lines) {
    it(`is ${line}`, () => assert.equal(describeEvent(event, ['Vacuum public.items'], ENGLISH), line));
  }
});
