import assert from 'node:assert/strict';
import { analyze } from '../../../../src/analyzers/analyze';
import { formatMessage } from '../../../../src/analyzers/message';
import { readSchema } from '../../../../src/analyzers/schema/from-ddl';
import { mergeMigrations } from '../../../../src/analyzers/schema/merge-migrations';
import {
  EMPTY_SNAPSHOT,
  type Snapshot,
  type SourceLocation,
} from '../../../../src/analyzers/schema/snapshot';
import { DEFAULT_SETTINGS } from '../../../../src/analyzers/settings';
import { libpgFeeder } from '../feeders';
import { tableNamed } from '../schema-from';

const EVENTS = 'CREATE TABLE events (id bigint PRIMARY KEY, stream_id text NOT NULL, kind text);';
const STREAM_INDEX = 'CREATE INDEX events_stream_idx ON events (stream_id, id);';
const QUERY = 'SELECT * FROM events WHERE stream_id = $1 ORDER BY id LIMIT 10';

/** A server does not know where its schema is declared. */
function withoutPlace<T extends { readonly declaredAt?: SourceLocation }>(part: T): Omit<T, 'declaredAt'> {
  const copy: Omit<T, 'declaredAt'> & { declaredAt?: SourceLocation } = { ...part };
  delete copy.declaredAt;
  return copy;
}

async function serverOf(ddl: string): Promise<Snapshot> {
  const snapshot = readSchema([{ file: 'dump.sql', text: ddl }], await libpgFeeder(), { kind: 'none' });
  const tables = snapshot.tables.map((table) => ({
    ...withoutPlace(table),
    indexes: table.indexes.map(withoutPlace),
    constraints: table.constraints.map(withoutPlace),
  }));
  const source = {
    kind: 'server',
    target: 'shop@localhost:5432',
    versionNumber: 150_004,
    readAt: '2026-11-25T10:00:00.000Z',
  } as const;
  return { ...snapshot, tables, source };
}

async function migrationsOf(...texts: readonly string[]): Promise<Snapshot> {
  const files = texts.map((text, index) => ({ file: `db/migrations/${index + 1}.sql`, text }));
  return readSchema(files, await libpgFeeder(), {
    kind: 'migrations',
    folders: ['db/migrations'],
    files: files.map(({ file }) => file),
  });
}

async function verdictOf(snapshot: Snapshot, rule: string): Promise<string> {
  const document = { file: 'query.sql', languageId: 'sql', text: QUERY };
  const input = { document, snapshot, settings: DEFAULT_SETTINGS, feeder: await libpgFeeder() };
  const [statement] = analyze(input).statements;
  const verdict = statement?.verdicts.find(({ ruleId }) => ruleId === rule);
  return verdict?.reason ? formatMessage(verdict.reason.message) : (verdict?.outcome ?? 'none');
}

describe('A server beside the migrations', () => {
  it('is right about what there is, and they say where it is declared', async () => {
    const merged = mergeMigrations(
      await serverOf(
        'CREATE TABLE events (id bigint PRIMARY KEY, stream_id varchar(40), kind text NOT NULL);',
      ),
      await migrationsOf(EVENTS),
    );
    const table = tableNamed(merged, 'events');
    assert.equal(table.columns.find(({ name }) => name === 'stream_id')?.type.name, 'varchar');
    assert.equal(table.declaredAt?.file, 'db/migrations/1.sql');
    assert.equal(table.indexes[0]?.declaredAt?.file, 'db/migrations/1.sql');
    assert.equal(table.constraints[0]?.declaredAt?.file, 'db/migrations/1.sql');
    assert.deepEqual(merged.drift, {
      undeclared: { tables: [], indexes: [] },
      unapplied: { tables: [], indexes: [] },
    });
  });

  it('counts an index that a migration has yet to make, and says so', async () => {
    const server = await serverOf(EVENTS);
    const migrations = await migrationsOf(EVENTS, STREAM_INDEX);
    assert.equal(await verdictOf(mergeMigrations(server, EMPTY_SNAPSHOT), 'missing-stream-index'), 'finding');
    const merged = mergeMigrations(server, migrations);
    assert.equal(
      await verdictOf(merged, 'missing-stream-index'),
      'The index events_stream_idx does, which 2.sql creates. The database does not have it yet.',
    );
    assert.deepEqual(
      merged.drift?.unapplied.indexes.map(({ name }) => name),
      ['events_stream_idx'],
    );
  });

  it('rests on the index of the server where it is the same by another name', async () => {
    const renamed = STREAM_INDEX.replace('events_stream_idx', 'by_stream');
    const merged = mergeMigrations(
      await serverOf(EVENTS + renamed),
      await migrationsOf(EVENTS, STREAM_INDEX),
    );
    assert.equal(await verdictOf(merged, 'missing-stream-index'), 'The index by_stream finds the rows.');
    assert.equal(tableNamed(merged, 'events').indexes[1]?.declaredAt?.file, 'db/migrations/2.sql');
  });

  it('counts tables and columns that migrations have yet to make', async () => {
    const merged = mergeMigrations(
      await serverOf(EVENTS),
      await migrationsOf(EVENTS, 'ALTER TABLE events ADD COLUMN tenant uuid; CREATE TABLE notes (id int);'),
    );
    assert.equal(tableNamed(merged, 'events').columns.at(-1)?.unapplied, true);
    assert.equal(tableNamed(merged, 'notes').unapplied, true);
    assert.deepEqual(
      merged.drift?.unapplied.tables.map(({ name }) => name),
      ['notes'],
    );
  });

  it('keeps what migrations do not know of', async () => {
    const merged = mergeMigrations(
      await serverOf(`${EVENTS} ${STREAM_INDEX} CREATE TABLE made_by_hand (id int);`),
      await migrationsOf(EVENTS),
    );
    assert.deepEqual(
      merged.drift?.undeclared.tables.map(({ name }) => name),
      ['made_by_hand'],
    );
    assert.deepEqual(
      merged.drift.undeclared.indexes.map(({ name }) => name),
      ['events_stream_idx'],
    );
  });

  it('does not call unapplied what was left out of the reading', async () => {
    const server = await serverOf(EVENTS);
    assert.equal(server.source.kind, 'server');
    const partly = { ...server, source: { ...server.source, schemas: ['public'] } } as Snapshot;
    const merged = mergeMigrations(
      partly,
      await migrationsOf(EVENTS, 'CREATE SCHEMA other; CREATE TABLE other.notes (id int);'),
    );
    assert.equal(tableNamed(merged, 'notes').unapplied, undefined);
  });

  it('is not another one because a document tells of its tables', async () => {
    const document = { file: 'schema.sql', languageId: 'sql', text: `${EVENTS} ${QUERY}` };
    const snapshot = await serverOf(`${EVENTS} ${STREAM_INDEX}`);
    const input = { document, snapshot, settings: DEFAULT_SETTINGS, feeder: await libpgFeeder() };
    assert.deepEqual(
      analyze(input).findings.map(({ ruleId }) => ruleId),
      [],
    );
  });
});
