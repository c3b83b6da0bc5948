import assert from 'node:assert/strict';
import { Client } from 'pg';
import { openDemoDatabase } from '../../../scripts/demo/open-demo-database.mjs';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../../scripts/servers/postgres-binaries.mjs';
import type { Snapshot } from '../../../src/analyzers';
import { snapshotFromCatalog } from '../../../src/analyzers';
import { formatMessage } from '../../../src/analyzers/message';
import { judgePlan } from '../../../src/analyzers/plans/judge-plan';
import type { Plan } from '../../../src/analyzers/plans/plan';
import type { PlanContext } from '../../../src/analyzers/plans/plan-context';
import type { PlanFinding } from '../../../src/analyzers/plans/plan-finding';
import { askForSpread } from '../../../src/analyzers/plans/spread-question';
import type { SqlFeeder } from '../../../src/analyzers/sql/feeder';
import { isQuery } from '../../../src/analyzers/sql/statement-kind';
import { sampleRowSpread } from '../../../src/postgres/explain/sample-row-spread';
import { ServerConnection } from '../../../src/postgres/reading/server-connection';
import { libpgFeeder } from '../../unit/analyzers/feeders';
import { readWith } from '../../unit/analyzers/read-statement';
import { readCatalogOf } from '../read-catalog-of';
import { openClient } from '../reading/open-client';
import { explainWith } from './explain-with';

const PAGE = 'SELECT * FROM events WHERE stream_id = ANY($1) ORDER BY event_id LIMIT $2';
/** Streams of the last tenth of the log, with thousands of events each, and those with the most events over all time. */
const NEW = ['order-900001', 'order-900004', 'order-900007'];
const SPREAD = ['order-000001', 'payment-000001', 'shipment-000001'];

for (const alias of oldestAndNewestServer()) {
  describe(`An early stop on the sample's database (${alias})`, function () {
    this.timeout(180_000);
    let server: EmbeddedPostgres;
    let client: Client;
    let reader: ServerConnection;
    let snapshot: Snapshot;
    let feeder: SqlFeeder;

    before(async () => {
      feeder = await libpgFeeder();
      server = await startPostgres(alias);
      const { connectionString } = await openDemoDatabase(server, 'samples/event-store/db/migrations', {
        scale: 0.5,
      });
      client = new Client({ connectionString });
      await client.connect();
      await client.query('CREATE INDEX ON events (stream_id, event_id)');
      reader = new ServerConnection(openClient({ connectionString }));
      snapshot = snapshotFromCatalog(await readCatalogOf(connectionString), feeder);
    });

    after(async () => {
      await reader.dispose();
      await client.end();
      await server.stop();
    });

    const contextOf = (sql: string): PlanContext => {
      const statement = readWith(feeder, sql);
      assert.ok(isQuery(statement));
      return { feeder, snapshot, query: { statement, text: sql } };
    };
    const judge = async (
      values: readonly unknown[],
      analyze = false,
    ): Promise<{ plan: Plan; findings: readonly PlanFinding[] }> => {
      const plan = await explainWith(client, PAGE, values, { analyze });
      return { plan, findings: judgePlan(plan, contextOf(PAGE)) };
    };
    const judgeSampled = async (values: readonly unknown[]): Promise<PlanFinding | undefined> => {
      const plan = await explainWith(client, PAGE, values);
      const context = contextOf(PAGE);
      const question = askForSpread(plan, context);
      assert.ok(question);
      const spread = await sampleRowSpread(reader, question);
      return judgePlan(plan, { ...context, spread })[0];
    };

    it('is told of streams at the end of the log without running the query, with a factor', async () => {
      const { plan, findings } = await judge([NEW, 100]);
      assert.equal(plan.isMeasured, false);
      const [finding] = findings;
      assert.equal(finding?.kind, 'early-stop');
      assert.equal(finding.severity, 'warning');
      assert.ok((finding.factor ?? 0) >= 10, String(finding.factor));
      assert.match(formatMessage(finding.advice), /LATERAL/);
    });

    it('is certain of these streams once a sample shows where their rows lie', async () => {
      const finding = await judgeSampled([NEW, 100]);
      assert.equal(finding?.severity, 'warning');
      assert.match(formatMessage(finding.message), /but these lie together: about (?:8|9)\d % of the table/);
    });

    it('leaves the query alone for streams that are spread over the log: the walk is right', async () => {
      const finding = await judgeSampled([SPREAD, 100]);
      assert.equal(finding?.severity, 'hint');
      assert.equal(finding.factor, undefined);
      assert.match(formatMessage(finding.message), /That is right for these values/);
      assert.match(formatMessage(finding.advice), /^Leave the query as it is/);
    });

    it('is as both say when the query is run', async () => {
      const lost = await judge([NEW, 100], true);
      const won = await judge([SPREAD, 100], true);
      assert.deepEqual(
        lost.findings.map(({ kind, severity }) => [kind, severity]),
        [['early-stop', 'warning']],
      );
      assert.deepEqual(won.findings, []);
      assert.match(
        formatMessage(lost.findings[0]?.message ?? { template: '', args: [] }),
        /threw away 2\d0,000 rows/,
      );
    });

    it('is silent where the index on the stream is taken, and where the page is most of what there is', async () => {
      const rare = await judge([['order-003000'], 100]);
      const whole = await judge([NEW, 5000]);
      assert.deepEqual(rare.findings, []);
      assert.deepEqual(whole.findings, []);
    });
  });
}
