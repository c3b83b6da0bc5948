import { quoteIdentifier, quoteQualified } from '../../analyzers/sql/identifiers';
import type { Leftovers } from './step';

/** Times in milliseconds. */
export interface Limits {
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
}

/** Where nothing is said. */
export const DEFAULT_LIMITS: Limits = { statementTimeoutMs: 10_000, lockTimeoutMs: 1_000 };

/**
 * What goes before a statement, in one round trip. Nothing of a user's is in it, and all of it ends with the transaction: behind a pooler
 * the next transaction of this server process is somebody else's.
 */
export function openEnvelope({ statementTimeoutMs, lockTimeoutMs }: Limits): string {
  return [
    'BEGIN READ ONLY',
    `SET LOCAL statement_timeout = ${Math.trunc(statementTimeoutMs)}`,
    `SET LOCAL lock_timeout = ${Math.trunc(lockTimeoutMs)}`,
    `SET LOCAL idle_in_transaction_session_timeout = ${Math.trunc(statementTimeoutMs)}`,
    // The grammar's verdict holds only under it: a backslash before a quote would else move the end of a string.
    'SET LOCAL standard_conforming_strings = on',
    'SELECT pg_catalog.pg_backend_pid() AS pid',
  ].join('; ');
}

/**
 * What goes after it, in one round trip: a pooler gives the process to the next when all of it is done. Prepared statements outlive a rollback.
 * An advisory lock of the session does so too, and a function that is wrongly marked IMMUTABLE can take one while its query is planned. Behind
 * a pooler the session is shared, and its locks may be somebody else's.
 * Hypothetical indexes are all taken away, as they would be in the next one's plans: nobody keeps any over several transactions of a pool.
 */
export function closeEnvelope(isPooled: boolean, { prepared, hypotheticalBy }: Leftovers): string {
  return [
    'ROLLBACK',
    ...prepared.map((name) => `DEALLOCATE ${quoteIdentifier(name)}`),
    ...(hypotheticalBy === undefined ? [] : resetHypothetical(hypotheticalBy)),
    ...(isPooled ? [] : ['SELECT pg_catalog.pg_advisory_unlock_all()']),
  ].join('; ');
}

/** Whoever made the function of this name: it cannot write either. */
function resetHypothetical(schema: string): readonly string[] {
  return ['BEGIN READ ONLY', `SELECT ${quoteQualified(schema, 'hypopg_reset')}()`, 'ROLLBACK'];
}
