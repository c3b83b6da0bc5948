import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import type { EmbeddedPostgres } from '../../../scripts/servers/embedded-postgres.mjs';

/** Each gives one text; together everything that a document of the corpus could have changed. */
const TEXTS: Readonly<Record<string, string>> = {
  relations:
    'SELECT string_agg(oid::regclass || relkind::text || relfilenode, $$ $$ ORDER BY oid) FROM pg_class',
  sequences: 'SELECT string_agg(s::text, $$ $$) FROM pg_sequences s',
  functions: 'SELECT count(*)::text FROM pg_proc',
  extensions: 'SELECT string_agg(extname, $$ $$ ORDER BY 1) FROM pg_extension',
  databases: 'SELECT string_agg(datname, $$ $$ ORDER BY 1) FROM pg_database',
  roles: 'SELECT string_agg(r::text, $$ $$ ORDER BY oid) FROM pg_roles r',
  storedSettings: 'SELECT string_agg(s::text, $$ $$) FROM pg_db_role_setting s',
  settings:
    'SELECT string_agg(name || setting, $$ $$ ORDER BY name) FROM pg_settings WHERE name NOT LIKE $$plpgsql.%$$',
  largeObjects: 'SELECT count(*)::text FROM pg_largeobject_metadata',
  preparedTransactions: 'SELECT count(*)::text FROM pg_prepared_xacts',
  slots: 'SELECT count(*)::text FROM pg_replication_slots',
  eventTriggers: 'SELECT count(*)::text FROM pg_event_trigger',
  labels: 'SELECT count(*)::text FROM pg_seclabels',
};

const TABLES = [
  'victims',
  'archive',
  'parted',
  'ruled',
  'triggered',
  'parents',
  'children',
  'lying_default',
  'summary',
];

/** What there is in the database and around it. */
export async function describeWorld(
  client: Client,
  server: EmbeddedPostgres,
): Promise<Record<string, unknown>> {
  const world: Record<string, unknown> = {
    file: existsSync(join(server.home, 'data', 'hostile.txt')),
  };
  for (const [name, query] of Object.entries(TEXTS)) world[name] = await textOf(client, query);
  for (const table of TABLES) {
    world[table] = await textOf(
      client,
      `SELECT md5(string_agg(t::text, $$ $$ ORDER BY t::text)) FROM ${table} t`,
    );
  }
  return world;
}

/** Locks and transactions of Indexwright's processes. */
export async function describeTraces(client: Client): Promise<unknown> {
  const { rows } = await client.query(
    `SELECT state, locktype, mode FROM pg_stat_activity LEFT JOIN pg_locks USING (pid)
     WHERE application_name = 'Indexwright' AND (state <> 'idle' OR locktype IS NOT NULL)`,
  );
  return rows;
}

async function textOf(client: Client, query: string): Promise<unknown> {
  const { rows } = await client.query<unknown[]>({ text: query, rowMode: 'array' });
  return rows[0]?.[0];
}
