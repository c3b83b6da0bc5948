import { DatabaseError } from 'pg';
import { formatMessage, message, type Message } from '../../analyzers/message';

/** A reading that ended for another reason than an error in its statement. */
export class ReadFailure extends Error {
  override readonly name = 'ReadFailure';

  constructor(
    readonly sentence: Message,
    options?: ErrorOptions,
  ) {
    super(formatMessage(sentence), options);
  }
}

/** The link to the server is gone: the reading may be repeated over a new one, where that cannot do harm. */
export class LinkLost extends ReadFailure {
  constructor(
    sentence: Message,
    readonly mayRepeat: boolean,
    options?: ErrorOptions,
  ) {
    super(sentence, options);
  }
}

export function disposedFailure(): ReadFailure {
  return new ReadFailure(message('This connection was closed. Connect again to read from the server.'));
}

export function notAnswering(waitedMs: number, mayRepeat: boolean): LinkLost {
  const seconds = Math.round(waitedMs / 1000);
  return new LinkLost(
    message(
      'The server has not answered for {0} seconds, so the connection was given up. Check the network or the VPN, then read again.',
      seconds,
    ),
    mayRepeat,
  );
}

/**
 * A statement that ran when the link broke without a word may have been what broke it (a crash of the server process), so it is not sent
 * again by itself.
 */
export function linkLost(cause: unknown, isRunning: boolean): LinkLost {
  const code = cause instanceof DatabaseError ? cause.code : undefined;
  switch (code) {
    // admin_shutdown, cannot_connect_now
    case '57P01':
    case '57P03':
      return new LinkLost(
        message(
          'The server ended the connection because it is shutting down or an administrator asked for it. Read again to reconnect.',
        ),
        true,
        { cause },
      );
    // crash_shutdown
    case '57P02':
      return new LinkLost(
        message(
          'The server ended all connections because one of its processes crashed. Read again when it has recovered.',
        ),
        false,
        { cause },
      );
    // idle_session_timeout, idle_in_transaction_session_timeout
    case '57P05':
    case '25P03':
      return new LinkLost(
        message('The server ended the connection because it was idle for too long. Read again to reconnect.'),
        true,
        { cause },
      );
    default:
      return new LinkLost(
        isRunning
          ? message(
              'The connection was lost while the server worked on the answer. Nothing was changed there. Read again to reconnect.',
            )
          : message('The connection to the server was lost. Read again to reconnect.'),
        !isRunning,
        { cause },
      );
  }
}
