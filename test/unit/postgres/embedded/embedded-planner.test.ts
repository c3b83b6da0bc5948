import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { columnKey, type IndexDefinition } from '../../../../src/analyzers/indexes/index-definition';
import { formatMessage } from '../../../../src/analyzers/message';
import type { QueryText } from '../../../../src/analyzers/query/explainable-query';
import { readExplainableText } from '../../../../src/analyzers/query/read-explainable-text';
import { schemaStatements } from '../../../../src/analyzers/schema/schema-statements';
import {
  EmbeddedPlanner,
  type EmbeddedPlannerOptions,
  PlannerProblem,
} from '../../../../src/postgres/embedded/embedded-planner';
import { DEFAULT_ASSUMED } from '../../../../src/postgres/embedded/protocol';
import { PlannerUnavailable } from '../../../../src/postgres/planner';
import { buildPrograms } from '../../../built-programs';
import { libpgFeeder } from '../../analyzers/feeders';
import { SAMPLE } from '../../analyzers/statistics-file/sample-statistics';

const DDL = `CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text NOT NULL, place geo.geometry, created_at timestamptz NOT NULL);
  CREATE INDEX events_place_idx ON events USING gist (place);
  CREATE INDEX events_created_at_idx ON events (created_at)`;

const INDEX: IndexDefinition = {
  schema: 'public',
  table: 'events',
  name: 'events_stream_id_event_id_idx',
  method: 'btree',
  unique: false,
  nullsNotDistinct: false,
  keys: [columnKey('stream_id'), columnKey('event_id')],
  include: [],
  options: {},
  valid: true,
};

/** Making the empty database takes some seconds once; each start after it about one. */
describe('The embedded planner', function () {
  this.timeout(240_000);
  const cacheFolder = mkdtempSync(join(tmpdir(), 'indexwright-planner-'));
  const planners: EmbeddedPlanner[] = [];
  let shared: EmbeddedPlanner;

  const open = (ddl: string, options: Partial<EmbeddedPlannerOptions> = {}): EmbeddedPlanner => {
    const planner = new EmbeddedPlanner({
      programFile: buildPrograms().planner,
      cacheFolder,
      world: { statements: schemaStatements([{ file: '1.sql', text: ddl }]), assumed: DEFAULT_ASSUMED },
      timeoutMs: 60_000,
      ...options,
    });
    planners.push(planner);
    return planner;
  };
  const queryOf = async (sql: string): Promise<QueryText> => {
    const read = readExplainableText(sql, await libpgFeeder());
    assert.ok(read.kind === 'query');
    return read.text;
  };

  before(() => {
    shared = open(DDL);
  });
  after(async () => {
    for (const planner of planners) await planner.dispose();
    rmSync(cacheFolder, { recursive: true, force: true });
  });

  it('answers the same where it keeps the indexes of a question, and passes them over in the next', async () => {
    const query = await queryOf('SELECT event_id FROM events WHERE stream_id = $1 ORDER BY event_id LIMIT 5');
    const anew = await shared.plan({ query, values: 'generic', added: [INDEX] });
    const without = await shared.plan({ query, values: 'generic' });
    for (let times = 0; times < 2; times++) {
      const kept = await shared.plan({ query, values: 'generic', added: [INDEX], keepsAdded: true });
      assert.deepEqual(kept, anew);
      assert.equal((await shared.plan({ query, values: 'generic' })).document, without.document);
    }
    const other = { ...INDEX, keys: [columnKey('created_at')] };
    const [renamed] = (await shared.plan({ query, values: 'generic', added: [other], keepsAdded: true }))
      .added;
    assert.notEqual(renamed?.bytes, anew.added[0]?.bytes);
  });

  it('says what it does not have, what stands in for it, and which sizes it assumes', async () => {
    const facts = await shared.facts();
    assert.equal(Math.trunc(facts.versionNumber / 10_000), 18);
    assert.deepEqual(facts.standInTypes, ['geo.geometry']);
    assert.deepEqual(
      facts.skipped.map(({ text }) => text),
      ['CREATE INDEX events_place_idx ON events USING gist (place)'],
    );
    assert.match(facts.skipped[0]?.reason ?? '', /no default operator class/);
    assert.deepEqual(facts.assumedTables, ['public.events']);
    assert.match(facts.differences.map(formatMessage).join(' '), /parallel workers are not counted/);
  });

  it('plans with an index that is not there, and tells its size; afterwards it is gone', async () => {
    const query = await queryOf('SELECT * FROM events WHERE stream_id = $1 ORDER BY event_id');
    const before = await shared.plan({ query, values: 'generic' });
    const after = await shared.plan({ query, values: 'generic', added: [INDEX] });
    assert.match(after.document, /"Index Name":"events_stream_id_event_id_idx"/);
    assert.deepEqual(
      after.added.map(({ name, isExact }) => [name, isExact]),
      [[INDEX.name, true]],
    );
    assert.ok((after.added[0]?.bytes ?? 0) > 30e6);
    assert.deepEqual(await shared.plan({ query, values: 'generic' }), before);
  });

  it('plans without an index that is there, be it of a constraint', async () => {
    const query = await queryOf('SELECT * FROM events WHERE event_id = $1');
    const plan = async (name: string): Promise<string> =>
      (await shared.plan({ query, values: ['77'], dropped: [{ schema: 'public', name }] })).document;
    assert.match(await plan('events_pkey'), /"Node Type":"Seq Scan"/);
    assert.match(await plan('events_created_at_idx'), /"Index Name":"events_pkey"/);
  });

  it('starts with a table of more than 1 GB that has a partial index', async () => {
    const columns = ['event_id', 'stream_id'].map((name) => ({
      name,
      nullFraction: 0,
      averageWidth: 16,
      distinct: -1,
    }));
    const events = { rows: 9e6, pages: 300_000, currentPages: 300_000, allVisiblePages: 300_000 };
    const text = `${DDL}; CREATE INDEX recent_idx ON events (stream_id) WHERE event_id > 5`;
    const planner = open(text, {
      world: {
        statements: schemaStatements([{ file: '1.sql', text }]),
        statistics: {
          ...SAMPLE,
          tables: [{ schema: 'public', name: 'events', ...events, columns, indexes: [] }],
        },
        assumed: DEFAULT_ASSUMED,
      },
    });
    const query = await queryOf('SELECT * FROM events WHERE stream_id = $1');
    assert.match((await planner.plan({ query, values: ['a'] })).document, /"Relation Name":"events"/);
  });

  it('has the extensions that the schema makes and that are shipped, and names the others', async () => {
    const planner =
      open(`CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE EXTENSION "uuid-ossp"; CREATE EXTENSION citext;
      CREATE EXTENSION postgis;
      CREATE TABLE persons (id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), email citext NOT NULL UNIQUE, name text NOT NULL);
      CREATE INDEX persons_name_idx ON persons USING gin (name gin_trgm_ops)`);
    const { skipped, standInTypes } = await planner.facts();
    assert.deepEqual(
      skipped.map(({ text }) => text),
      ['CREATE EXTENSION postgis'],
    );
    assert.deepEqual(standInTypes, []);
    const similar = await queryOf('SELECT * FROM persons WHERE name LIKE $1');
    const values = ['%needle%'];
    assert.match((await planner.plan({ query: similar, values })).document, /"persons_name_idx"/);
    const one = await queryOf('SELECT * FROM persons WHERE email = $1');
    assert.match((await planner.plan({ query: one, values: 'generic' })).document, /"persons_email_key"/);
  });

  it('refuses a query as a server does', async () => {
    const question = { query: await queryOf('SELECT nothing FROM events'), values: 'generic' } as const;
    await assert.rejects(shared.plan(question), (error) => {
      assert.ok(error instanceof PlannerProblem);
      assert.deepEqual(error.problem.code, '42703');
      return true;
    });
  });

  it('leaves out a statement of the schema that does not come to an end', async () => {
    const planner = open(`${DDL}; DO $$ BEGIN LOOP END LOOP; END $$`, { timeoutMs: 4000 });
    const { skipped } = await planner.facts();
    assert.deepEqual(skipped.at(-1)?.reason, 'it did not come to an end');
  });

  it('ends when nobody asks, and starts again for the next question', async () => {
    const planner = open('CREATE TABLE a (id int PRIMARY KEY)', { idleMs: 1 });
    const question = { query: await queryOf('SELECT * FROM a WHERE id = $1'), values: 'generic' } as const;
    const first = await planner.plan(question);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(await planner.plan(question), first);
  });

  it('lets go of who no longer waits, and is not available once it is closed', async () => {
    const planner = open(DDL);
    const stopped = new AbortController();
    const facts = planner.facts({ signal: stopped.signal });
    stopped.abort(new Error('enough'));
    await assert.rejects(facts, /enough/);
    await planner.dispose();
    await assert.rejects(planner.facts(), PlannerUnavailable);
  });

  it('says why it is not available where its files are not there', async () => {
    const planner = open(DDL, { programFile: join(cacheFolder, 'missing.js') });
    await assert.rejects(planner.facts(), PlannerUnavailable);
  });
});
