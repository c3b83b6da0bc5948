import { fork } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { spread } from './measure.mjs';
import { SETTINGS } from './sample-documents.mjs';
import { startPostgres } from '../servers/embedded-postgres.mjs';

const TABLES = 10_000;
/** Made by one transaction, which holds a lock for each of their parts. */
const TABLES_AT_ONCE = 250;
const KEY = 'large';

/**
 * @typedef {object} CatalogLoad
 * @property {string} schema
 * @property {import('./measure.mjs').Spread} read seconds of the statements, until the rows are here
 * @property {import('./measure.mjs').Spread} told seconds until the worker has made the snapshot of them
 * @property {number} megabytesOnce that the process has more at its largest than before it read, until the first snapshot is there
 * @property {number} megabytes the same until the last one is, where each has taken the place of the one before
 * @property {import('./measure.mjs').Spread} painted milliseconds from the snapshot to the rows of the tree: connection, groups, schema, and what stands below it
 * @property {import('./measure.mjs').Spread} opened milliseconds to the tables of a part of the schema
 * @property {import('./measure.mjs').Spread} healthy seconds until all indexes are judged
 * @property {import('./measure.mjs').Spread} judged milliseconds for a document with one query against a table of it
 */

/**
 * The schema of a server with very many tables: read, handed to the worker, and judged by, in a process of its own.
 *
 * @param {string} root
 * @param {number} runs
 * @returns {Promise<CatalogLoad>}
 */
export async function measureLargeCatalog(root, runs) {
  const server = await startPostgres('pg18', { settings: { max_locks_per_transaction: 4096 } });
  try {
    const connectionString = await server.createDatabase('large');
    return await new Promise((resolve, reject) => {
      const child = fork(fileURLToPath(import.meta.url), [root, connectionString, String(runs)]);
      child.once('message', (load) => resolve(/** @type {CatalogLoad} */ (load)));
      child.once('error', reject);
      child.once('exit', (code) => code !== 0 && reject(new Error(`The reading ended with code ${code}.`)));
    });
  } finally {
    await server.stop();
  }
}

const PARTS = `
  export { AnalysisClient } from './src/runtime/analysis-client';
  export { readCatalog } from './src/postgres/catalog/read-catalog';
  export { ServerConnection } from './src/postgres/reading/server-connection';
  export { DatabaseModel } from './src/extension/index-tree/database-model';
  export { TreeContent } from './src/extension/index-tree/tree-content';
  export { connectionNode, schemaNode } from './src/extension/index-tree/tree-node';
  export { figuresIn } from './src/extension/figures';
  export { KnownUsers } from './src/extension/index-tree/known-users';
  export { judgeCatalogue } from './src/extension/index-tree/health-reader';
  export { Client } from 'pg';`;

/**
 * @typedef {object} Connection
 * @property {(text: string) => Promise<unknown>} read
 * @property {() => Promise<void>} dispose
 */

/**
 * @typedef {object} Parts
 * @property {ReturnType<typeof import('./runtime.mjs').loadAnalysisClient>} AnalysisClient
 * @property {(reader: Connection, request: { target: string, readAt: Date }) => Promise<object>} readCatalog
 * @property {new (open: () => Promise<import('pg').Client>) => Connection} ServerConnection
 * @property {typeof import('pg').Client} Client
 * @property {typeof import('../../src/extension/index-tree/database-model').DatabaseModel} DatabaseModel
 * @property {typeof import('../../src/extension/index-tree/tree-content').TreeContent} TreeContent
 * @property {typeof import('../../src/extension/index-tree/tree-node').connectionNode} connectionNode
 * @property {typeof import('../../src/extension/index-tree/tree-node').schemaNode} schemaNode
 * @property {typeof import('../../src/extension/index-tree/known-users').KnownUsers} KnownUsers
 * @property {typeof import('../../src/extension/figures').figuresIn} figuresIn
 * @property {typeof import('../../src/extension/index-tree/health-reader').judgeCatalogue} judgeCatalogue
 */

/**
 * @param {string} root
 * @returns {Parts}
 */
function loadParts(root) {
  const outfile = join(mkdtempSync(join(tmpdir(), 'indexwright-bench-')), 'parts.cjs');
  esbuild.buildSync({
    stdin: { contents: PARTS, resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    external: ['pg-native'],
  });
  const load = /** @type {(file: string) => unknown} */ (createRequire(import.meta.url));
  return /** @type {Parts} */ (load(outfile));
}

/** @param {{ query: (text: string) => Promise<unknown> }} client */
async function makeSchema(client) {
  for (let first = 1; first <= TABLES; first += TABLES_AT_ONCE) {
    await client.query(`DO $$ BEGIN FOR n IN ${first}..${first + TABLES_AT_ONCE - 1} LOOP
      EXECUTE format('CREATE TABLE t%s (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream_id text NOT NULL, kind text NOT NULL,
        status text NOT NULL DEFAULT ''new'', owner uuid, amount int, payload jsonb, created_at timestamptz NOT NULL DEFAULT now())', n);
      EXECUTE format('CREATE INDEX t%s_stream ON t%1$s (stream_id, id)', n);
      EXECUTE format('CREATE INDEX t%s_created ON t%1$s (created_at DESC)', n);
      EXECUTE format('CREATE INDEX t%s_owner ON t%1$s (owner) INCLUDE (amount)', n);
      EXECUTE format(CASE WHEN n % 10 = 0 THEN 'CREATE INDEX t%s_open ON t%1$s (id) WHERE status = ''new'''
        WHEN n % 20 = 1 THEN 'CREATE INDEX t%s_open ON t%1$s (lower(kind))' ELSE 'CREATE INDEX t%s_open ON t%1$s (kind)' END, n);
      EXECUTE format('INSERT INTO t%s (stream_id, kind, amount) SELECT g::text, ''k'' || g %% 3, g FROM generate_series(1, 20) g', n);
    END LOOP; END $$`);
  }
  await client.query('ANALYZE');
}

/**
 * @param {string} root
 * @param {string} connectionString
 * @param {number} runs
 * @returns {Promise<CatalogLoad>}
 */
async function measure(root, connectionString, runs) {
  const parts = loadParts(root);
  const { AnalysisClient, Client, readCatalog, ServerConnection } = parts;
  const open = async () => {
    const client = new Client({ connectionString, application_name: 'Indexwright' });
    await client.connect();
    return client;
  };
  const maker = await open();
  await makeSchema(maker);
  await maker.end();
  const client = new AnalysisClient({
    workerFile: join(root, 'dist', 'analysis-worker.js'),
    timeoutMs: 60_000,
  });
  const document = { file: 'q.sql', languageId: 'sql', text: 'SELECT * FROM t5000 WHERE stream_id = $1' };
  const judge = () =>
    client.analyze({ document, settings: SETTINGS, snapshotKey: KEY }, undefined, 'command');
  await judge();
  const connection = new ServerConnection(open);
  await connection.read('SELECT 1');
  const start = process.memoryUsage().rss;
  let peak = start;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
  /** @type {number[]} */
  const read = [];
  /** @type {number[]} */
  const told = [];
  let schema = '';
  let once = 0;
  for (let run = 0; run < runs; run += 1) {
    const started = performance.now();
    const rows = await readCatalog(connection, { target: 'large', readAt: new Date() });
    const here = performance.now();
    const { tables, indexes } = await client.setCatalog(KEY, rows);
    schema = `${tables} tables, ${indexes} indexes`;
    read.push((here - started) / 1000);
    told.push((performance.now() - here) / 1000);
    if (run === 0) once = Math.max(peak, process.memoryUsage().rss);
  }
  clearInterval(watch);
  /** @type {number[]} */
  const judged = [];
  for (let run = 0; run < 50; run += 1) {
    const started = performance.now();
    await judge();
    judged.push(performance.now() - started);
  }
  const { painted, opened, healthy } = await measureTree(parts, client, connection, runs);
  client.dispose();
  await connection.dispose();
  return {
    schema,
    read: spread(read),
    told: spread(told),
    megabytesOnce: (once - start) / 1e6,
    megabytes: (peak - start) / 1e6,
    judged: spread(judged),
    painted,
    opened,
    healthy,
  };
}

/**
 * @param {Parts} parts
 * @param {InstanceType<Parts['AnalysisClient']>} client
 * @param {Connection} connection
 * @param {number} runs
 * @returns {Promise<Pick<CatalogLoad, 'painted' | 'opened' | 'healthy'>>}
 */
async function measureTree(parts, client, connection, runs) {
  /** @type {number[]} */
  const painted = [];
  /** @type {number[]} */
  const healthy = [];
  /** @type {number[]} */
  const opened = [];
  for (let run = 0; run < runs; run += 1) {
    const started = performance.now();
    const content = await paintTree(parts, client, connection);
    const seen = performance.now();
    const [part] = await content.childrenOf(parts.schemaNode(KEY, 'public'));
    if (part) await openRow(content, part);
    const open = performance.now();
    await parts.judgeCatalogue(client, KEY, TABLES);
    painted.push(seen - started);
    opened.push(open - seen);
    healthy.push((performance.now() - open) / 1000);
  }
  return { painted: spread(painted), opened: spread(opened), healthy: spread(healthy) };
}

/**
 * What the view asks for before anything of it can be seen, with the one schema open.
 *
 * @param {Parts} parts
 * @param {InstanceType<Parts['AnalysisClient']>} client
 * @param {Connection} connection
 */
async function paintTree(
  { DatabaseModel, KnownUsers, TreeContent, connectionNode, figuresIn },
  client,
  connection,
) {
  const reader = /** @type {import('../../src/postgres/reading/reader').Reader} */ (
    /** @type {unknown} */ (connection)
  );
  const database = { id: KEY, name: KEY, target: KEY, serverVersion: '18', reader };
  const open = {
    database: { ...database, role: /** @type {const} */ ('development') },
    schemaKey: KEY,
    readAt: new Date(),
    readAgain: () => Promise.resolve(),
  };
  const state = /** @type {import('vscode').Memento} */ (/** @type {unknown} */ (undefined));
  const loadPostgres = () => {
    throw new Error('No server is asked before the rows are there.');
  };
  const ports = { client, loadPostgres, workspaceState: state, log: { warn: () => undefined } };
  const model = new DatabaseModel(open, ports);
  const l10n = { t: (/** @type {string} */ text) => text };
  const words = { l10n, figures: figuresIn('en', l10n) };
  const content = new TreeContent(
    () => model,
    () => [],
    new KnownUsers({ usesOf: () => Promise.resolve(undefined), log: ports.log }, l10n),
    words,
    () => new Date(),
  );
  await model.follow(open);
  for (const child of await content.childrenOf(connectionNode(KEY))) {
    const { state } = await content.rowOf(child);
    if (state === 'open') await openRow(content, child);
  }
  return content;
}

/**
 * @param {InstanceType<Parts['TreeContent']>} content
 * @param {import('../../src/extension/index-tree/tree-node').TreeNode} node
 */
async function openRow(content, node) {
  const children = await content.childrenOf(node);
  await Promise.all(children.map((child) => content.rowOf(child)));
  return children;
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.send) {
  const [root = '.', connectionString = '', runs = '3'] = process.argv.slice(2);
  process.send(await measure(root, connectionString, Number(runs)));
}
