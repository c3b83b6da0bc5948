import assert from 'node:assert/strict';
import type { Client } from 'pg';

/** Counters of a server come late: of 14 by a process of their own. */
export async function waitUntil(client: Client, condition: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { rows } = await client.query<{ met: boolean | null }>(`SELECT (${condition}) AS met`);
    if (rows[0]?.met === true) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(condition);
}
