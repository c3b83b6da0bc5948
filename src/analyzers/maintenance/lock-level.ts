import { message, type Message } from '../message';

/** Locks on a table as `pg_locks` names them, of those that maintenance takes. */
export type LockMode = 'ShareUpdateExclusiveLock' | 'ShareLock' | 'AccessExclusiveLock';

/** As the manual writes it. https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES */
export function lockWords(mode: LockMode): string {
  switch (mode) {
    case 'ShareUpdateExclusiveLock':
      return 'SHARE UPDATE EXCLUSIVE';
    case 'ShareLock':
      return 'SHARE';
    case 'AccessExclusiveLock':
      return 'ACCESS EXCLUSIVE';
  }
}

/** What others cannot do to the table while the lock is held or waited for. */
export function describeLock(mode: LockMode): Message {
  switch (mode) {
    case 'ShareUpdateExclusiveLock':
      return message(
        'Reads and writes go on. Only VACUUM, ANALYZE, other index builds and changes of the table wait.',
      );
    case 'ShareLock':
      return message('Reads go on. Writes wait.');
    case 'AccessExclusiveLock':
      return message('Reads and writes wait.');
  }
}

/** The heavier of two. */
export function heavierLock(a: LockMode, b: LockMode): LockMode {
  return ORDER.indexOf(a) > ORDER.indexOf(b) ? a : b;
}

const ORDER: readonly LockMode[] = ['ShareUpdateExclusiveLock', 'ShareLock', 'AccessExclusiveLock'];
