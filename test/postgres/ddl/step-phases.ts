import type { MaintenanceAction } from '../../../src/analyzers/maintenance/maintenance-action';
import { columnKey } from '../../../src/analyzers/indexes/index-definition';
import { plainIndex } from './door-parts';

export const ITEMS = { schema: 'public', name: 'items' };
const PARTS = { schema: 'public', name: 'parts' };

/** Whoever works under Indexwright's name, as an observer sees it. */
export interface SeenWork {
  /** In `pg_stat_progress_create_index`; empty where there is none. */
  readonly phase: string;
  readonly isWaiting: boolean;
  readonly query: string;
  /** Of indexes of the tables that are worked on, those that a DROP has brought past its last readers. */
  readonly dead: number;
}

/** A moment of an action that lasts until somebody lets it go. */
export interface StepPhase {
  readonly name: string;
  readonly action: MaintenanceAction;
  /** Before the action, each by itself. */
  readonly before?: readonly string[];
  /** In a session whose transaction stays open. */
  readonly hold?: string;
  /** As soon as the work is seen there, another session says this and keeps its transaction open, and the first lets go. */
  readonly handOver?: { readonly at: (work: SeenWork) => boolean; readonly hold: string };
  readonly isThere: (work: SeenWork) => boolean;
  /** Sentences of the final state, and the indexes that are left, after everybody has let go. */
  readonly state: RegExp;
  readonly left: readonly string[];
  /** The kinds of the actions that are offered for repair. */
  readonly repairs?: readonly MaintenanceAction['kind'][];
}

const phase =
  (name: string) =>
  (work: SeenWork): boolean =>
    work.phase === name;
const waits =
  (command: RegExp, dead = 0) =>
  (work: SeenWork): boolean =>
    work.isWaiting && work.phase === '' && command.test(work.query) && work.dead === dead;

const LOCKED = 'BEGIN; LOCK TABLE items IN SHARE UPDATE EXCLUSIVE MODE';
const WRITER = 'BEGIN; INSERT INTO items VALUES (1, 1)';
const READER = 'BEGIN; SELECT * FROM items LIMIT 1';
const OLD_SNAPSHOT = 'BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM other';
const UNCHANGED = /^No index has changed\.$/;
const MEANWHILE_AT = phase('building index: scanning table');

const HELD = 'CREATE INDEX items_held ON items (kind)';
/** Quick when it is made, slow when it is made anew. */
const SLOW = [
  'CREATE OR REPLACE FUNCTION slow_later(n int) RETURNS int IMMUTABLE LANGUAGE sql RETURN n',
  'CREATE INDEX items_held ON items (slow_later(id))',
  `CREATE OR REPLACE FUNCTION slow_later(n int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS
     'BEGIN IF n > 250 THEN PERFORM pg_catalog.pg_sleep(0.02); END IF; RETURN n; END'`,
];

const REINDEX: MaintenanceAction = { kind: 'reindex', table: ITEMS, index: 'items_held' };
const rebuild = (name: string, parts: Omit<StepPhase, 'name' | 'action' | 'state' | 'left'>): StepPhase => ({
  name: `a REINDEX ${name}`,
  action: REINDEX,
  before: [HELD],
  state: UNCHANGED,
  left: ['items_held'],
  ...parts,
});
const swapped = (name: string, parts: Omit<StepPhase, 'name' | 'action' | 'state' | 'left'>): StepPhase => ({
  ...rebuild(name, parts),
  state: /^items_held was built anew and is valid\.$/,
});

export const REBUILD_PHASES: readonly StepPhase[] = [
  rebuild('when it waits for the table', { hold: LOCKED, isThere: waits(/^REINDEX/) }),
  rebuild('when it waits for writers before it reads', {
    hold: WRITER,
    isThere: phase('waiting for writers before build'),
  }),
  rebuild('when it reads the table', { before: SLOW, isThere: MEANWHILE_AT }),
  rebuild('when it waits for writers before it checks', {
    before: SLOW,
    handOver: { at: MEANWHILE_AT, hold: WRITER },
    isThere: phase('waiting for writers before validation'),
  }),
  rebuild('when it reads what was written meanwhile', {
    before: SLOW,
    handOver: {
      at: MEANWHILE_AT,
      hold: 'INSERT INTO items SELECT 251 + n, 3 FROM generate_series(1, 60) n',
    },
    isThere: phase('index validation: scanning table'),
  }),
  rebuild('when it waits for old snapshots', {
    hold: OLD_SNAPSHOT,
    isThere: phase('waiting for old snapshots'),
  }),
  swapped('when the new index is in its place and the old one has readers', {
    hold: READER,
    isThere: phase('waiting for readers before marking dead'),
  }),
  swapped('when the old index is dead and is to be dropped', {
    hold: READER,
    handOver: { at: phase('waiting for readers before marking dead'), hold: READER },
    isThere: phase('waiting for readers before dropping'),
  }),
];

const DROP: MaintenanceAction = { kind: 'drop-index', table: ITEMS, index: 'items_held' };
const HALF_DROPPED = /^items_held is invalid now: no query uses it\.\nitems_held is half dropped: /;

const DROP_PHASES: readonly StepPhase[] = [
  {
    name: 'a DROP when it waits for the table',
    action: DROP,
    before: [HELD],
    hold: LOCKED,
    isThere: waits(/^DROP/),
    state: UNCHANGED,
    left: ['items_held'],
  },
  {
    name: 'a DROP when the index still has readers',
    action: DROP,
    before: [HELD],
    hold: READER,
    isThere: waits(/^DROP/),
    state: HALF_DROPPED,
    left: ['items_held (invalid)'],
    repairs: ['drop-index'],
  },
  {
    name: 'a DROP when the index is dead',
    action: DROP,
    before: [HELD],
    hold: READER,
    handOver: { at: waits(/^DROP/), hold: READER },
    isThere: waits(/^DROP/, 1),
    state: HALF_DROPPED,
    left: ['items_held (invalid)'],
    repairs: ['drop-index'],
  },
];

const REPLACE: MaintenanceAction = {
  kind: 'replace-index',
  table: ITEMS,
  old: 'items_held',
  index: plainIndex('items', 'items_held', ['kind', 'id']),
};
const BUILT = 'items_held_new is there and valid\\.';
const IN_VAIN = 'items_held_new is built and valid, and what was to come after it has not been done: ';

const REPLACE_PHASES: readonly StepPhase[] = [
  {
    name: 'a replacement when the new index is built',
    action: REPLACE,
    before: [HELD],
    hold: WRITER,
    isThere: phase('waiting for writers before build'),
    state: UNCHANGED,
    left: ['items_held'],
  },
  {
    name: 'a replacement when the old index has readers',
    action: REPLACE,
    before: [HELD],
    hold: READER,
    isThere: waits(/^DROP/),
    state: new RegExp(
      `^items_held is invalid now: .*\n${BUILT}\nitems_held is half dropped: .*\n${IN_VAIN}.*$`,
    ),
    left: ['items_held (invalid)', 'items_held_new'],
    repairs: ['drop-index'],
  },
  {
    name: 'a replacement when the new index is to get its name',
    action: REPLACE,
    before: [HELD],
    hold: READER,
    handOver: { at: waits(/^DROP/), hold: 'BEGIN; ALTER INDEX items_held_new SET (fillfactor = 90)' },
    isThere: waits(/^ALTER INDEX/),
    state: new RegExp(`^${BUILT}\nitems_held is gone\\.\n${IN_VAIN}.*$`),
    left: ['items_held_new'],
  },
];

const SWAP: MaintenanceAction = {
  kind: 'add-constraint',
  table: ITEMS,
  constraint: { kind: 'unique', name: 'items_id' },
  index: plainIndex('items', 'items_id', [], { keys: [columnKey('id')] }),
  replaces: false,
};

const CONSTRAINT_PHASES: readonly StepPhase[] = [
  {
    name: 'a constraint when its index is built',
    action: SWAP,
    hold: WRITER,
    isThere: phase('waiting for writers before build'),
    state: UNCHANGED,
    left: [],
  },
  {
    name: 'a constraint when it waits for the table',
    action: SWAP,
    hold: READER,
    isThere: waits(/^ALTER TABLE/),
    state: /^items_id is there and valid\.\nitems_id is built and valid, and what was to come after it /,
    left: ['items_id'],
  },
];

const PARTITIONS: MaintenanceAction = {
  kind: 'index-partitions',
  table: PARTS,
  index: plainIndex('parts', 'parts_id', ['id']),
  partitions: [{ index: plainIndex('parts_1', 'parts_1_id', ['id']) }],
};
const PARENT_WAITS = 'parts_id is there and invalid: no query uses it\\.';

const PARTITION_PHASES: readonly StepPhase[] = [
  {
    name: 'a recipe for partitions when it waits for the parent',
    action: PARTITIONS,
    hold: 'BEGIN; INSERT INTO parts VALUES (1, 1)',
    isThere: waits(/^CREATE INDEX/),
    state: UNCHANGED,
    left: [],
  },
  {
    name: "a recipe for partitions when a partition's index is built",
    action: PARTITIONS,
    hold: 'BEGIN; INSERT INTO parts_1 VALUES (1, 1)',
    isThere: phase('waiting for writers before build'),
    state: new RegExp(`^${PARENT_WAITS}$`),
    left: ['parts_id (invalid)'],
  },
  {
    name: 'a recipe for partitions when an index is to be attached',
    action: PARTITIONS,
    before: ['CREATE INDEX parts_1_id ON parts_1 (id)'],
    hold: 'BEGIN; SELECT * FROM parts_1 WHERE id = 1',
    isThere: waits(/^ALTER INDEX/),
    state: new RegExp(`^${PARENT_WAITS}$`),
    left: ['parts_1_id', 'parts_id (invalid)'],
  },
];

export const STEP_PHASES: readonly StepPhase[] = [
  ...DROP_PHASES,
  ...REPLACE_PHASES,
  ...CONSTRAINT_PHASES,
  ...PARTITION_PHASES,
];
