import assert from 'node:assert/strict';
import type { MaintenanceAction } from '../../../../src/analyzers/maintenance/maintenance-action';
import { isPlan, planAction } from '../../../../src/analyzers/maintenance/plan-action';
import { reverseAction } from '../../../../src/analyzers/maintenance/reverse-action';
import { reverseOf } from '../../../../src/analyzers/maintenance/reverse-of-action';
import { plainIndex } from '../../plain-index';

const TABLE = { schema: 'public', name: 'items' };
const INDEX = plainIndex('items', 'items_kind', ['kind']);
const NEW = plainIndex('items', 'items_kind_id', ['kind', 'id']);

const ACTIONS: readonly MaintenanceAction[] = [
  { kind: 'create-index', table: TABLE, index: INDEX },
  { kind: 'index-partitions', table: TABLE, index: INDEX, partitions: [] },
  { kind: 'replace-index', table: TABLE, old: 'items_kind', oldDefinition: INDEX, index: NEW },
  { kind: 'drop-index', table: TABLE, index: 'items_kind', definition: INDEX },
  {
    kind: 'drop-index',
    table: TABLE,
    index: 'items_kind',
    definition: INDEX,
    ofPartitioned: true,
    partitions: [{ index: plainIndex('items_1', 'items_1_kind', ['kind']) }],
  },
  { kind: 'rename-index', table: TABLE, index: 'items_kind', to: 'other' },
  { kind: 'set-statistics', table: TABLE, column: 'kind', target: 500, before: -1 },
  {
    kind: 'set-autovacuum',
    table: TABLE,
    options: { autovacuum_vacuum_scale_factor: '0.01' },
    before: { autovacuum_vacuum_scale_factor: null },
  },
  {
    kind: 'add-constraint',
    table: TABLE,
    constraint: { kind: 'unique', name: 'items_kind' },
    index: INDEX,
    replaces: false,
  },
  { kind: 'drop-constraint', table: TABLE, constraint: { kind: 'unique', name: 'items_kind' }, index: INDEX },
];

describe('What undoes an action', () => {
  for (const action of ACTIONS) {
    it(`runs what is printed beside ${action.kind}`, () => {
      const reverse = reverseAction(action);
      assert.ok(reverse);
      const plan = planAction(reverse);
      assert.ok(isPlan(plan));
      assert.deepEqual(
        plan.steps.map(({ sql }) => sql),
        reverseOf(action),
      );
    });
  }

  it('is nothing where nothing is printed, and where it is no action here', () => {
    const actions: readonly MaintenanceAction[] = [
      { kind: 'reindex', table: TABLE, index: 'items_kind' },
      { kind: 'drop-index', table: TABLE, index: 'items_kind' },
      { kind: 'replace-index', table: TABLE, old: 'items_kind', oldDefinition: INDEX, index: INDEX },
      { kind: 'vacuum', table: TABLE },
      {
        kind: 'add-constraint',
        table: TABLE,
        constraint: { kind: 'unique', name: 'items_kind' },
        index: INDEX,
        replaces: true,
      },
    ];
    assert.deepEqual(actions.map(reverseAction), [undefined, undefined, undefined, undefined, undefined]);
  });
});
