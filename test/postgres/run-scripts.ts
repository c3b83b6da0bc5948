import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { EmbeddedPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { splitStatements } from '../../src/analyzers/sql/split-statements';

export interface Script {
  readonly file: string;
  readonly text: string;
}

/** In the order of their names. */
export function readScripts(folder: string): readonly Script[] {
  return readdirSync(folder)
    .sort()
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
}

/** `-- server: 18` in the first line: the script has syntax that older servers do not know. */
export function isFor(version: number, { text }: Script): boolean {
  return Number(/^-- server: (\d+)/.exec(text)?.[1] ?? 0) <= version;
}

/** A database of that name, in which each file has run in a session of its own, each statement by itself: some must not be in a transaction. */
export async function runScripts(
  server: EmbeddedPostgres,
  name: string,
  files: readonly Script[],
): Promise<string> {
  const connectionString = await server.createDatabase(name);
  for (const { text } of files) {
    await withClient(connectionString, async (client) => {
      for (const statement of splitStatements(text)) await client.query(statement.text);
    });
  }
  return connectionString;
}

export async function withClient<T>(
  connectionString: string,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
