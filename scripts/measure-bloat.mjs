// How near the estimate of an index's bloat is to what REINDEX frees: node scripts/measure-bloat.mjs [server]; writes docs/bloat.md
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startPostgres } from './servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from './servers/postgres-binaries.mjs';
import { bloatPage } from './measure-bloat/bloat-page.mjs';

/** @type {(module: string) => unknown} */
const load = createRequire(import.meta.url);
load('../test/register.cjs');
const { estimateBtreePages } = /** @type {typeof import('../src/analyzers/indexes/btree-size.js')} */ (
  load('../src/analyzers/indexes/btree-size')
);
const { readBtreeFacts } = /** @type {typeof import('../src/postgres/bloat/read-btree-facts.js')} */ (
  load('../src/postgres/bloat/read-btree-facts')
);
const { ServerConnection } = /** @type {typeof import('../src/postgres/reading/server-connection.js')} */ (
  load('../src/postgres/reading/server-connection')
);
const { ROWS, SHAPES } = /** @type {typeof import('../test/postgres/bloat/index-shapes.js')} */ (
  load('../test/postgres/bloat/index-shapes')
);

const STATES = [
  { name: 'as built', script: '' },
  { name: 'two thirds of the rows deleted', script: 'DELETE FROM $ WHERE chance < 0.67' },
  {
    name: 'every row updated four times',
    script:
      'UPDATE $ SET touched = 1; UPDATE $ SET touched = 2; UPDATE $ SET touched = 3; UPDATE $ SET touched = 4',
  },
];

const alias = process.argv[2] ?? oldestAndNewestServer().at(-1) ?? 'pg18';
const server = await startPostgres(alias);
const client = new pg.Client({ connectionString: server.connectionString });
await client.connect();
const reader = new ServerConnection(async () => {
  const reading = new pg.Client({ connectionString: server.connectionString });
  await reading.connect();
  return reading;
});
try {
  const version = await firstValue("SELECT current_setting('server_version')");
  await fill();
  /** @type {import('./measure-bloat/bloat-page.mjs').Measured[]} */
  const measured = [];
  for (const { name: state, script } of STATES) {
    for (const { name } of SHAPES) if (script !== '') await client.query(script.replaceAll('$', name));
    await client.query('VACUUM (ANALYZE)');
    measured.push(...(await measure(state)));
  }
  const page = bloatPage(measured, { version: String(version), rows: ROWS, shapes: SHAPES });
  writeFileSync(join(fileURLToPath(import.meta.url), '..', '..', 'docs', 'bloat.md'), page);
} finally {
  await reader.dispose();
  await client.end();
  await server.stop();
}

async function fill() {
  await client.query('CREATE EXTENSION pgstattuple; SELECT setseed(0.5)');
  for (const { name, columns, index, unique } of SHAPES) {
    await client.query(
      `CREATE TABLE ${name} WITH (autovacuum_enabled = off) AS SELECT ${columns}, random() AS chance, 0 AS touched
       FROM generate_series(1, ${ROWS}) g`,
    );
    await client.query(`CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${name}_idx ON ${name} ${index}`);
  }
}

/** @param {string} state */
async function measure(state) {
  /** @type {import('./measure-bloat/bloat-page.mjs').Measured[]} */
  const measured = [];
  for (const { indexrelid, name, pages, facts } of await readBtreeFacts(reader)) {
    if (facts === undefined) throw new Error(`Nothing is known of ${name}.`);
    const density = Number(await firstValue(`SELECT avg_leaf_density FROM pgstatindex(${indexrelid})`));
    const rebuilt = await rebuiltPages(name);
    measured.push({
      state,
      name: name.replace(/_idx$/, ''),
      pages,
      freed: 100 * (1 - rebuilt / pages),
      estimated: 100 * (1 - estimateBtreePages(facts) / pages),
      byDensity: 100 * (1 - density / facts.fillFactor),
    });
  }
  return measured;
}

/**
 * Rolled back, so that the next state begins with the index as it is.
 *
 * @param {string} index
 */
async function rebuiltPages(index) {
  await client.query('BEGIN');
  await client.query(`REINDEX INDEX ${index}`);
  const pages = await firstValue(`SELECT pg_relation_size('${index}') / current_setting('block_size')::int`);
  await client.query('ROLLBACK');
  return Number(pages);
}

/** @param {string} query */
async function firstValue(query) {
  const { rows } = await client.query({ text: query, rowMode: 'array' });
  return /** @type {unknown[][]} */ (rows)[0]?.[0];
}
