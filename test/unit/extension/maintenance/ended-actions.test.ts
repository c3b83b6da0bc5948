import assert from 'node:assert/strict';
import type { ActionRecord } from '../../../../src/analyzers/maintenance/action-record';
import { titleOf } from '../../../../src/analyzers/maintenance/title-of-action';
import { message } from '../../../../src/analyzers/message';
import { describeEnding } from '../../../../src/extension/maintenance/ending-words';
import { printHistory } from '../../../../src/extension/maintenance/history-document';
import { MaintenanceHistory } from '../../../../src/extension/maintenance/maintenance-history';
import { ENGLISH } from '../english';

const ACTION = { kind: 'reindex', table: { schema: 'public', name: 'items' }, index: 'items_kind' } as const;
const DONE: ActionRecord = {
  action: ACTION,
  title: titleOf(ACTION),
  startedAt: '2026-11-25T12:00:00.000Z',
  durationMs: 2500,
  outcome: 'done',
  statements: [
    {
      sql: 'REINDEX INDEX CONCURRENTLY public.items_kind;',
      purpose: 'step',
      outcome: 'done',
      durationMs: 2000,
      tries: 1,
    },
  ],
  finalState: [message('{0} was built anew and is valid.', 'items_kind')],
  leftovers: [],
  repairs: [],
};
const CANCELLED: ActionRecord = {
  ...DONE,
  outcome: 'cancelled',
  leftovers: [{ table: ACTION.table, index: 'items_kind_ccnew', kind: 'new', isNeeded: false }],
};

describe('The end of an action', () => {
  it('is told with where it was, how it ended, why, and how the indexes stand', () => {
    assert.deepEqual(describeEnding(DONE, 'shop', ENGLISH), {
      severity: 'information',
      sentence:
        'Rebuild the index items_kind of public.items, on shop: done in 3 s. items_kind was built anew and is valid.',
    });
    const failed = { ...DONE, outcome: 'failed', problem: message('No room.') } as const;
    assert.deepEqual(describeEnding(failed, 'shop', ENGLISH), {
      severity: 'error',
      sentence:
        'Rebuild the index items_kind of public.items, on shop: failed. No room. items_kind was built anew and is valid.',
    });
  });

  it('is a warning where it is not what was wanted, or something is left', () => {
    const outcomes = ['done', 'failed', 'cancelled', 'refused', 'running-on', 'unknown'] as const;
    assert.deepEqual(
      outcomes.map((outcome) => describeEnding({ ...DONE, outcome }, 'shop', ENGLISH).severity),
      ['information', 'error', 'warning', 'error', 'warning', 'warning'],
    );
    assert.equal(describeEnding({ ...CANCELLED, outcome: 'done' }, 'shop', ENGLISH).severity, 'warning');
  });
});

describe('The history of what was run', () => {
  const words = { l10n: ENGLISH, moment: (time: Date) => time.toISOString() };
  const entry = { database: 'shop', target: 'ann@localhost:5432/shop', record: DONE };

  it('is a page of Markdown, in which names are only names', () => {
    const statements = [
      { ...DONE.statements[0], sql: 'DROP INDEX CONCURRENTLY "a```b";', purpose: 'clean-up', tries: 3 },
      { sql: 'SELECT 1;', purpose: 'step', outcome: 'skipped', durationMs: 0, tries: 0 },
    ] as ActionRecord['statements'];
    const record = { ...DONE, outcome: 'failed', code: '53100', statements } as const;
    assert.equal(
      printHistory([{ ...entry, record }], words),
      `# Maintenance history

## Rebuild the index items_kind of public.items

- 2026-11-25T12:00:00.000Z, on shop (ann@localhost:5432/shop)
- failed after 3 s, SQLSTATE 53100
- items_kind was built anew and is valid.

\`\`\`\`sql
-- done after 2 s, 3 tries, clean-up
DROP INDEX CONCURRENTLY "a\`\`\`b";
-- not run: it was done already
SELECT 1;
\`\`\`\`
`,
    );
    assert.equal(
      printHistory([], words),
      '# Maintenance history\n\nNothing was run from this workspace yet.\n',
    );
  });

  it('has the newest first, and forgets the oldest', async () => {
    const kept = new Map<string, unknown>();
    const history = new MaintenanceHistory({
      keys: () => [...kept.keys()],
      get: <T>(key: string, fallback?: T) => (kept.get(key) ?? fallback) as T,
      update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
    });
    for (let number = 0; number < 60; number++) {
      await history.add({ ...entry, record: { ...DONE, durationMs: number } });
    }
    const durations = history.all().map(({ record }) => record.durationMs);
    assert.equal(durations.length, 50);
    assert.deepEqual([durations[0], durations.at(-1)], [59, 10]);
  });
});
