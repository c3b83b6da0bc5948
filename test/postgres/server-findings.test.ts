import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EmbeddedPostgres, startPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../scripts/servers/postgres-binaries.mjs';
import {
  type Analysis,
  DEFAULT_SETTINGS,
  mergeMigrations,
  readSchema,
  type Snapshot,
  snapshotFromCatalog,
} from '../../src/analyzers';
import { formatMessage } from '../../src/analyzers/message';
import { judgeFixture, readRuleFixtures, readSchemaFixture } from '../rule-fixtures';
import { libpgFeeder } from '../unit/analyzers/feeders';
import { readCatalogOf } from './read-catalog-of';
import { readScripts, runScripts, type Script } from './run-scripts';

type Document = Parameters<typeof judgeFixture>[0];

interface Case {
  readonly name: string;
  readonly scripts: readonly Script[];
  readonly documents: readonly Document[];
}

const SAMPLE = join(__dirname, '../../samples/event-store');
const FIXTURES = readRuleFixtures();
const CASES: readonly Case[] = [
  { name: 'sample', scripts: readScripts(join(SAMPLE, 'db/migrations')), documents: sampleDocuments() },
  ...[...new Set(FIXTURES.flatMap(({ schema }) => schema ?? []))].map((schema) => ({
    name: schema,
    scripts: [{ file: `${schema}.sql`, text: readSchemaFixture(schema).ddl }],
    documents: FIXTURES.filter((fixture) => fixture.schema === schema),
  })),
];

for (const alias of oldestAndNewestServer()) {
  describe(`The findings by a server that has no figures yet (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;

    before(async () => {
      server = await startPostgres(alias);
    });

    after(() => server.stop());

    for (const { name, scripts, documents } of CASES)
      it(`are those by the scripts that it was made with: ${name}`, async () => {
        const declared = await declaredBy(scripts);
        const rows = await readCatalogOf(await runScripts(server, name, scripts));
        const snapshot = snapshotFromCatalog(rows, await libpgFeeder());
        const merged = mergeMigrations(snapshot, declared);
        const judge = (by: Snapshot): Promise<readonly Judged[]> =>
          Promise.all(
            documents.map(async (document): Promise<Judged> => {
              const analysis = await judgeFixture({ ...document, serverVersion: Number(alias.slice(2)) }, by);
              return [document.path, analysis];
            }),
          );
        const expected = await judge(declared);
        assert.ok(expected.some(([, { findings }]) => findings.length > 0));
        assert.deepEqual(each(await judge(snapshot), told), each(expected, told));
        assert.deepEqual(each(await judge(merged), withPlaces), each(expected, withPlaces));
      });
  });
}

function sampleDocuments(): readonly Document[] {
  return ['src', 'queries'].flatMap((folder) =>
    readdirSync(join(SAMPLE, folder)).map((file) => ({
      path: `${folder}/${file}`,
      text: readFileSync(join(SAMPLE, folder, file), 'utf8'),
      languageId: file.endsWith('.ts') ? 'typescript' : 'sql',
      serverVersion: DEFAULT_SETTINGS.serverVersion,
      arraySize: DEFAULT_SETTINGS.expectedArraySize,
    })),
  );
}

async function declaredBy(scripts: readonly Script[]): Promise<Snapshot> {
  const files = scripts.map(({ file, text }) => ({ file: `db/migrations/${file}`, text }));
  const names = files.map(({ file }) => file);
  return readSchema(files, await libpgFeeder(), {
    kind: 'migrations',
    folders: ['db/migrations'],
    files: names,
  });
}

type Judged = readonly [path: string, analysis: Analysis];

function each(
  judged: readonly Judged[],
  read: (analysis: Analysis) => unknown,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(judged.map(([path, analysis]) => [path, read(analysis)]));
}

/** What is found, and what the fixes write; not the evidence, in which a server says that it has no figures. */
function told({ findings }: Analysis): unknown {
  return findings.map(({ ruleId, severity, certainty, message, span, fixes }) => ({
    ...{ ruleId, severity, certainty, span },
    message: formatMessage(message),
    fixes: fixes.map(({ id, title, preferred, edits, ddl }) => ({
      ...{ id, preferred, edits, up: ddl?.up, down: ddl?.down, inTransaction: ddl?.inTransaction },
      title: formatMessage(title),
    })),
  }));
}

/** The same with what only the migrations beside the server know: where things are declared. */
function withPlaces(analysis: Analysis): unknown {
  const places = analysis.findings.map(({ related, fixes }) => ({
    related: related.map(({ location, message }) => ({ location, message: formatMessage(message) })),
    replaced: fixes.map(({ ddl }) => ddl?.index?.replaces),
  }));
  return { told: told(analysis), places };
}
