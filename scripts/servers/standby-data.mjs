// @ts-check
import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { giveTo } from './server-user.mjs';

/** Left out of a copy: what belongs to the running server, and what it renames all the time. */
const LEFT_OUT = /^(?:postmaster\.(?:pid|opts)|pg_stat_tmp[/\\].*|pg_replslot[/\\].*|.*pgsql_tmp.*)$/;

/**
 * Makes the data directory of a hot standby: a copy of a running server's, taken as the manual's low-level base backup is
 * (https://www.postgresql.org/docs/18/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP). pg_basebackup is in no package.
 *
 * @param {{ connectionString: string, home: string }} primary
 * @param {string} home
 * @param {import('./server-user.mjs').ServerUser | undefined} user
 */
export async function copyForStandby(primary, home, user) {
  const from = path.join(primary.home, 'data');
  const to = path.join(home, 'data');
  const label = await duringBackup(primary.connectionString, () => {
    cpSync(from, to, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !LEFT_OUT.test(path.relative(from, source)),
    });
  });
  writeFileSync(path.join(to, 'backup_label'), label, { mode: 0o600 });
  writeFileSync(path.join(to, 'standby.signal'), '', { mode: 0o600 });
  if (user !== undefined) giveTo(user, to);
}

/**
 * @param {string} connectionString
 * @param {() => void} copy
 * @returns {Promise<string>} the content of backup_label
 */
async function duringBackup(connectionString, copy) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    // Its functions were renamed in 15.
    const [start, stop] =
      (await firstText(client, "SELECT current_setting('server_version_num')")) < '150000'
        ? ["pg_start_backup('standby', true, false)", 'pg_stop_backup(false, false)']
        : ["pg_backup_start('standby', true)", 'pg_backup_stop(false)'];
    await firstText(client, `SELECT ${start}`);
    copy();
    return await firstText(client, `SELECT labelfile FROM ${stop}`);
  } finally {
    await client.end();
  }
}

/**
 * @param {import('pg').Client} client
 * @param {string} query
 */
async function firstText(client, query) {
  const { rows } = await client.query({ text: query, rowMode: 'array' });
  const [row] = /** @type {unknown[][]} */ (rows);
  return String(row?.[0]);
}
