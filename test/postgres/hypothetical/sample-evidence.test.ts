import assert from 'node:assert/strict';
import { Client } from 'pg';
import type { ProposedIndex } from '../../../src/analyzers/finding';
import { formatMessage } from '../../../src/analyzers/message';
import type { ProposalEvidence } from '../../../src/analyzers/plans/evidence/judge-proposal';
import { judgeTrial } from '../../../src/analyzers/plans/evidence/judge-trial';
import { parseJsonPlan } from '../../../src/analyzers/plans/parse-json-plan';
import type { PlanContext } from '../../../src/analyzers/plans/plan-context';
import { askForSpread } from '../../../src/analyzers/plans/spread-question';
import type { ExplainableQuery } from '../../../src/analyzers/query/explainable-query';
import { isQuery } from '../../../src/analyzers/sql/statement-kind';
import { inferParameters } from '../../../src/postgres/explain/infer-parameters';
import type { InferredQuery } from '../../../src/postgres/explain/inferred-query';
import { sampleRowSpread } from '../../../src/postgres/explain/sample-row-spread';
import {
  type Proposal,
  proveProposal,
  type ProveOptions,
} from '../../../src/postgres/hypothetical/prove-proposal';
import { sampleValues } from '../../../src/postgres/values/sample-values';
import type { ValueSet } from '../../../src/postgres/values/value-set';
import { openDemoDatabase } from '../../../scripts/demo/open-demo-database.mjs';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { findHypopg } from '../../../scripts/servers/hypopg.mjs';
import { applyEdits } from '../fixes/fix-in-document';
import { judgeFixture } from '../../rule-fixtures';
import { libpgFeeder } from '../../unit/analyzers/feeders';
import { readWith } from '../../unit/analyzers/read-statement';
import { SampledDatabase } from '../values/sampled-database';
import { SAMPLE_MIGRATIONS } from './sample-proposals';

const HEADLINE = `SELECT event_id, stream_id, event_version, event_type, event_data, metadata, causation_id, correlation_id, user_id, created_at
FROM events
WHERE stream_id = ANY($1)
ORDER BY event_id
LIMIT $2`;

describe("Evidence on the sample's database", function () {
  this.timeout(180_000);
  let server: EmbeddedPostgres;
  let owner: Client;
  let database: SampledDatabase;
  let context: PlanContext;
  let query: ExplainableQuery;
  let inferred: InferredQuery;
  let proposal: Required<Proposal>;
  let newest: ValueSet;
  let hot: ValueSet;

  before(async () => {
    const { alias, extension } = findHypopg();
    server = await startPostgres(alias, { extension });
    const { connectionString } = await openDemoDatabase(server, SAMPLE_MIGRATIONS);
    owner = new Client({ connectionString });
    await owner.connect();
    await owner.query('CREATE EXTENSION hypopg');
    database = await SampledDatabase.open(connectionString);
    query = await database.query(HEADLINE);
    inferred = await inferParameters(database.connection(), query);
    const feeder = await libpgFeeder();
    const statement = readWith(feeder, HEADLINE);
    assert.ok(isQuery(statement));
    context = { feeder, snapshot: database.snapshot, query: { statement, text: HEADLINE } };
    proposal = await proposedFor(database);
    [newest, hot] = await pickSets('100');
  });

  after(async () => {
    await database.close();
    await owner.end();
    await server.stop();
  });

  const pickSets = async (limit: string): Promise<[newest: ValueSet, hot: ValueSet]> => {
    const parameters = query.parameters.map((parameter) =>
      parameter.use.kind === 'limit' ? { ...parameter, written: limit } : parameter,
    );
    const sets = await sampleValues(database.connection(), { ...query, parameters }, [], {
      expectedArraySize: 20,
    });
    const [one, other] = (['newest', 'hot'] as const).map((wanted) =>
      sets.find(({ kind, arraySize }) => kind === wanted && arraySize === 10),
    );
    assert.ok(one && other);
    return [one, other];
  };

  const prove = async (
    proposed: Proposal,
    sets: readonly ValueSet[],
    options: ProveOptions = {},
  ): Promise<ProposalEvidence> => {
    const reader = database.connection();
    const trial = await proveProposal(reader, inferred, proposed, sets, options);
    assert.equal(trial.kind, 'tried');
    const withSpread = await Promise.all(
      trial.sets.map(async (tried) => {
        const reading = parseJsonPlan(JSON.parse(tried.before));
        const question = reading.kind === 'plan' ? askForSpread(reading.plan, context) : undefined;
        return question ? { ...tried, spread: await sampleRowSpread(reader, question) } : tried;
      }),
    );
    const judged = judgeTrial({ ...trial, sets: withSpread }, context);
    assert.equal(judged.kind, 'evidence');
    return judged.evidence;
  };

  const runs: ProveOptions = {
    consentTo: ({ text }, values) => ({ text, values, statementTimeoutMs: 30_000 }),
  };

  it('finds before anything is run that the index and the rewrite help with the newest streams', async () => {
    const evidence = await prove(proposal, [newest]);
    assert.equal(evidence.certainty, 'planned');
    assert.equal(evidence.verdict, 'helps', JSON.stringify(evidence));
    assert.equal(evidence.sets[0]?.usesIndex, true);
    assert.match(evidence.notes.map(formatMessage).join(' '), /rows do not come early.*hypopg takes/);
  });

  it('finds that they do not with streams that are spread over all time', async () => {
    const evidence = await prove(proposal, [hot]);
    assert.deepEqual([evidence.certainty, evidence.verdict], ['planned', 'worse'], JSON.stringify(evidence));
  });

  it('withdraws the index alone where the planner would walk the primary key all the same', async () => {
    const evidence = await prove({ index: proposal.index }, [newest, hot]);
    assert.equal(evidence.verdict, 'not-used', JSON.stringify(evidence));
    assert.match(formatMessage(evidence.sentence), /would not use idx_events_stream_id_event_id/);
  });

  describe('when the index is there', () => {
    before(async () => {
      await owner.query('CREATE INDEX idx_events_stream_id_event_id ON events (stream_id, event_id)');
      await owner.query('VACUUM (ANALYZE) events');
    });

    it('measures that the rewrite reads less than a hundredth of the blocks for a page of 100', async () => {
      const evidence = await prove(proposal, [newest], runs);
      assert.deepEqual([evidence.certainty, evidence.verdict], ['measured', 'helps']);
      assert.ok((evidence.factor ?? 0) >= 100, JSON.stringify(evidence));
      assert.match(formatMessage(evidence.sentence), /^It reads \d+ times fewer blocks/);
    });

    it('measures that it still helps with larger pages, each row of which is read by its key', async () => {
      const [ofLargePage] = await pickSets('1000');
      const evidence = await prove(proposal, [ofLargePage], runs);
      assert.deepEqual([evidence.certainty, evidence.verdict], ['measured', 'helps']);
      assert.ok((evidence.factor ?? 0) >= 10, JSON.stringify(evidence));
    });

    it('measures the other way round for streams that are spread over all time', async () => {
      const evidence = await prove(proposal, [hot], runs);
      assert.deepEqual(
        [evidence.certainty, evidence.verdict],
        ['measured', 'worse'],
        JSON.stringify(evidence),
      );
    });
  });
});

/** The rewrite that the finding offers first, with the index that it needs. */
async function proposedFor(database: SampledDatabase): Promise<Required<Proposal>> {
  const document = { path: 'page.sql', text: HEADLINE, languageId: 'sql', serverVersion: 15, arraySize: 20 };
  const { findings } = await judgeFixture(document, database.snapshot);
  const fix = findings.flatMap(({ fixes }) => fixes).find(({ id }) => id === 'rewrite/ids-first');
  const index: ProposedIndex | undefined = fix?.ddl?.index;
  assert.ok(fix && index);
  return { rewritten: await database.query(applyEdits(HEADLINE, fix.edits)), index };
}
