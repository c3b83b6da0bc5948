import assert from 'node:assert/strict';
import type { Client } from 'pg';
import { parseJsonPlan } from '../../../src/analyzers/plans/parse-json-plan';
import type { Plan } from '../../../src/analyzers/plans/plan';

/** The server's plan for these values, in a transaction that is rolled back; `before` is run in it. */
export async function explainWith(
  client: Client,
  sql: string,
  values: readonly unknown[] = [],
  { analyze = false, before = '' }: { readonly analyze?: boolean; readonly before?: string } = {},
): Promise<Plan> {
  await client.query(`BEGIN; ${before}`);
  try {
    const options = analyze ? 'FORMAT JSON, ANALYZE, BUFFERS' : 'FORMAT JSON';
    const { rows } = await client.query<{ 'QUERY PLAN': unknown }>(`EXPLAIN (${options}) ${sql}`, [
      ...values,
    ]);
    const reading = parseJsonPlan(rows[0]?.['QUERY PLAN']);
    assert.equal(reading.kind, 'plan');
    return reading.plan;
  } finally {
    await client.query('ROLLBACK');
  }
}
