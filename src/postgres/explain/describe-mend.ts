import { message, type Message } from '../../analyzers/message';
import type { MendableCode } from './cast-candidates';

/** @param label of the parameter as the code has it, @param cast the same with its type */
export function describeMend(code: MendableCode, label: string, cast: string): Message {
  switch (code) {
    case '42P18':
      return message(
        'Nothing in the query tells the type of {0}, so the server refuses it unless the driver states one. Write {1}.',
        label,
        cast,
      );
    case '42P08':
      return message(
        'The server settles the type of {0} at its first use, and that does not fit a later one. Write {1} there.',
        label,
        cast,
      );
    case '42883':
      return message(
        'The server gives {0} the type of what stands beside it, and then finds no operator or function for the result. Write {1}.',
        label,
        cast,
      );
    case '42725':
      return message(
        'Without a type of {0} the server cannot choose between several functions of this name. Write {1}.',
        label,
        cast,
      );
  }
}
