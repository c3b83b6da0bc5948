import assert from 'node:assert/strict';
import type { Client } from 'pg';
import { type PlanNode, planNodes } from '../plan-nodes';

/**
 * Of the tables that are new in this database, were written anew there, or got an index: the others are as their template has them, with its
 * statistics. What came later has a number above the database's own.
 */
export async function refreshStatistics(client: Client, how: 'ANALYZE' | 'VACUUM (ANALYZE)'): Promise<void> {
  const { rows } = await client.query<{ tables: string | null }>(
    `SELECT string_agg(c.oid::regclass::text, ', ') AS tables
     FROM pg_class c CROSS JOIN pg_database d WHERE d.datname = current_database() AND c.relkind IN ('r', 'p', 'm')
       AND c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'pg_toast'::regnamespace)
       AND (c.oid > d.oid OR c.relfilenode > d.oid OR EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid AND indexrelid > d.oid))`,
  );
  const tables = rows[0]?.tables;
  if (typeof tables === 'string') await client.query(`${how} ${tables}`);
}

export async function indexNames(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT indexname AS name FROM pg_indexes WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1",
  );
  return rows.map(({ name }) => name);
}

export async function assertNoInvalidIndex(client: Client): Promise<void> {
  const { rows } = await client.query(
    'SELECT indexrelid::regclass FROM pg_index WHERE NOT (indisvalid AND indisready)',
  );
  assert.deepEqual(rows, []);
}

/** No script that we write takes a plan from the queries that share its connection. */
export async function assertPlannerAsBefore(client: Client): Promise<void> {
  const { rows } = await client.query(
    "SELECT name FROM pg_settings WHERE name LIKE 'enable%' AND setting <> reset_val",
  );
  assert.deepEqual(rows, []);
}

export async function rowsOf(client: Client, text: string, values: readonly unknown[]): Promise<unknown[][]> {
  const { rows } = await client.query<unknown[]>({ text, values: [...values], rowMode: 'array' });
  return rows;
}

export async function planOf(
  client: Client,
  text: string,
  values: readonly unknown[],
): Promise<readonly PlanNode[]> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `EXPLAIN (FORMAT JSON) ${text}`,
    [...values],
  );
  const plan = rows[0]?.['QUERY PLAN'][0].Plan;
  assert.ok(plan);
  return planNodes(plan);
}

export async function indexesUsed(
  client: Client,
  text: string,
  values: readonly unknown[],
): Promise<readonly string[]> {
  await client.query('BEGIN');
  try {
    // The tables of tests are small: the question is whether the index can serve, not whether it pays here.
    await client.query('SET LOCAL enable_seqscan = off');
    const nodes = await planOf(client, text, values);
    return nodes.flatMap((node) => node['Index Name'] ?? []);
  } finally {
    await client.query('ROLLBACK');
  }
}
