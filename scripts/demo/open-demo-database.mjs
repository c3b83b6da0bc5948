// @ts-check
import { loadDemo } from './load.mjs';
import { migrate } from './migrate.mjs';

const DATABASE = 'orders';
// Renamed when the load is complete: what an interrupted run leaves is never taken for the demo.
const UNFINISHED = 'orders_loading';

/** @typedef {import('../servers/embedded-postgres.mjs').EmbeddedPostgres} EmbeddedPostgres */
/** @typedef {import('./migrate.mjs').Migrated & { connectionString: string, isLoaded: boolean }} DemoDatabase */

/**
 * The demo database of a server: kept as it is, but for new migrations, where a complete one exists, else made.
 *
 * @param {EmbeddedPostgres} server
 * @param {string} migrations folder of the sample's migrations
 * @param {{ scale?: number, onLoad?: () => void }} [options] onLoad: called before a load begins, which takes a while
 * @returns {Promise<DemoDatabase>} isLoaded: whether it was made now
 */
export async function openDemoDatabase(server, migrations, { scale = 1, onLoad } = {}) {
  const connectionString = server.connectionStringFor(DATABASE);
  if (await exists(server)) {
    const migrated = await withClient(connectionString, (client) => migrate(client, migrations));
    return { ...migrated, connectionString, isLoaded: false };
  }
  onLoad?.();
  await administer(server, `DROP DATABASE IF EXISTS ${UNFINISHED} WITH (FORCE)`);
  const migrated = await withClient(await server.createDatabase(UNFINISHED), async (client) => {
    const result = await migrate(client, migrations);
    await loadDemo(client, scale);
    return result;
  });
  await administer(server, `ALTER DATABASE ${UNFINISHED} RENAME TO ${DATABASE}`);
  return { ...migrated, connectionString, isLoaded: true };
}

/** @param {EmbeddedPostgres} server */
async function exists(server) {
  const { rowCount } = await administer(server, `SELECT FROM pg_database WHERE datname = '${DATABASE}'`);
  return rowCount === 1;
}

/**
 * @param {EmbeddedPostgres} server
 * @param {string} statement
 */
function administer(server, statement) {
  return withClient(server.connectionString, (client) => client.query(statement));
}

/**
 * @template T
 * @param {string} connectionString
 * @param {(client: import('pg').Client) => Promise<T>} use
 * @returns {Promise<T>}
 */
async function withClient(connectionString, use) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString, application_name: 'Indexwright demo' });
  // A server that is stopped meanwhile fails the query that runs; without a listener it would end this process too.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
