import type { Client } from 'pg';
import type { Expression } from '../../../src/analyzers/sql/model';
import { columnKey, type IndexDefinition } from '../../../src/analyzers/indexes/index-definition';
import { plainIndex } from './door-parts';

/** Keeps a build in one phase of its work until somebody lets it go. */
export interface HeldPhase {
  readonly name: string;
  /** In `pg_stat_progress_create_index`. */
  readonly phase: RegExp;
  /** Before the build begins; in a session of its own, whose transaction stays open. */
  readonly hold?: readonly string[];
  /** In another session, when the build reads the table; its transaction stays open. */
  readonly meanwhile?: readonly string[];
  /** Calls a function that sleeps for each of the last rows. */
  readonly isSlow?: true;
  /** Compares by a function that sleeps. */
  readonly sortsSlowly?: true;
}

/** The table with 300 rows, of which the function is slow for those above 250. */
export const HELD_SCHEMA = [
  'CREATE TABLE other (id int)',
  `CREATE FUNCTION slow(n int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS
     'BEGIN IF n > 250 THEN PERFORM pg_catalog.pg_sleep(0.02); END IF; RETURN n; END'`,
  `CREATE FUNCTION slow_compare(a int, b int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS
     'BEGIN PERFORM pg_catalog.pg_sleep(0.02); RETURN pg_catalog.btint4cmp(a, b); END'`,
  `CREATE OPERATOR CLASS slow_order FOR TYPE int USING btree AS
     OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 slow_compare(int, int)`,
];

export const HELD_TABLE = [
  'DROP TABLE IF EXISTS items',
  'CREATE TABLE items (id int, kind int)',
  'INSERT INTO items SELECT n, n % 7 FROM generate_series(1, 300) n',
];

/** "Loading tuples" and the sorts of the validation have nothing of ours in them that could wait. */
export const HELD_PHASES: readonly HeldPhase[] = [
  {
    name: 'when it waits for the table',
    phase: /^Lock$/,
    hold: ['BEGIN; LOCK TABLE items IN SHARE UPDATE EXCLUSIVE MODE'],
  },
  {
    name: 'when it waits for writers before it reads',
    phase: /^waiting for writers before build$/,
    hold: ['BEGIN; INSERT INTO items VALUES (1, 1)'],
  },
  { name: 'when it reads the table', phase: /scanning table$/, isSlow: true },
  { name: 'when it sorts', phase: /sorting live tuples$/, sortsSlowly: true },
  {
    name: 'when it waits for writers before it checks',
    phase: /^waiting for writers before validation$/,
    meanwhile: ['BEGIN; INSERT INTO items VALUES (2, 2)'],
    isSlow: true,
  },
  {
    name: 'when it reads what was written meanwhile',
    phase: /^index validation: scanning table$/,
    meanwhile: ['INSERT INTO items SELECT 251 + n, 3 FROM generate_series(1, 60) n'],
    isSlow: true,
  },
  {
    name: 'when it waits for old snapshots',
    phase: /^waiting for old snapshots$/,
    hold: ['BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM other'],
  },
];

export function heldIndex(held: HeldPhase, slowKey: Expression): IndexDefinition {
  if (held.sortsSlowly) {
    return plainIndex('items', 'items_held', [], { keys: [columnKey('id', { opclass: 'slow_order' })] });
  }
  return held.isSlow
    ? plainIndex('items', 'items_held', [], {
        keys: [{ kind: 'expression', expression: slowKey, descending: false, nullsFirst: false }],
      })
    : plainIndex('items', 'items_held', ['id']);
}

export async function runAll(client: Client, statements: readonly string[] = []): Promise<void> {
  for (const statement of statements) await client.query(statement);
}
