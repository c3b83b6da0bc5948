// @ts-check
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {import('./read-case.mjs').GoldenCase} GoldenCase */
/** @typedef {import('./servers.mjs').GoldenServers} GoldenServers */

/**
 * Writes `plan.json` and, unless the case says no, `plan.txt`. The two come from two runs: everything but their times must be equal, so
 * what a first run finds unread is read before.
 *
 * @param {string} folder of the case
 * @param {GoldenCase} golden
 * @param {GoldenServers} servers
 */
export async function writePlans(folder, golden, servers) {
  const json = await explain(golden, 'JSON', servers);
  writeFileSync(join(folder, 'plan.json'), `${json.join('\n')}\n`);
  rmSync(join(folder, 'plan.txt'), { force: true });
  if (!golden.hasText) return;
  const text = await explain(golden, 'TEXT', servers);
  writeFileSync(join(folder, 'plan.txt'), `${text.join('\n')}\n`);
}

/**
 * @param {GoldenCase} golden
 * @param {'JSON' | 'TEXT'} format
 * @param {GoldenServers} servers
 */
async function explain(golden, format, servers) {
  const client = await servers.connect(golden);
  const options = golden.options === '' ? [] : golden.options.split(',').map((option) => option.trim());
  const statement = `EXPLAIN (${[...options, `FORMAT ${format}`].join(', ')}) ${golden.query}`;
  try {
    for (const before of golden.before) await client.query(before);
    // In a database of its own a second run would find what the first one wrote.
    await client.query(golden.isAlone ? `EXPLAIN ${golden.query}` : statement);
    /** @type {import('pg').QueryResult<string[]>} */
    const { rows } = await client.query({ text: statement, rowMode: 'array', types: AS_PRINTED });
    return rows.map(([line = '']) => line);
  } finally {
    await client.end();
  }
}

/** The server's own print of JSON: `"Actual Rows": 1.00` says more than the number. */
const AS_PRINTED = { getTypeParser: () => (/** @type {string} */ value) => value };
