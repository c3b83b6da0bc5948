import type { Client } from 'pg';
import { formatMessage, message, type Message } from '../../analyzers/message';

/** Nothing was begun, and nothing has changed. */
export class DdlRefusal extends Error {
  override readonly name = 'DdlRefusal';

  constructor(readonly sentence: Message) {
    super(formatMessage(sentence));
  }
}

interface SessionFacts {
  readonly pid: number;
  readonly isStandby: boolean;
  readonly isReadOnly: boolean;
}

/** What no statement of an action could work with, whatever it is. */
export async function sessionRefusal(client: Client): Promise<DdlRefusal | undefined> {
  const { rows } = await client.query<SessionFacts>(
    `SELECT pg_catalog.pg_backend_pid() AS pid, pg_catalog.pg_is_in_recovery() AS "isStandby",
       pg_catalog.current_setting('default_transaction_read_only') = 'on' AS "isReadOnly"`,
  );
  const [facts] = rows;
  if (!facts) throw new Error('The server did not say its process id.');
  const sentence = describeRefusal(facts, client.processID);
  return sentence && new DdlRefusal(sentence);
}

function describeRefusal(facts: SessionFacts, processId: number | null): Message | undefined {
  // Time limits would be set on one process of the server and left there, and the build run on another.
  if (facts.pid !== processId) {
    return message(
      'This connection goes through a pooler, which may give each statement to another session. Connect to the server itself to change its indexes.',
    );
  }
  if (facts.isStandby) {
    return message(
      'This server is a standby: it takes no changes. Connect to the primary; the standby follows.',
    );
  }
  if (facts.isReadOnly) {
    return message(
      'This role may only read (default_transaction_read_only is on). Connect as the role that owns the table.',
    );
  }
  return undefined;
}
