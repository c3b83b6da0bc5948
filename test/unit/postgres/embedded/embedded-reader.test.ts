import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSchema, type Snapshot } from '../../../../src/analyzers';
import type { ProposedIndex } from '../../../../src/analyzers/finding';
import { formatMessage, message } from '../../../../src/analyzers/message';
import type { ExplainableQuery } from '../../../../src/analyzers/query/explainable-query';
import { schemaStatements } from '../../../../src/analyzers/schema/schema-statements';
import { EmbeddedPlanner } from '../../../../src/postgres/embedded/embedded-planner';
import { EmbeddedReader } from '../../../../src/postgres/embedded/embedded-reader';
import { DEFAULT_ASSUMED } from '../../../../src/postgres/embedded/protocol';
import { ExplainFailure } from '../../../../src/postgres/explain/explain-failure';
import { explainQuery, explainWithout } from '../../../../src/postgres/explain/explain-query';
import { inferParameters } from '../../../../src/postgres/explain/infer-parameters';
import { RunRefused, runQuery } from '../../../../src/postgres/explain/run-query';
import { proveProposal } from '../../../../src/postgres/hypothetical/prove-proposal';
import { sampleValues } from '../../../../src/postgres/values/sample-values';
import { buildPrograms } from '../../../built-programs';
import { libpgFeeder } from '../../analyzers/feeders';
import { explainable } from '../../analyzers/query/explainable';

const MIGRATIONS = join(__dirname, '../../../../samples/event-store/db/migrations');
const HEADLINE = 'SELECT * FROM events WHERE stream_id = ANY($1) ORDER BY event_id LIMIT $2';

const INDEX: ProposedIndex = {
  ...{ schema: 'public', table: 'events', name: 'events_stream_id_event_id_idx', method: 'btree' },
  ...{ unique: false, keys: ['stream_id', 'event_id'], include: [], replaces: [] },
};

const withoutTime = (key: string, value: unknown): unknown => (key === 'Planning Time' ? undefined : value);

describe('The embedded planner, asked as a server is', function () {
  this.timeout(240_000);
  const cacheFolder = mkdtempSync(join(tmpdir(), 'indexwright-reader-'));
  let planner: EmbeddedPlanner;
  let reader: EmbeddedReader;
  let snapshot: Snapshot;

  before(async () => {
    const files = readdirSync(MIGRATIONS)
      .sort()
      .map((file) => ({ file, text: readFileSync(join(MIGRATIONS, file), 'utf8') }));
    planner = new EmbeddedPlanner({
      programFile: buildPrograms().planner,
      cacheFolder,
      world: { statements: schemaStatements(files), assumed: DEFAULT_ASSUMED },
      timeoutMs: 60_000,
    });
    reader = new EmbeddedReader(planner);
    const names = files.map(({ file }) => file);
    snapshot = readSchema(files, await libpgFeeder(), { kind: 'migrations', folders: [''], files: names });
  });
  after(async () => {
    await planner.dispose();
    rmSync(cacheFolder, { recursive: true, force: true });
  });

  const queryOf = (text: string): Promise<ExplainableQuery> => explainable(text, { snapshot });

  it('infers the types of parameters, and the cast where there is none', async () => {
    const types = async (text: string) =>
      (await inferParameters(reader, await queryOf(text))).parameters.map(({ type }) => type?.name);
    assert.deepEqual(await types(HEADLINE), ['text[]', 'bigint']);
    const inferred = await inferParameters(
      reader,
      await queryOf('SELECT $1 AS what, event_id FROM events WHERE event_id = $1'),
    );
    assert.deepEqual(
      [inferred.versionNumber >= 180_000, inferred.parameters[0]?.type?.name],
      [true, 'bigint'],
    );
  });

  it('plans for values, for any, and without some kinds of paths', async () => {
    const inferred = await inferParameters(reader, await queryOf(HEADLINE));
    const plan = async (work: ReturnType<typeof explainQuery>) =>
      JSON.stringify(JSON.parse((await work).document), withoutTime);
    const forValues = await plan(explainQuery(reader, inferred, ['{a,b,c}', '100']));
    assert.match(forValues, /"Filter":"\(events.stream_id = ANY \('{a,b,c}'/);
    assert.match(await plan(explainQuery(reader, inferred, 'generic')), /\$1/);
    const without = await plan(explainWithout(reader, inferred, ['{a,b,c}', '100'], ['enable_seqscan']));
    assert.match(without, /"Index Name":"events_pkey"/);
    // Nothing of it stays.
    assert.equal(await plan(explainQuery(reader, inferred, ['{a,b,c}', '100'])), forValues);
  });

  it('has no rows, so values are made up, arrays of several sizes', async () => {
    const inferred = await inferParameters(reader, await queryOf(HEADLINE));
    const types = inferred.parameters.flatMap(({ number, type }) =>
      type ? [{ number, type: type.name }] : [],
    );
    const sets = await sampleValues(reader, inferred.query, types, { expectedArraySize: 20 });
    assert.deepEqual(
      sets.map(({ kind, arraySize }) => [kind, arraySize]),
      [10, 1, 20, 100].map((size) => ['plausible', size]),
    );
    assert.match(sets[0]?.values[0]?.guessed?.template ?? '', /has no rows/);
  });

  it('proves a proposal with an index that is pretended, which is gone afterwards', async () => {
    const inferred = await inferParameters(reader, await queryOf(HEADLINE));
    const values = [
      { parameter: 1, text: '{a,b,c}', origin: message('some') },
      { parameter: 2, text: '100', origin: message('some') },
    ];
    const trial = await proveProposal(reader, inferred, { index: INDEX }, [
      { label: message('some'), values },
    ]);
    assert.ok(trial.kind === 'tried');
    assert.match(trial.sets[0]?.after ?? '', /"Index Name": ?"events_stream_id_event_id_idx"/);
    assert.doesNotMatch(trial.sets[0]?.before ?? '', /events_stream_id_event_id_idx/);
    assert.match(trial.notes.map(formatMessage).join(' '), /pretended by the embedded planner/);
    const again = await proveProposal(reader, inferred, { index: INDEX }, [
      { label: message('some'), values },
    ]);
    const timeless = (document: string): string => document.replace(/"Planning Time": [\d.]+/, '');
    assert.ok(again.kind === 'tried');
    assert.equal(timeless(again.sets[0]?.before ?? ''), timeless(trial.sets[0]?.before ?? ''));
  });

  it('refuses as a server does, with the place in the query', async () => {
    const wrong = inferParameters(reader, await queryOf('SELECT nothing FROM events'));
    await assert.rejects(wrong, (error) => error instanceof ExplainFailure && error.offset === 7);
  });

  it('runs nothing', async () => {
    const query = await queryOf('SELECT * FROM events');
    const inferred = await inferParameters(reader, query);
    const consent = { text: query.text, values: [], statementTimeoutMs: 1000 };
    await assert.rejects(runQuery(reader, inferred, consent), RunRefused);
  });
});
