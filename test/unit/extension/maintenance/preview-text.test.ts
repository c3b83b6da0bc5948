import assert from 'node:assert/strict';
import type { MaintenanceAction } from '../../../../src/analyzers/maintenance/maintenance-action';
import { migrationOf } from '../../../../src/analyzers/maintenance/migration-of-action';
import { isPlan, planAction } from '../../../../src/analyzers/maintenance/plan-action';
import { message } from '../../../../src/analyzers/message';
import { type ActionPreview, isStopped } from '../../../../src/extension/maintenance/action-preview';
import {
  describePreview,
  needsDocument,
  printPreview,
} from '../../../../src/extension/maintenance/preview-text';
import { ENGLISH } from '../english';
import { plainIndex } from '../../plain-index';

const TABLE = { schema: 'public', name: 'items' };
const CREATE: MaintenanceAction = {
  kind: 'create-index',
  table: TABLE,
  index: plainIndex('items', 'items_kind', ['kind']),
};

function previewOf(action: MaintenanceAction, parts: Partial<ActionPreview> = {}): ActionPreview {
  const plan = planAction(action);
  assert.ok(isPlan(plan));
  const migration = migrationOf(action, plan);
  return { action, plan, checks: [], rehearsal: [], migration, ...parts };
}

describe('What is shown before an action runs', () => {
  it('is its SQL, what it locks and for whom, how long, how much room, and what undoes it', () => {
    const preview = previewOf(CREATE, { time: message('About 2 s.'), room: 3 * 1024 * 1024 });
    assert.equal(
      describePreview(preview, ENGLISH),
      `CREATE INDEX CONCURRENTLY items_kind
    ON public.items (kind);

Lock: SHARE UPDATE EXCLUSIVE on public.items. Reads and writes go on. Only VACUUM, ANALYZE, other index builds and changes of the table wait.
About 2 s.
It takes about 3 MB of the server’s disk.

The build waits for transactions that began before it, also for idle ones and for those that read other tables. It does not hold them up.
Cancelled or failed, it leaves an invalid index, which is dropped then.

To undo:
DROP INDEX CONCURRENTLY public.items_kind;`,
    );
  });

  it('says first what speaks against it, with who is in the way', () => {
    const session = {
      processId: 7,
      application: 'psql',
      state: 'idle in transaction',
      transactionSeconds: 12,
    };
    const preview = previewOf(
      { kind: 'drop-index', table: TABLE, index: 'items_kind' },
      {
        checks: [
          { id: 'not-owner', severity: 'stop', message: message('The role does not own it.') },
          {
            id: 'long-transactions',
            severity: 'warning',
            message: message('5 transactions are open.'),
            sessions: [session, session, session, session, session],
          },
          { id: 'disk-space', severity: 'note', message: message('Nobody knows.') },
        ],
        rehearsal: ['It was used 3 times.'],
      },
    );
    const text = describePreview(preview, ENGLISH);
    const line = '  • process 7 (psql, idle in transaction for 12 s)';
    assert.ok(
      text.includes(
        `public.items_kind;\n\nNot possible: The role does not own it.\nNow: 5 transactions are open.\n${line}\n${line}\n${line}\n  • and 2 more\n\nIt was used 3 times.\n\nLock: `,
      ),
      text,
    );
    assert.ok(text.endsWith('meanwhile.\nNobody knows.\n\nNothing undoes it.'), text);
    assert.equal(isStopped(preview), true);
    assert.equal(isStopped(previewOf(CREATE)), false);
  });

  it('speaks of no way back where the schema stays as it is', () => {
    const preview = previewOf({ kind: 'reindex', table: TABLE, index: 'items_kind' });
    assert.ok(describePreview(preview, ENGLISH).endsWith('there must be room for both.'));
    assert.doesNotMatch(printPreview(preview, 'shop', ENGLISH), /undo/);
  });

  it('shows a short statement also where much else is beside the question', () => {
    const rehearsal = Array.from({ length: 9 }, (_, number) => `Line ${number}.`);
    const preview = previewOf({ kind: 'drop-index', table: TABLE, index: 'items_kind' }, { rehearsal });
    assert.equal(needsDocument(preview), true);
    const text = describePreview(preview, ENGLISH);
    assert.match(text, /^DROP INDEX CONCURRENTLY public\.items_kind;\n\nLine 0\./);
    assert.match(text, /Line 5\.\nand 3 more, which are shown beside this question\.\n\nLock/);
    assert.match(printPreview(preview, 'shop', ENGLISH), /\n-- Line 8\.\n/);
  });

  it('is a document beside the question where it is long, and SQL as a whole', () => {
    assert.equal(needsDocument(previewOf(CREATE)), false);
    const partitions = ['items_1', 'items_2'].map((table) => ({
      index: plainIndex(table, `${table}_kind`, ['kind']),
    }));
    const action: MaintenanceAction = {
      kind: 'index-partitions',
      table: TABLE,
      index: plainIndex('items', 'items_kind', ['kind']),
      partitions,
    };
    const preview = previewOf(action);
    assert.equal(needsDocument(preview), true);
    assert.match(
      describePreview(preview, ENGLISH),
      /^5 statements, which are shown beside this question\.\n\n/,
    );
    const text = printPreview(preview, 'ann@localhost:5432/shop', ENGLISH);
    assert.match(
      text,
      /^-- Create the index items_kind on public\.items and its partitions, on ann@localhost:5432\/shop\n/,
    );
    assert.match(text, /\n-- To undo:\n-- DROP INDEX public\.items_kind;\n$/);
    const statements = text.split('\n').filter((line) => !/^(?:--|$|\s)/.test(line));
    assert.deepEqual(
      statements,
      preview.plan.steps.map(({ sql }) => sql.split('\n')[0]),
    );
  });
});
