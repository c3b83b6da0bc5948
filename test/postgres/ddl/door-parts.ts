import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { ActionRecord } from '../../../src/analyzers/maintenance/action-record';
import { columnKey, type IndexDefinition } from '../../../src/analyzers/indexes/index-definition';
import { formatMessage } from '../../../src/analyzers/message';
import type { ActionTimes } from '../../../src/postgres/ddl/action-options';
import { ServerConnection } from '../../../src/postgres/reading/server-connection';
import { openClient } from '../reading/open-client';

/** For tests: nobody is to wait for what a person would. */
export const SHORT_TIMES: Partial<ActionTimes> = {
  pollMs: 20,
  lockTimeoutMs: 200,
  gentleLockTimeoutMs: 200,
  pauseMs: 50,
  longestPauseMs: 200,
  cleanUpLockMs: 300,
  cleanUpTries: 2,
  lookMs: 10_000,
};

export function doorParts(connectionString: string) {
  const open = openClient({ connectionString });
  const reader = new ServerConnection(open, { patienceMs: 2_000 });
  return { openClient: open, reader, dispose: () => reader.dispose() };
}

export function plainIndex(
  table: string,
  name: string,
  columns: readonly string[],
  properties: Partial<IndexDefinition> = {},
): IndexDefinition {
  return {
    schema: 'public',
    table,
    name,
    method: 'btree',
    unique: false,
    nullsNotDistinct: false,
    keys: columns.map((column) => columnKey(column)),
    include: [],
    options: {},
    valid: true,
    ...properties,
  };
}

/** Every statement of these texts, one session, each by itself. */
export async function prepare(connectionString: string, ...statements: readonly string[]): Promise<void> {
  const client = await connect(connectionString);
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

export async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Names of the table's indexes, those that are not valid with a mark. */
export async function indexesOf(client: Client, table: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string; valid: boolean }>(
    `SELECT c.relname AS name, i.indisvalid AS valid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE i.indrelid = $1::regclass ORDER BY c.relname`,
    [table],
  );
  return rows.map(({ name, valid }) => (valid ? name : `${name} (invalid)`));
}

/** The process of an action that is in this phase, as soon as there is one. Before a build has its table it has no phase, and waits for a lock. */
export async function untilPhase(client: Client, phase: RegExp): Promise<number> {
  const seen = new Set<string>();
  for (let looks = 0; looks < 1_000; looks++) {
    const { rows } = await client.query<{ pid: number; phase: string }>(
      `SELECT a.pid, coalesce(p.phase, a.wait_event_type, '') AS phase
       FROM pg_stat_activity a LEFT JOIN pg_stat_progress_create_index p USING (pid)
       WHERE a.application_name = 'Indexwright DDL'`,
    );
    for (const row of rows) seen.add(row.phase);
    const row = rows.find((candidate) => phase.test(candidate.phase));
    if (row) return row.pid;
    await delay(5);
  }
  throw new Error(`No process came to ${phase.source}, only to ${[...seen].join('; ')}`);
}

/** The record as a person reads it: how it ended, and each sentence of the final state. */
export function told({ outcome, problem, finalState }: ActionRecord): string {
  return [outcome, ...(problem ? [formatMessage(problem)] : []), ...finalState.map(formatMessage)].join('\n');
}
