// @ts-check
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openDemoDatabase } from '../demo/open-demo-database.mjs';
import { startPostgres } from '../servers/embedded-postgres.mjs';
import { buildIfNeeded } from './build-if-needed.mjs';
import { Lifetime } from './lifetime.mjs';
import { openEditor } from './open-editor.mjs';
import { step } from './step.mjs';

const SAMPLE = path.join('samples', 'event-store');
const PREFERRED_PORT = 54329;

/**
 * @param {string} root folder of package.json
 * @param {string[]} args
 */
export async function runDemo(root, args) {
  const { values: options } = parseArgs({
    args,
    options: { 'no-editor': { type: 'boolean', default: false }, fresh: { type: 'boolean', default: false } },
  });
  const lifetime = new Lifetime();
  const progress = { isOpen: false };
  const isDone = await lifetime.run(async () => {
    await step(
      'Build',
      () => buildIfNeeded(root, lifetime.signal),
      (built) => (built ? 'done' : 'up to date'),
    );
    // The connection in the sample's settings leads there, as the sample's own program does.
    process.env['DATABASE_URL'] = await startDatabase(root, options.fresh, lifetime);
    await printFindings(root, lifetime.signal);
    if (options['no-editor']) return;
    const folder = path.join(root, SAMPLE);
    const { closed } = await openEditor(root, folder, findPlace(folder), lifetime);
    progress.isOpen = true;
    await closed;
  });
  // Connections of interrupted work may still be open.
  process.exit(isDone || progress.isOpen ? 0 : 130);
}

/**
 * The query that the findings are about first of all, as file:line:column.
 *
 * @param {string} folder
 */
function findPlace(folder) {
  const file = path.join(folder, 'src', 'event-store.ts');
  const lines = readFileSync(file, 'utf8').split('\n');
  const line = lines.findIndex((text) => text.includes('= ANY('));
  const column = lines[line]?.indexOf('stream_id') ?? 0;
  return `${file}:${line + 1}:${column + 1}`;
}

/**
 * @param {string} root
 * @param {boolean} fresh
 * @param {Lifetime} lifetime
 * @returns {Promise<string>} where it can be connected to
 */
async function startDatabase(root, fresh, lifetime) {
  const server = await step(
    'PostgreSQL 18',
    () =>
      startPostgres('pg18', {
        home: path.join(root, '.cache', 'demo'),
        fresh,
        port: PREFERRED_PORT,
        settings: { max_wal_size: '2GB' },
      }),
    ({ port }) => `listening on 127.0.0.1:${port}`,
  );
  lifetime.onEnd(() => server.stop());
  const database = await step(
    'Demo database',
    () =>
      openDemoDatabase(server, path.join(root, SAMPLE, 'db', 'migrations'), {
        onLoad: () => console.log('Making the demo database, once'),
      }),
    ({ isLoaded, applied }) => {
      if (isLoaded) return 'made and loaded with 580,000 events';
      return applied.length === 0 ? 'kept' : `kept, and migrated with ${applied.join(', ')}`;
    },
  );
  for (const name of database.changed) {
    console.log(
      `  ${name} has changed since it was applied; npm start -- --fresh builds the database again.`,
    );
  }
  console.log(`  ${database.connectionString} (a demo: no password, reachable from this machine only)`);
  return database.connectionString;
}

/**
 * @param {string} root
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function printFindings(root, signal) {
  const args = [path.join('dist', 'cli.js'), 'check', SAMPLE];
  console.log(`\n$ node ${args.join(' ')}`);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', signal });
    child.once('error', reject);
    child.once('exit', (code) => {
      // 1 says that there are findings, and the sample has some.
      if (code === 0 || code === 1) resolve();
      else reject(new Error(`The check ended with code ${String(code)}.`));
    });
  });
}
