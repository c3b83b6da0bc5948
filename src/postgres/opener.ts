import { formatMessage } from '../analyzers/message';
import { describeConnectionProblem, type ConnectionProblem } from './connection/connection-problem';
import { findPassword, type PasswordSources } from './connection/find-password';
import { openClient } from './connection/open-client';
import type { Target } from './connection/target';
import { ReadFailure } from './reading/read-failure';
import type { OpenClient } from './reading/server-connection';

/** A target that cannot be connected to. */
export class ConnectionFailure extends Error {
  override readonly name = 'ConnectionFailure';

  constructor(readonly problem: ConnectionProblem) {
    super(formatMessage(problem.message));
  }
}

/** How a `ServerConnection` opens what it reads over: each time anew, since passwords of a vault last for minutes. */
export function openerFor(target: Target, sources: PasswordSources): OpenClient {
  return async (signal) => {
    const opening = await openClient(target, {
      findPassword: (host) => findPassword(target, host, { ...sources, signal }),
      environment: sources.world.environment,
      signal,
    });
    if (opening.kind === 'failed') throw new ConnectionFailure(opening.problem);
    return opening.client;
  };
}

/** What a person should hear of an error that a reading ended with. */
export function problemOf(error: unknown, target: Target): ConnectionProblem {
  if (error instanceof ConnectionFailure) return error.problem;
  if (error instanceof ReadFailure) {
    return { kind: 'lost', message: error.sentence, action: 'try-again', notes: [] };
  }
  return describeConnectionProblem(error, { target });
}
