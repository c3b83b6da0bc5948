import assert from 'node:assert/strict';
import { join } from 'node:path';
import { startPostgres, type EmbeddedPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../scripts/servers/postgres-binaries.mjs';
import { readSchema } from '../../src/analyzers/schema/from-ddl';
import type { Snapshot } from '../../src/analyzers/schema/snapshot';
import { libpgFeeder } from '../unit/analyzers/feeders';
import { factsOf } from '../unit/analyzers/schema/schema-facts';
import { readFacts } from './catalogue-facts';
import { isFor, readScripts, runScripts, type Script, withClient } from './run-scripts';

const SCRIPTS = join(__dirname, '../fixtures/ddl');
const MIGRATIONS = join(__dirname, '../../samples/event-store/db/migrations');

for (const version of oldestAndNewestServer().map((alias) => Number(alias.slice(2)))) {
  describe(`The schema that scripts make, as PostgreSQL ${version} says`, () => {
    let server: EmbeddedPostgres;

    before(async function () {
      this.timeout(60_000);
      server = await startPostgres(`pg${version}`);
    });

    after(() => server.stop());

    const compare = async (name: string, files: readonly Script[]): Promise<void> => {
      const snapshot = readSchema(files, await libpgFeeder(), { kind: 'none' });
      assert.deepEqual(snapshot.problems, []);
      assert.deepEqual(
        factsOf(snapshot),
        withoutColumns(await withClient(await runScripts(server, name, files), readFacts), snapshot),
      );
    };

    it("is that of the sample's migrations", () => compare('sample', readScripts(MIGRATIONS)));

    for (const script of readScripts(SCRIPTS).filter((file) => isFor(version, file)))
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
