// @ts-check
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * @typedef {object} Migrated
 * @property {string[]} applied the files that were applied now
 * @property {string[]} changed the files whose text is no longer what was applied earlier
 */

/**
 * Applies the migrations of a folder that the database does not have yet, in the order of their names.
 *
 * @param {import('pg').Client} client
 * @param {string} directory
 * @returns {Promise<Migrated>}
 */
export async function migrate(client, directory) {
  await client.query(`CREATE TABLE IF NOT EXISTS schema_migrations (
    name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now()
  )`);
  const known = await readApplied(client);
  /** @type {Migrated} */
  const migrated = { applied: [], changed: [] };
  for (const name of (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort()) {
    const text = await readFile(path.join(directory, name), 'utf8');
    const checksum = createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
    const earlier = known.get(name);
    if (earlier === undefined) {
      await apply(client, name, text);
      await client.query('INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)', [name, checksum]);
      migrated.applied.push(name);
    } else if (earlier !== checksum) {
      migrated.changed.push(name);
    }
  }
  return migrated;
}

/** @param {import('pg').Client} client */
async function readApplied(client) {
  /** @type {import('pg').QueryResult<{ name: string, checksum: string }>} */
  const { rows } = await client.query('SELECT name, checksum FROM schema_migrations');
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

/**
 * Several statements in one string run as one transaction, in which CONCURRENTLY is refused.
 *
 * @param {import('pg').Client} client
 * @param {string} name
 * @param {string} text
 */
async function apply(client, name, text) {
  const statements = /\bCONCURRENTLY\b/i.test(text) ? splitAtLineEnds(text) : [text];
  for (const statement of statements) {
    try {
      await client.query(statement);
    } catch (error) {
      throw new Error(
        `The migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`,
        {
          cause: error,
        },
      );
    }
  }
}

/** @param {string} text SQL in which every statement ends at the end of a line, and no other line ends in a semicolon */
function splitAtLineEnds(text) {
  return text.split(/;[ \t]*$/m).filter((statement) => statement.trim() !== '');
}
