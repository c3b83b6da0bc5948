import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres, type EmbeddedPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../scripts/servers/postgres-binaries.mjs';
import { readSchema } from '../../src/analyzers/schema/from-ddl';
import type { Snapshot } from '../../src/analyzers/schema/snapshot';
import { splitStatements } from '../../src/analyzers/sql/split-statements';
import { libpgFeeder } from '../unit/analyzers/feeders';
import { factsOf } from '../unit/analyzers/schema/schema-facts';
import { readFacts } from './catalogue-facts';

interface SchemaFile {
  readonly file: string;
  readonly text: string;
}

const SCRIPTS = join(__dirname, '../fixtures/ddl');
const MIGRATIONS = join(__dirname, '../../samples/event-store/db/migrations');

function readFiles(folder: string): readonly SchemaFile[] {
  return readdirSync(folder)
    .sort()
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
}

/** `-- server: 18` in the first line: the script has syntax that older servers do not know. */
function isFor(version: number, { text }: SchemaFile): boolean {
  return Number(/^-- server: (\d+)/.exec(text)?.[1] ?? 0) <= version;
}

for (const version of oldestAndNewestServer().map((alias) => Number(alias.slice(2)))) {
  describe(`The schema that scripts make, as PostgreSQL ${version} says`, () => {
    let server: EmbeddedPostgres;

    before(async function () {
      this.timeout(60_000);
      server = await startPostgres(`pg${version}`);
    });

    after(() => server.stop());

    const compare = async (name: string, files: readonly SchemaFile[]): Promise<void> => {
      const snapshot = readSchema(files, await libpgFeeder(), { kind: 'none' });
      assert.deepEqual(snapshot.problems, []);
      assert.deepEqual(factsOf(snapshot), withoutColumns(await runOnServer(server, name, files), snapshot));
    };

    it("is that of the sample's migrations", () => compare('sample', readFiles(MIGRATIONS)));

    for (const script of readFiles(SCRIPTS).filter((file) => isFor(version, file)))
      it(`is that of ${script.file}`, () => compare(script.file, [script]));
  });
}

/** Columns that come out of a query are not known. */
function withoutColumns(facts: readonly string[], { tables }: Snapshot): readonly string[] {
  const unknown = tables
    .filter(({ incomplete }) => incomplete)
    .map(({ schema, name }) => `${schema}.${name}`);
  return facts.filter((fact) => !unknown.some((table) => fact.startsWith(`column ${table}.`)));
}

/** Each file in a session of its own, each statement by itself: some must not be in a transaction. */
async function runOnServer(
  server: EmbeddedPostgres,
  name: string,
  files: readonly SchemaFile[],
): Promise<readonly string[]> {
  const connectionString = await server.createDatabase(name);
  for (const { text } of files) {
    await withClient(connectionString, async (client) => {
      for (const statement of splitStatements(text)) await client.query(statement.text);
    });
  }
  return withClient(connectionString, readFacts);
}

async function withClient<T>(connectionString: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
