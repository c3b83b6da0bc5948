import { DatabaseError } from 'pg';
import { message, type Message } from '../../analyzers/message';
import { ConnectionFailure } from '../opener';
import { DdlRefusal } from './session-refusal';

/** What a statement of an action failed with, in a sentence that says what to do. */
export function describeDdlError(error: unknown): Message {
  if (error instanceof DdlRefusal) return error.sentence;
  if (error instanceof ConnectionFailure) return error.problem.message;
  if (!(error instanceof DatabaseError)) {
    return message('The connection was lost: {0}', error instanceof Error ? error.message : String(error));
  }
  return describeServerError(error);
}

/** By SQLSTATE: the texts are in the server's language. */
function describeServerError({ code, message: text }: DatabaseError): Message {
  switch (code) {
    case '55P03':
      return message(
        'Somebody holds the table, and waiting longer would have held everybody up. Look who has a long transaction open, then try again.',
      );
    case '57014':
      return message(
        'The server cancelled the statement: a time limit was reached, or an administrator ended it.',
      );
    case '57P01':
    case '57P02':
    case '57P03':
      return message('The server ended the session: {0}', text);
    case '40P01':
      return message(
        'The server ended the statement because it and another waited for each other. Try again.',
      );
    case '23505':
      return message(
        'The index cannot be unique: there are rows with the same key. {0}. Find them, decide which stays, and build again.',
        text,
      );
    case '23502':
      return message('There are NULLs where the key may have none: {0}', text);
    case '53100':
      return message('There is no room left on the server: {0}', text);
    case '53400':
      return message(
        'The build would need more temporary room than temp_file_limit allows: {0}. Raise maintenance_work_mem or temp_file_limit for the role.',
        text,
      );
    case '42501':
      return message('The role may not do this: {0}. Connect as the role that owns the table.', text);
    case '42P07':
      return message('The name is taken: {0}. Choose another one.', text);
    case '42704':
    case '42P01':
      return message(
        'The database is not as it was when it was read last: {0}. Read the schema again.',
        text,
      );
    case '2BP01':
      return message('Something else needs it: {0}', text);
    case '42P17':
      return message('PostgreSQL refuses the definition: {0}', text);
    default:
      return message('The server refused: {0}', text);
  }
}

export function errorCodeOf(error: unknown): string | undefined {
  return error instanceof DatabaseError ? error.code : undefined;
}
