import assert from 'node:assert/strict';
import { formatMessage } from '../../../../src/analyzers/message';
import { explainPassedOver } from '../../../../src/analyzers/plans/findings/index-passed-over';
import { judgePlan } from '../../../../src/analyzers/plans/judge-plan';
import { passedOver } from '../../../../src/analyzers/plans/passed-over';
import type { PlanContext } from '../../../../src/analyzers/plans/plan-context';
import { askForSpread } from '../../../../src/analyzers/plans/spread-question';
import { isQuery } from '../../../../src/analyzers/sql/statement-kind';
import { withStatistics } from '../../../with-statistics';
import { libpgFeeder } from '../feeders';
import { readWith } from '../read-statement';
import { schemaFrom } from '../schema-from';
import { node, planOf } from './plan-of';

const DDL = `CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text NOT NULL, at timestamptz);
CREATE INDEX events_stream ON events (stream_id, event_id);
CREATE INDEX events_at ON events (at);`;

describe('An index that a plan passes over', () => {
  const contextFor = async (text: string): Promise<PlanContext> => {
    const feeder = await libpgFeeder();
    const statement = readWith(feeder, text);
    assert.ok(isQuery(statement));
    const snapshot = withStatistics(await schemaFrom(DDL), {
      versionNumber: 160004,
      tables: { events: { rows: 580_000, pages: 36_000 } },
    });
    return { feeder, snapshot, query: { statement, text } };
  };
  const scan = (
    type: string,
    cost: number,
    rows: number,
    properties: Readonly<Record<string, unknown>> = {},
  ) => {
    const estimates = { 'Total Cost': cost, 'Plan Rows': rows, ...properties };
    return node(type, { 'Relation Name': 'events', Alias: 'events', ...estimates });
  };
  const SQL = "SELECT * FROM events WHERE stream_id = 'a'";
  const sequential = () => planOf(scan('Seq Scan', 43_000, 20, { Filter: "(stream_id = 'a'::text)" }));

  it('is named with what it would find rows by, and with what has to be off for it', async () => {
    const found = passedOver(sequential(), await contextFor(SQL));
    assert.deepEqual(
      found.map(({ index, columns, switches }) => [index, columns, switches]),
      [['events_stream', ['stream_id'], ['enable_seqscan']]],
    );
    const walk = planOf(scan('Index Scan', 50_000, 20, { 'Index Name': 'events_pkey' }));
    assert.deepEqual(
      passedOver(walk, await contextFor(SQL)).map(({ switches }) => switches),
      [['enable_seqscan', 'enable_indexscan', 'enable_indexonlyscan']],
    );
  });

  it('is none that the plan uses, none that bounds nothing, and none without the query', async () => {
    const used = planOf(scan('Index Scan', 8, 20, { 'Index Name': 'events_stream' }));
    const context = await contextFor(SQL);
    assert.deepEqual(passedOver(used, context), []);
    assert.deepEqual(
      passedOver(sequential(), await contextFor('SELECT * FROM events WHERE event_id % 7 = 0')),
      [],
    );
    assert.deepEqual(passedOver(sequential(), { feeder: context.feeder }), []);
  });

  it('is told where the whole of a large table is read for few rows, and not where many are expected', async () => {
    const context = await contextFor(SQL);
    assert.deepEqual(
      judgePlan(sequential(), context).map(({ kind }) => kind),
      ['index-passed-over'],
    );
    const many = planOf(scan('Seq Scan', 43_000, 300_000, { Filter: "(stream_id = 'a'::text)" }));
    assert.deepEqual(judgePlan(many, context), []);
  });

  it('is explained by what both paths cost, without the penalty of servers before 18', async () => {
    const [candidate] = passedOver(sequential(), await contextFor(SQL));
    assert.ok(candidate);
    const explain = (type: string, cost: number, index?: string) =>
      formatMessage(
        explainPassedOver(
          candidate,
          sequential(),
          planOf(scan(type, cost, 20, index === undefined ? {} : { 'Index Name': index })),
        ),
      );
    assert.equal(
      explain('Index Scan', 129_000, 'events_stream'),
      'With events_stream the plan would cost 130,000 by the planner’s count, 3.0 times the 43,000 of this one: so it takes this one.',
    );
    assert.equal(
      explain('Index Scan', 1e10 + 129_000, 'events_stream'),
      explain('Index Scan', 129_000, 'events_stream'),
    );
    assert.match(explain('Index Scan', 43_000, 'events_stream'), /to it the two are about the same/);
    assert.match(
      explain('Seq Scan', 1e10 + 43_000),
      /^Even with the other paths turned off PostgreSQL does not use events_stream/,
    );
  });
});

describe('What a sample of the table is asked', () => {
  const limit = (filter: string, total = 50_000) =>
    planOf(
      node(
        'Limit',
        { 'Total Cost': 420, 'Plan Rows': 100 },
        node('Index Scan', {
          'Relation Name': 'events',
          Alias: 'events',
          'Index Name': 'events_pkey',
          Filter: filter,
          'Total Cost': total,
          'Plan Rows': 12_000,
        }),
      ),
    );
  const context = async (): Promise<PlanContext> => ({
    feeder: await libpgFeeder(),
    snapshot: await schemaFrom(DDL),
  });

  it('are the values that an early stop waits for', async () => {
    assert.deepEqual(askForSpread(limit(`(stream_id = ANY ('{a,"b c"}'::text[]))`), await context()), {
      schema: 'public',
      table: 'events',
      column: 'stream_id',
      values: ['a', 'b c'],
    });
    assert.deepEqual(askForSpread(limit("(stream_id = 'a'::text)"), await context())?.values, ['a']);
  });

  it('is nothing where nothing is at stake, or where the plan does not tell the values', async () => {
    assert.equal(askForSpread(limit("(stream_id = 'a'::text)", 900), await context()), undefined);
    assert.equal(askForSpread(limit('(stream_id = ANY ($1))'), await context()), undefined);
    assert.equal(askForSpread(limit("(stream_id ~~ 'a%'::text)"), await context()), undefined);
  });
});
