// @ts-check
import { readFile } from 'node:fs/promises';

/**
 * Fills a migrated, empty database with the demo's load, and leaves its statistics and visibility as autovacuum would.
 *
 * @param {import('pg').Client} client
 * @param {number} scale 1 for more than half a million events
 */
export async function loadDemo(client, scale) {
  await client.query('SELECT set_config($1, $2, false)', ['demo.scale', String(scale)]);
  await client.query(await readFile(new URL('load.sql', import.meta.url), 'utf8'));
  await client.query('VACUUM (ANALYZE)');
}
