import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSchema, type Snapshot, withStatistics } from '../../../src/analyzers';
import type { Finding, Fix } from '../../../src/analyzers/finding';
import { formatMessage } from '../../../src/analyzers/message';
import type { ProposalEvidence } from '../../../src/analyzers/plans/evidence/judge-proposal';
import { judgeTrial } from '../../../src/analyzers/plans/evidence/judge-trial';
import { schemaStatements } from '../../../src/analyzers/schema/schema-statements';
import { isQuery } from '../../../src/analyzers/sql/statement-kind';
import { EmbeddedPlanner } from '../../../src/postgres/embedded/embedded-planner';
import { EmbeddedReader } from '../../../src/postgres/embedded/embedded-reader';
import { DEFAULT_ASSUMED } from '../../../src/postgres/embedded/protocol';
import { inferParameters } from '../../../src/postgres/explain/infer-parameters';
import { proveProposal } from '../../../src/postgres/hypothetical/prove-proposal';
import { ServerConnection } from '../../../src/postgres/reading/server-connection';
import { exportStatistics } from '../../../src/postgres/statistics-export/export-statistics';
import { sampleValues } from '../../../src/postgres/values/sample-values';
import { openDemoDatabase } from '../../../scripts/demo/open-demo-database.mjs';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { buildPrograms } from '../../built-programs';
import { judgeFixture } from '../../rule-fixtures';
import { libpgFeeder } from '../../unit/analyzers/feeders';
import { explainable } from '../../unit/analyzers/query/explainable';
import { readWith } from '../../unit/analyzers/read-statement';
import { applyEdits } from '../fixes/fix-in-document';
import { SAMPLE_MIGRATIONS } from '../hypothetical/sample-proposals';
import { openClient } from '../reading/open-client';
import { readScripts, withClient } from '../run-scripts';

const HEADLINE = `SELECT event_id, stream_id, event_version, event_type, event_data, metadata, causation_id, correlation_id, user_id, created_at
FROM events
WHERE stream_id = ANY($1)
ORDER BY event_id
LIMIT $2`;

const DOCUMENT = { path: 'page.sql', text: HEADLINE, languageId: 'sql', serverVersion: 15, arraySize: 20 };

/** Sixty streams, each of which goes on through the whole log. */
const SPREAD_STREAMS = `ALTER TABLE events DROP CONSTRAINT events_stream_id_fkey;
  UPDATE events SET stream_id = 'order-' || 1 + event_id % 60, event_version = event_id`;

const FILES = readScripts(SAMPLE_MIGRATIONS).map(({ file, text }) => ({ file, text }));

/** The newest server's figures, as nothing else differs. */
const [SERVER = 'no server'] = oldestAndNewestServer().slice(-1);

describe('A page of several streams, planned on migrations and a statistics file', function () {
  this.timeout(240_000);
  let server: EmbeddedPostgres;
  let connectionString: string;
  let migrations: Snapshot;
  let planner: EmbeddedPlanner | undefined;
  let finding: Finding;
  let evidence: ReadonlyMap<string, ProposalEvidence>;

  before(async () => {
    server = await startPostgres(SERVER);
    ({ connectionString } = await openDemoDatabase(server, SAMPLE_MIGRATIONS, { scale: 0.3 }));
    const names = FILES.map(({ file }) => file);
    migrations = readSchema(FILES, await libpgFeeder(), { kind: 'migrations', folders: [''], files: names });
  });
  after(() => server.stop());
  afterEach(() => planner?.dispose());

  const proveAll = async (valuesOf: readonly string[]): Promise<void> => {
    const connection = new ServerConnection(openClient({ connectionString }));
    const { file: statistics } = await exportStatistics(connection, { readAt: new Date(), valuesOf });
    await connection.dispose();
    planner = new EmbeddedPlanner({
      programFile: buildPrograms().planner,
      cacheFolder: join(tmpdir(), 'indexwright-planner-test'),
      world: { statements: schemaStatements(FILES), statistics, assumed: DEFAULT_ASSUMED },
      timeoutMs: 60_000,
    });
    const snapshot = withStatistics(migrations, statistics);
    const { findings } = await judgeFixture(DOCUMENT, snapshot);
    const [only, ...others] = findings;
    assert.ok(only && others.length === 0);
    finding = only;
    const reader = new EmbeddedReader(planner);
    const tried: [string, ProposalEvidence][] = [];
    for (const fix of finding.fixes) tried.push([fix.id, await prove(reader, snapshot, fix)]);
    evidence = new Map(tried);
  };

  const prove = async (reader: EmbeddedReader, snapshot: Snapshot, fix: Fix): Promise<ProposalEvidence> => {
    const feeder = await libpgFeeder();
    const query = await explainable(HEADLINE, { snapshot });
    const inferred = await inferParameters(reader, query);
    const types = inferred.parameters.flatMap(({ number, type }) =>
      type ? [{ number, type: type.name }] : [],
    );
    const sets = await sampleValues(reader, query, types, { expectedArraySize: 20 });
    const isRewrite = fix.kind === 'rewrite';
    const rewritten = isRewrite && (await explainable(applyEdits(HEADLINE, fix.edits), { snapshot }));
    const index = fix.ddl?.index;
    const proposal = { ...(rewritten && { rewritten }), ...(index && { index }) };
    const trial = await proveProposal(reader, inferred, proposal, sets);
    const statement = readWith(feeder, HEADLINE);
    assert.ok(isQuery(statement));
    const judged = judgeTrial(trial, { feeder, snapshot, query: { statement, text: HEADLINE } });
    assert.ok(judged.kind === 'evidence');
    return judged.evidence;
  };

  const evidenceOf = (id: string): ProposalEvidence => evidence.get(id) ?? assert.fail(`${id} was not tried`);

  describe('of the sample, whose newest streams lie at the end of the log', () => {
    it('is found, and index and rewrite together gain most, by an average value', async () => {
      await proveAll([]);
      assert.equal(finding.ruleId, 'missing-stream-index');
      assert.equal(finding.fixes.find(({ id }) => id === 'rewrite/ids-first')?.ddl?.index?.table, 'events');
      const idsFirst = evidenceOf('rewrite/ids-first');
      assert.deepEqual([idsFirst.verdict, idsFirst.certainty], ['helps', 'planned']);
      assert.ok(idsFirst.sets.every(({ usesIndex }) => usesIndex));
      assert.ok((idsFirst.factor ?? 0) >= 20, JSON.stringify(idsFirst));
      assert.match(formatMessage(idsFirst.sentence), /^By the planner it costs \d+ times less/);
      for (const [id, { gain }] of evidence) assert.ok(gain <= idsFirst.gain, `${id} gains ${gain}`);
    });

    it('gains by common and rare values, where the file has them', async () => {
      await proveAll(['events.stream_id']);
      const idsFirst = evidenceOf('rewrite/ids-first');
      assert.equal(idsFirst.verdict, 'helps');
      const labels = idsFirst.sets.map(({ label }) => formatMessage(label));
      for (const [id, { gain }] of evidence) assert.ok(gain <= idsFirst.gain, `${id} gains ${gain}`);
      for (const label of ['10 common values of stream_id', '10 rare values of stream_id'])
        assert.ok(labels.includes(label), labels.join(', '));
    });
  });

  describe('of streams that are spread over the whole log', () => {
    before(() =>
      withClient(connectionString, async (client) => {
        await client.query(SPREAD_STREAMS);
        await client.query('VACUUM (FULL, ANALYZE) events');
      }),
    );

    for (const valuesOf of [[], ['events.stream_id']]) {
      it(`gains nothing by the planner, ${valuesOf.length > 0 ? 'with' : 'without'} values in the file`, async () => {
        await proveAll(valuesOf);
        assert.equal(evidenceOf('create-index/stream-order').verdict, 'not-used');
        const { verdict, sentence } = evidenceOf('rewrite/ids-first');
        assert.notEqual(verdict, 'helps');
        assert.match(formatMessage(sentence), /the planner gains nothing by it|costs \d+ times more/);
      });
    }
  });
});
