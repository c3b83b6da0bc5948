import assert from 'node:assert/strict';
import type { Snapshot } from '../../../../src/analyzers';
import { formatMessage } from '../../../../src/analyzers/message';
import { judgePlan } from '../../../../src/analyzers/plans/judge-plan';
import type { PlanContext, RowSpread } from '../../../../src/analyzers/plans/plan-context';
import type { PlanFinding } from '../../../../src/analyzers/plans/plan-finding';
import { withStatistics } from '../../../with-statistics';
import { libpgFeeder } from '../feeders';
import { schemaFrom } from '../schema-from';
import { node, planOf, ran } from './plan-of';

type Properties = Readonly<Record<string, unknown>>;

const DDL = `CREATE TABLE events (event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream_id text NOT NULL, event_type text NOT NULL,
  owner text, created_at timestamptz NOT NULL);
CREATE TABLE states (state_id bigint PRIMARY KEY, name text NOT NULL);
CREATE INDEX events_owner ON events (owner);`;

const RUN = { 'Planning Time': 1, 'Execution Time': 400 };

function cost(total: number, rows: number): Properties {
  return { 'Total Cost': total, 'Plan Rows': rows };
}

function scan(type: string, properties: Properties, ...children: readonly Properties[]): Properties {
  return node(type, { 'Relation Name': 'events', Alias: 'events', ...properties }, ...children);
}

function walk(filter: string, properties: Properties = cost(50_000, 12_000)): Properties {
  return scan('Index Scan', {
    'Index Name': 'events_pkey',
    'Scan Direction': 'Forward',
    Filter: filter,
    ...properties,
  });
}

const STREAMS = "(stream_id = ANY ('{a,b}'::text[]))";

describe('What a plan tells', () => {
  let context: PlanContext;

  before(async () => {
    const feeder = await libpgFeeder();
    const schema: Snapshot = await schemaFrom(DDL);
    const columns = {
      event_id: { correlation: 1 },
      stream_id: {},
      event_type: {},
      owner: {},
      created_at: {},
    };
    const columnStatistics = Object.fromEntries(
      Object.entries(columns).map(([name, own]) => [
        name,
        { nullFraction: 0, averageWidth: 8, distinct: 1000, ...own },
      ]),
    );
    const snapshot = withStatistics(schema, {
      versionNumber: 180004,
      tables: { events: { rows: 580_000, pages: 36_000, columns: 'readable', columnStatistics } },
    });
    context = { feeder, snapshot };
  });

  const judge = (root: Properties, top: Properties = {}, spread?: RowSpread): readonly PlanFinding[] =>
    judgePlan(planOf(root, top), { ...context, ...(spread && { spread }) });
  const kinds = (root: Properties, top: Properties = {}): readonly string[] =>
    judge(root, top).map(({ kind, severity }) => `${severity} ${kind}`);
  const limit = (total: number, rows: number, child: Properties, own: Properties = {}): Properties =>
    node('Limit', { ...cost(total, rows), ...own }, child);

  describe('of an early stop', () => {
    it('warns of a walk past the rows of other streams, with how much is at stake', () => {
      const [finding] = judge(limit(420, 100, walk(STREAMS)));
      assert.equal(finding?.kind, 'early-stop');
      assert.equal(finding.severity, 'warning');
      assert.equal(finding.factor, 119);
      assert.equal(
        formatMessage(finding.advice),
        'Create an index that starts with stream_id; read each stream_id with LATERAL to have its order too.',
      );
    });

    it('looks through what hands on rows as they come', () => {
      const through = [
        node('Gather Merge', cost(50_000, 12_000), walk(STREAMS)),
        node('Merge Append', cost(50_000, 12_000), walk(STREAMS), walk(STREAMS)),
        node('Incremental Sort', cost(50_000, 12_000), walk(STREAMS)),
        node('Subquery Scan', cost(50_000, 12_000), walk(STREAMS)),
      ];
      for (const child of through) assert.deepEqual(kinds(limit(420, 100, child)), ['warning early-stop']);
      assert.deepEqual(kinds(limit(420, 100, node('Sort', cost(50_000, 12_000), walk(STREAMS)))), []);
      assert.deepEqual(
        kinds(limit(420, 100, node('Aggregate', { ...cost(50_000, 1), Strategy: 'Plain' }, walk(STREAMS)))),
        [],
      );
    });

    it('finds the test of a join on its other side', () => {
      const inner = node('Index Scan', {
        'Relation Name': 'states',
        Alias: 's',
        'Parent Relationship': 'Inner',
        'Index Cond': '(state_id = events.event_id)',
        Filter: "(name = 'open'::text)",
      });
      const outer = scan('Index Scan', { 'Index Name': 'events_pkey', 'Parent Relationship': 'Outer' });
      const join = node('Nested Loop', { ...cost(50_000, 1000), 'Join Type': 'Inner' }, outer, inner);
      const [finding] = judge(limit(4000, 80, join));
      assert.match(
        formatMessage(finding?.message ?? { template: '', args: [] }),
        /looks for the rows of states that belong to each row/,
      );
      assert.match(
        formatMessage(finding?.advice ?? { template: '', args: [] }),
        /^Find the rows of states first/,
      );
    });

    it('knows MIN and MAX by their LIMIT, and proposes an index in the order of the extreme', () => {
      const inner = limit(520, 1, walk("(owner = 'ann'::text)", cost(50_000, 20)), {
        'Parent Relationship': 'InitPlan',
      });
      const [finding] = judge(node('Result', cost(520, 1), inner));
      assert.equal(finding?.severity, 'information');
      assert.match(formatMessage(finding.advice), /^Create an index on events \(owner, event_id\)/);
    });

    it('is silent where little is at stake', () => {
      assert.deepEqual(kinds(limit(20_000, 5000, walk(STREAMS))), [], 'most of the rows are asked for');
      assert.deepEqual(kinds(limit(40, 10, walk(STREAMS, cost(4000, 1000)))), [], 'a small table');
      assert.deepEqual(
        kinds(limit(40, 10, scan('Index Scan', { 'Index Name': 'events_pkey', ...cost(50_000, 580_000) }))),
        [],
      );
      const found = { 'Index Cond': STREAMS, Filter: "(owner = 'ann'::text)" };
      assert.deepEqual(
        kinds(limit(420, 100, scan('Index Scan', { 'Index Name': 'x', ...cost(50_000, 12_000), ...found }))),
        [],
      );
    });

    it('is silent about kinds that are common, and about what nearly all rows meet', () => {
      assert.deepEqual(
        kinds(limit(780, 100, walk("(event_type = 'OrderOpened'::text)", cost(50_000, 6500)))),
        [],
      );
      assert.deepEqual(kinds(limit(20, 100, walk('(owner IS NOT NULL)', cost(50_000, 400_000)))), []);
      assert.deepEqual(kinds(limit(8000, 100, walk("(event_type = 'Rare'::text)", cost(50_000, 600)))), [
        'information early-stop',
      ]);
    });

    it('is silent where the walk begins with the rows of the time that is asked for', () => {
      const since = "(created_at >= '2026-01-01'::timestamptz)";
      const newest = walk(since, { ...cost(50_000, 9500), 'Scan Direction': 'Backward' });
      const few = walk(since, { ...cost(50_000, 300), 'Scan Direction': 'Backward' });
      assert.deepEqual(kinds(limit(520, 100, newest)), []);
      assert.deepEqual(kinds(limit(520, 100, few)), []);
      assert.deepEqual(kinds(limit(520, 100, walk(since, cost(50_000, 9500)))), ['warning early-stop']);
    });

    it('lets a sample decide: rows that are spread are met soon, rows at the far end are not', () => {
      const table = { schema: 'public', table: 'events', column: 'stream_id' };
      const page = limit(420, 100, walk(STREAMS));
      const spread = { ...table, parts: [9, 11, 10, 8, 12, 10, 9, 11, 10, 10] };
      const apart = { ...table, parts: [0, 0, 0, 0, 0, 0, 0, 0, 1, 99] };
      const few = { ...table, parts: [0, 0, 0, 0, 0, 0, 0, 0, 0, 3] };
      assert.deepEqual(
        judge(page, {}, spread).map(({ severity, factor }) => [severity, factor]),
        [['hint', undefined]],
      );
      assert.match(
        formatMessage(judge(page, {}, spread)[0]?.advice ?? { template: '', args: [] }),
        /^Leave the query as it is/,
      );
      assert.match(
        formatMessage(judge(page, {}, apart)[0]?.message ?? { template: '', args: [] }),
        /about 88 % of the table/,
      );
      assert.match(
        formatMessage(judge(page, {}, few)[0]?.message ?? { template: '', args: [] }),
        /It counts on rows that are spread evenly/,
      );
    });

    it('reads a sample from the end for a walk that goes backward', () => {
      const spread = {
        schema: 'public',
        table: 'events',
        column: 'stream_id',
        parts: [0, 0, 0, 0, 0, 0, 0, 0, 1, 99],
      };
      const backward = walk(STREAMS, { ...cost(50_000, 12_000), 'Scan Direction': 'Backward' });
      assert.deepEqual(
        judge(limit(420, 100, backward), {}, spread).map(({ severity }) => severity),
        ['hint'],
      );
    });

    it('believes the run: rows thrown away say that the bet was lost, and their absence that it was won', () => {
      const lost = walk(STREAMS, {
        ...cost(50_000, 12_000),
        ...ran(300, 100),
        'Rows Removed by Filter': 520_000,
      });
      const won = walk(STREAMS, {
        ...cost(50_000, 12_000),
        ...ran(300, 100),
        'Rows Removed by Filter': 4000,
      });
      assert.deepEqual(kinds(limit(420, 100, lost, ran(300, 100)), RUN), ['warning early-stop']);
      assert.deepEqual(kinds(limit(420, 100, won, ran(300, 100)), RUN), []);
    });
  });

  describe('of a sequential scan', () => {
    const filtered = (filter: string, properties: Properties): Properties =>
      scan('Seq Scan', { Filter: filter, ...cost(43_000, 100), ...properties });

    it('warns where next to nothing is kept', () => {
      const read = { ...ran(300, 40), 'Rows Removed by Filter': 579_960 };
      assert.deepEqual(kinds(filtered("(stream_id = 'a'::text)", read), RUN), [
        'warning selective-sequential-scan',
      ]);
      assert.deepEqual(kinds(filtered("(stream_id = 'a'::text)", {})), ['warning selective-sequential-scan']);
    });

    it('is silent where much is kept, where the table is small and where the run was brief', () => {
      const half = { ...ran(300, 300_000), 'Rows Removed by Filter': 280_000 };
      const small = { ...ran(30, 4), 'Rows Removed by Filter': 4000 };
      assert.deepEqual(kinds(filtered("(stream_id = 'a'::text)", half), RUN), []);
      assert.deepEqual(kinds(filtered("(stream_id = 'a'::text)", small), RUN), []);
      assert.deepEqual(kinds(filtered("(stream_id = 'a'::text)", cost(43_000, 200_000))), []);
      assert.deepEqual(
        kinds(filtered("(stream_id = 'a'::text)", { ...ran(3, 1), 'Rows Removed by Filter': 40_000 }), {
          'Execution Time': 4,
        }),
        [],
      );
    });

    it('proposes no index where one begins so already', () => {
      const [finding] = judge(
        filtered("(owner = 'ann'::text)", { ...ran(300, 40), 'Rows Removed by Filter': 579_960 }),
        RUN,
      );
      assert.equal(finding?.severity, 'information');
      assert.match(formatMessage(finding.advice), /^The index events_owner could bound what is read/);
    });

    it('counts the processes of a parallel scan once', () => {
      const parallel = filtered("(stream_id = 'a'::text)", {
        'Parallel Aware': true,
        'Parent Relationship': 'Outer',
        ...ran(300, 10, 3),
        'Rows Removed by Filter': 193_320,
      });
      const gather = node(
        'Gather',
        { ...cost(44_000, 100), 'Workers Planned': 2, 'Workers Launched': 2, ...ran(300, 30) },
        parallel,
      );
      const [finding] = judge(gather, RUN);
      assert.match(
        formatMessage(finding?.message ?? { template: '', args: [] }),
        /^PostgreSQL reads all 580,000 rows of events and keeps 30 of them/,
      );
    });
  });

  describe('of memory', () => {
    it('tells of sorts, hashes and groups that went through files, and of those alone', () => {
      const sort = (space: string, used: number) =>
        node('Sort', {
          'Sort Key': ['a'],
          'Sort Method': 'external merge',
          'Sort Space Used': used,
          'Sort Space Type': space,
          ...ran(300, 1000),
        });
      assert.deepEqual(kinds(sort('Disk', 40_000), RUN), ['information sort-spill']);
      assert.deepEqual(kinds(sort('Disk', 240_000), RUN), ['warning sort-spill']);
      assert.deepEqual(kinds(sort('Memory', 40_000), RUN), []);
      assert.deepEqual(kinds(sort('Disk', 200), RUN), []);
      const hash = (batches: number) =>
        node('Hash', {
          'Hash Buckets': 1024,
          'Hash Batches': batches,
          'Original Hash Batches': 1,
          'Peak Memory Usage': 4000,
          ...ran(300, 1000),
        });
      assert.deepEqual(kinds(hash(8), RUN), ['information hash-spill']);
      assert.deepEqual(kinds(hash(1), RUN), []);
      const groups = (disk: number) =>
        node('Aggregate', {
          Strategy: 'Hashed',
          'HashAgg Batches': 5,
          'Peak Memory Usage': 4000,
          'Disk Usage': disk,
          ...ran(300, 1000),
        });
      assert.deepEqual(kinds(groups(150_000), RUN), ['warning hash-spill']);
      assert.deepEqual(kinds(groups(100), RUN), []);
    });

    it('tells of blocks that a bitmap remembered for single rows, where rows were tested in vain', () => {
      const heap = (lossy: number, again: number) =>
        scan('Bitmap Heap Scan', {
          'Recheck Cond': STREAMS,
          'Exact Heap Blocks': 500,
          'Lossy Heap Blocks': lossy,
          'Rows Removed by Index Recheck': again,
          ...ran(300, 1000),
        });
      assert.deepEqual(kinds(heap(3000, 40_000), RUN), ['information lossy-bitmap']);
      assert.deepEqual(kinds(heap(3000, 40), RUN), []);
      assert.deepEqual(kinds(heap(0, 0), RUN), []);
    });
  });

  it('tells of an index-only scan that read the table all the same', () => {
    const only = (fetches: number) =>
      scan('Index Only Scan', { 'Index Name': 'events_pkey', 'Heap Fetches': fetches, ...ran(300, 100_000) });
    assert.deepEqual(kinds(only(90_000), RUN), ['information heap-fetches']);
    assert.deepEqual(kinds(only(900), RUN), []);
    assert.deepEqual(kinds(only(5000), RUN), [], 'one of twenty is the work of the day');
  });

  it('tells of a filter that the index could have had', () => {
    const bounded = (removed: number, filter = "(event_type = 'Rare'::text)") =>
      scan('Index Scan', {
        'Index Name': 'events_owner',
        'Index Cond': "(owner = 'ann'::text)",
        Filter: filter,
        'Rows Removed by Filter': removed,
        ...ran(300, 50),
      });
    const [finding] = judge(bounded(90_000), RUN);
    assert.equal(finding?.kind, 'filter-instead-of-condition');
    assert.equal(
      formatMessage(finding.advice),
      'Create an index on events that has both: owner, event_type.',
    );
    const [cast] = judge(bounded(90_000, "(upper(owner) = 'ANN'::text)"), RUN);
    assert.match(
      formatMessage(cast?.advice ?? { template: '', args: [] }),
      /compares a cast or a function of it/,
    );
    assert.deepEqual(kinds(bounded(400), RUN), []);
  });

  describe('of loops', () => {
    const loop = (expected: number, loops: number, inner: Properties) =>
      node(
        'Nested Loop',
        { ...cost(1000, 10), 'Join Type': 'Inner', ...ran(390, 50_000) },
        node('Seq Scan', {
          'Relation Name': 'states',
          Alias: 's',
          'Parent Relationship': 'Outer',
          ...cost(100, expected),
          ...ran(5, loops),
        }),
        scan('Index Scan', {
          'Index Name': 'events_owner',
          'Parent Relationship': 'Inner',
          'Index Cond': '(owner = s.name)',
          ...cost(1, 1),
          ...inner,
        }),
      );

    it('warns of far more than the planner expected, and says where the estimate goes wrong', () => {
      const found = judge(loop(5, 50_000, ran(0.007, 1, 50_000)), RUN);
      assert.deepEqual(
        found.map(({ kind }) => kind),
        ['many-loops', 'row-estimate'],
      );
      assert.deepEqual(
        found.map(({ node: number }) => number),
        [2, 1],
      );
    });

    it('is silent about as many as were expected', () => {
      assert.deepEqual(kinds(loop(50_000, 50_000, ran(0.007, 1, 50_000)), RUN), []);
    });
  });

  describe('of estimates', () => {
    const join = (child: Properties) =>
      node('Hash Join', { ...cost(1000, 50_000), 'Join Type': 'Inner', ...ran(390, 50_000) }, child);

    it('names the columns that depend on each other, with the DDL for their statistics', () => {
      const both = scan('Index Scan', {
        'Index Name': 'x',
        'Index Cond': "((owner = 'ann'::text) AND (event_type = 'A'::text))",
        ...cost(10, 20),
        ...ran(3, 20_000),
      });
      const [finding] = judge(join(both), RUN);
      assert.equal(finding?.kind, 'row-estimate');
      assert.match(
        formatMessage(finding.advice),
        /CREATE STATISTICS public\.events_owner_event_type_stat ON owner, event_type FROM public\.events;$/,
      );
    });

    it('tells a generic plan from one that was made for its values', () => {
      const generic = scan('Index Scan', {
        'Index Name': 'x',
        'Index Cond': '(owner = ANY ($1))',
        ...cost(10, 100),
        ...ran(3, 20_000),
      });
      const [finding] = judge(join(generic), RUN);
      assert.match(formatMessage(finding?.evidence[0] ?? { template: '', args: [] }), /ten elements/);
    });

    it('blames the lowest node that is wrong, not those above it', () => {
      const low = scan('Index Scan', {
        'Index Name': 'x',
        'Index Cond': "(owner = 'ann'::text)",
        ...cost(10, 20),
        ...ran(3, 20_000),
      });
      const middle = node('Hash Join', { ...cost(1000, 10), ...ran(390, 50_000) }, low);
      assert.deepEqual(
        judge(join(middle), RUN).map(({ node: number }) => number),
        [2],
      );
    });

    it('forgives what was cut short, what is near and what nothing was chosen by', () => {
      const scanned = (estimated: number, real: number) =>
        scan('Index Scan', {
          'Index Name': 'x',
          'Index Cond': "(owner = 'ann'::text)",
          ...cost(10, estimated),
          ...ran(3, real),
        });
      assert.deepEqual(kinds(join(scanned(20_000, 50)), RUN), ['information row-estimate']);
      assert.deepEqual(kinds(limit(10, 50, join(scanned(20_000, 50)), ran(390, 50)), RUN), []);
      assert.deepEqual(kinds(join(scanned(9000, 20_000)), RUN), []);
      assert.deepEqual(kinds(join(scanned(1, 500)), RUN), []);
      assert.deepEqual(kinds(scanned(20, 20_000), RUN), []);
    });
  });

  it('says nothing at all of a run that took no time', () => {
    const brief = scan('Seq Scan', { Filter: STREAMS, ...ran(4, 1), 'Rows Removed by Filter': 50_000 });
    assert.deepEqual(kinds(brief, { 'Execution Time': 4.2 }), []);
  });
});
