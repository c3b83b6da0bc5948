// @ts-check
// Fills a real server with TPC-H at scale factor 1 and writes down its statistics, which are all that choosing indexes needs.
// node scripts/tpch/write-statistics.mjs   (nine minutes, 2 GB of disk until it ends; after `npm run build`)
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { startPostgres } from '../servers/embedded-postgres.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fixture = path.join(root, 'test', 'fixtures', 'tpch');

/** What the queries compare, join, sort and group by: the planner looks at their values. The rows are made up, so no value is a secret. */
const VALUES = {
  lineitem: [
    ...['l_orderkey', 'l_partkey', 'l_suppkey', 'l_shipdate', 'l_discount', 'l_quantity', 'l_extendedprice'],
    ...['l_commitdate', 'l_receiptdate', 'l_returnflag', 'l_linestatus', 'l_shipmode', 'l_shipinstruct'],
  ],
  orders: [
    ...[
      'o_orderkey',
      'o_custkey',
      'o_orderdate',
      'o_orderstatus',
      'o_orderpriority',
      'o_comment',
      'o_totalprice',
    ],
  ],
  customer: ['c_custkey', 'c_nationkey', 'c_mktsegment', 'c_acctbal', 'c_phone'],
  nation: ['n_nationkey', 'n_name', 'n_regionkey'],
  region: ['r_regionkey', 'r_name'],
  part: ['p_partkey', 'p_brand', 'p_type', 'p_size', 'p_container', 'p_name'],
  supplier: ['s_suppkey', 's_nationkey', 's_comment', 's_name'],
  partsupp: ['ps_partkey', 'ps_suppkey', 'ps_availqty', 'ps_supplycost'],
};

const server = await startPostgres('pg18', {
  settings: { max_wal_size: '4GB', maintenance_work_mem: '256MB' },
});
try {
  const connectionString = await server.createDatabase('tpch');
  const client = new Client({ connectionString });
  await client.connect();
  await client.query(readFileSync(path.join(fixture, 'schema.sql'), 'utf8'));
  for (const statement of readFileSync(path.join(root, 'scripts', 'tpch', 'rows.sql'), 'utf8').split(/;\n/)) {
    await client.query(statement);
  }
  await client.query('VACUUM (FULL, ANALYZE)');
  await client.end();
  const values = Object.entries(VALUES).flatMap(([table, columns]) =>
    columns.flatMap((column) => ['--values', `public.${table}.${column}`]),
  );
  const output = path.join(fixture, 'indexwright.statistics.json');
  const { status } = spawnSync(
    process.execPath,
    [
      path.join(root, 'dist', 'cli.js'),
      'statistics',
      'export',
      '--url',
      connectionString,
      ...values,
      '--output',
      output,
    ],
    { stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
} finally {
  await server.stop();
}
