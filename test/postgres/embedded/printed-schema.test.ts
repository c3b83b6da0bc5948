import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { snapshotFromCatalog, type Snapshot } from '../../../src/analyzers';
import { type PrintedSchema, printSchema } from '../../../src/analyzers/schema/print-schema';
import type { RelationName } from '../../../src/analyzers/schema/snapshot';
import { readCatalog } from '../../../src/postgres/catalog/read-catalog';
import { readSchemaDetails } from '../../../src/postgres/catalog/read-schema-details';
import { EmbeddedPlanner } from '../../../src/postgres/embedded/embedded-planner';
import { EmbeddedReader } from '../../../src/postgres/embedded/embedded-reader';
import { DEFAULT_ASSUMED } from '../../../src/postgres/embedded/protocol';
import type { PlannerFacts } from '../../../src/postgres/planner';
import type { Reader } from '../../../src/postgres/reading/reader';
import { ServerConnection } from '../../../src/postgres/reading/server-connection';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { everyServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { buildPrograms } from '../../built-programs';
import { libpgFeeder } from '../../unit/analyzers/feeders';
import { factsOf } from '../../unit/analyzers/schema/schema-facts';
import { SAMPLE_MIGRATIONS } from '../hypothetical/sample-proposals';
import { openClient } from '../reading/open-client';
import { isFor, readScripts, runScripts, type Script } from '../run-scripts';
import { LOG_SCHEMA, PEOPLE_SCHEMA, SHOP_SCHEMA } from './equality-schemas';

const REQUEST = { target: 'shop@localhost:5432', readAt: new Date('2026-11-25T10:00:00Z') };

/** Scripts that say themselves which schema they make. */
const NAMES_SCHEMAS = /\bpublic\.|search_path|\bschema\b|\btemp/i;

const WITH_TYPES = `
  CREATE TYPE mood AS ENUM ('sad', 'it''s fine', 'happy');
  CREATE DOMAIN email AS varchar(320);
  CREATE TYPE span AS RANGE (SUBTYPE = int4);
  CREATE TYPE place AS (street text, "House No" int4);
  CREATE SEQUENCE ticket;
  CREATE FUNCTION loud(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT upper(value) $$;
  CREATE TABLE people (id int PRIMARY KEY, mood mood NOT NULL, mails email[], at span, home place, amount numeric(12, 2), name text COLLATE "C",
    CONSTRAINT paid CHECK (amount > 0), ticket bigint DEFAULT nextval('ticket'));
  CREATE INDEX ON people (loud(name));
  CREATE VIEW happy AS SELECT p.id, loud(p.name) AS name FROM people p WHERE p.mood = 'happy';`;

const OF_ALL: readonly Script[] = [
  ...readScripts(SAMPLE_MIGRATIONS),
  { file: 'shop.sql', text: SHOP_SCHEMA },
  { file: 'log.sql', text: LOG_SCHEMA },
  { file: 'people.sql', text: PEOPLE_SCHEMA },
  { file: 'types.sql', text: WITH_TYPES },
  ...readScripts(join(__dirname, '../../fixtures/ddl'))
    .filter(({ text }) => !NAMES_SCHEMAS.test(text))
    // Each in a schema of its own: their names are the same.
    .map(({ file, text }, number) => {
      const own = `CREATE SCHEMA script_${number}; SET search_path TO script_${number};`;
      return { file, text: `${headOf(text)}${own}\n${text}` };
    }),
];

for (const alias of everyServer()) {
  const version = Number(alias.slice(2));
  describe(`The schema of PostgreSQL ${version}, printed for the embedded planner`, function () {
    this.timeout(240_000);
    let server: EmbeddedPostgres;
    let snapshot: Snapshot;
    let printed: PrintedSchema;
    let planner: EmbeddedPlanner;
    let facts: PlannerFacts;

    before(async () => {
      server = await startPostgres(alias);
      const scripts = OF_ALL.filter((file) => isFor(version, file));
      const connection = new ServerConnection(
        openClient({ connectionString: await runScripts(server, 'all', scripts) }),
      );
      snapshot = await snapshotOf(connection);
      printed = printSchema(snapshot, await readSchemaDetails(connection, {}));
      await connection.dispose();
      planner = new EmbeddedPlanner({
        programFile: buildPrograms().planner,
        cacheFolder: join(tmpdir(), 'indexwright-planner-test'),
        world: {
          statements: printed.statements.map((text) => ({ file: '', text })),
          searchPath: printed.searchPath,
          assumed: DEFAULT_ASSUMED,
        },
        timeoutMs: 60_000,
      });
      facts = await planner.facts();
    });
    after(async () => {
      await planner.dispose();
      await server.stop();
    });

    it('is made there without a refusal', () => {
      assert.deepEqual([facts.skipped, facts.standInTypes], [[], []]);
    });

    it('is the same there in whatever plans depend on, but for what is said to be left out', async () => {
      const again = await snapshotOf(new EmbeddedReader(planner));
      assert.ok(snapshot.tables.length >= 70, String(snapshot.tables.length));
      assert.deepEqual(withoutTables(comparable(again, []), snapshot), comparable(snapshot, printed.leftOut));
      assert.deepEqual(
        printed.leftOut.map(({ what }) => what.replace(/^script_\d+/, 'script')),
        ['script.t_f_idx'],
      );
    });

    it('has its types, its functions and its views', async () => {
      const reader = new EmbeddedReader(planner);
      const text =
        "EXPLAIN (VERBOSE, FORMAT JSON) SELECT name FROM happy WHERE id = 1 AND nextval('ticket') > 0";
      const [row] = await reader.read(text);
      assert.match(JSON.stringify(row), /upper\(.*people_pkey|people_pkey.*upper\(/);
      const [type] = await reader.read(
        "SELECT 'it''s fine'::mood::text AS mood, format_type(atttypid, atttypmod) AS amount FROM pg_attribute WHERE attrelid = 'people'::regclass AND attname = 'amount'",
      );
      assert.deepEqual(type, { mood: "it's fine", amount: 'numeric(12,2)' });
      const [check] = await reader.read(
        "SELECT pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE conname = 'paid'",
      );
      assert.match(String(check?.['text']), /amount > /);
    });
  });
}

/** The line that says for which server a script is. */
function headOf(text: string): string {
  return /^-- server: \d+\n/.exec(text)?.[0] ?? '';
}

async function snapshotOf(reader: Reader): Promise<Snapshot> {
  return snapshotFromCatalog(await readCatalog(reader, REQUEST), await libpgFeeder());
}

/** What plans depend on: of exclusion constraints the indexes, of materialized views the columns. */
function comparable(snapshot: Snapshot, leftOut: PrintedSchema['leftOut']): readonly string[] {
  const { tables } = snapshot;
  const invalid = tables.flatMap(({ indexes }) => indexes.filter(({ valid }) => !valid));
  const gone = new Set([...invalid.map(fullName), ...leftOut.map(({ what }) => what)]);
  return factsOf(snapshot)
    .filter((fact) => !/^view .* materialized$|^constraint \S+ exclude /.test(fact))
    .filter((fact) => !gone.has(/^index (\S+)/.exec(fact)?.[1] ?? ''))
    .map((fact) =>
      fact.replace(/ part of (\S+)/, (part: string, index: string) => (gone.has(index) ? '' : part)),
    )
    .map((fact) => fact.replace(/^(column .*?)(?: (?:identity|stored))?(?: default)?$/, '$1'))
    .map((fact) => fact.replace(/ for exclude \S+/, '').replace(/^(table \S+) unlogged/, '$1 permanent'));
}

/** There it is a table. */
function withoutTables(facts: readonly string[], { tables }: Snapshot): readonly string[] {
  const views = new Set(
    tables.filter(({ materializes }) => materializes).map((table) => `table ${fullName(table)} permanent`),
  );
  return facts.filter((fact) => !views.has(fact));
}

function fullName({ schema, name }: RelationName): string {
  return `${schema}.${name}`;
}
