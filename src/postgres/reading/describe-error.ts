import { DatabaseError } from 'pg';
import { message, type Message } from '../../analyzers/message';
import { ReadFailure } from './read-failure';

/** What a reading failed with, in a sentence that says what to do. */
export function describeReadError(error: unknown): Message {
  if (error instanceof ReadFailure) return error.sentence;
  if (!(error instanceof DatabaseError)) {
    return message('The reading failed: {0}', error instanceof Error ? error.message : String(error));
  }
  return describeServerError(error);
}

/** By SQLSTATE: the texts are in the server's language. */
function describeServerError(error: DatabaseError): Message {
  switch (error.code) {
    case '55P03':
      return message(
        'A table is locked, so the server cannot answer now. Wait until the ALTER, VACUUM FULL or LOCK that holds it has ended.',
      );
    case '57014':
      return message(
        'The server did not finish within the time limit, or an administrator cancelled the statement. Try again when it is less busy.',
      );
    case '42501':
      return message(
        'The role may not read this: {0}. Have it granted, or connect as a role that may.',
        error.message,
      );
    case '42P01':
    case '42703':
    case '3F000':
      return message(
        'The database is not as it was when it was read last: {0}. Read the schema again.',
        error.message,
      );
    case '25006':
      return message(
        'The statement would write while it is planned ({0}), so the server refused it. Look for a function that is wrongly marked IMMUTABLE or STABLE.',
        error.message,
      );
    case '40001':
      return message(
        'The standby ended the statement because it had to apply changes of the primary. Read again.',
      );
    case '54001':
      return message('The statement is nested too deeply for the server: {0}', error.message);
    default:
      return message('The server refused: {0}', error.message);
  }
}
