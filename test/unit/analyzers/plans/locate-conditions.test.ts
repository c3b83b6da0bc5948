import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { locateConditions, type LocatedNode } from '../../../../src/analyzers/plans/locate-conditions';
import { nodeAt } from '../../../../src/analyzers/plans/node-at';
import type { PlanNode } from '../../../../src/analyzers/plans/plan';
import type { PlanContext } from '../../../../src/analyzers/plans/plan-context';
import { isQuery } from '../../../../src/analyzers/sql/statement-kind';
import { libpgFeeder } from '../feeders';
import { readWith } from '../read-statement';
import { schemaFrom } from '../schema-from';
import { GOLDEN_FOLDER, readGoldenCases, type ReadGoldenCase } from './golden-context';
import { node, planOf } from './plan-of';

const EXPECTED = join(GOLDEN_FOLDER, 'places.expected');
/** `UPDATE=1 npx mocha …` writes what is placed now; a person reads the difference. */
const isUpdate = process.env['UPDATE'] === '1';

interface Placed extends ReadGoldenCase {
  readonly text: string;
  readonly located: readonly LocatedNode[];
}

describe('Where the conditions of a plan stand in the query', () => {
  let placed: readonly Placed[];

  before(async () => {
    placed = (await readGoldenCases()).flatMap((each) => {
      const { query } = each.context;
      return query ? [{ ...each, text: query.text, located: locateConditions(each.plan, each.context) }] : [];
    });
  });

  it('is told for nearly all of them, and for every table', () => {
    const conditions = placed.flatMap(({ located }) => located.flatMap((each) => each.conditions));
    const missed = conditions.reduce((sum, { unplaced }) => sum + unplaced, 0);
    const found = conditions.reduce((sum, { spans }) => sum + spans.length, 0);
    assert.ok(found > 200, String(found));
    assert.ok(missed <= 0.05 * (found + missed), `${missed} of ${found + missed} are not placed`);
    const tables = placed.flatMap(({ plan, located }) =>
      located.filter(({ node: number }) => plan.nodes[number]?.relation !== undefined),
    );
    assert.ok(tables.every(({ relation }) => relation !== undefined));
  });

  it('is as a person has checked it, case by case', () => {
    const text = placed.map(render).join('');
    if (isUpdate) writeFileSync(EXPECTED, text);
    assert.equal(
      text,
      existsSync(EXPECTED) ? readFileSync(EXPECTED, 'utf8') : '',
      'run with UPDATE=1 and read the difference',
    );
  });

  describe('by relation, columns and what is done with them', () => {
    const contextOf = async (ddl: string, text: string): Promise<PlanContext> => {
      const feeder = await libpgFeeder();
      const statement = readWith(feeder, text);
      assert.ok(isQuery(statement));
      return { feeder, snapshot: await schemaFrom(ddl), query: { statement, text } };
    };
    const DDL = `CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text, kind text, at timestamptz);
      CREATE TABLE streams (stream_id text PRIMARY KEY, category text);
      CREATE VIEW recent AS SELECT event_id AS id, stream_id AS stream FROM events WHERE kind <> 'noise';`;
    const scan = (alias: string, properties: Readonly<Record<string, unknown>>, relation = 'events') =>
      node('Index Scan', { 'Relation Name': relation, Alias: alias, ...properties });
    const placesOf = async (text: string, root: Readonly<Record<string, unknown>>) => {
      const located = locateConditions(planOf(root), await contextOf(DDL, text));
      return located.map(({ relation, conditions }) => [
        relation && text.slice(relation.start, relation.end),
        ...conditions.flatMap(({ spans }) => spans.map(({ start, end }) => text.slice(start, end))),
      ]);
    };

    it('tells two blocks with the same alias apart by what they ask', async () => {
      const text = `SELECT * FROM events e WHERE kind = 'a' AND EXISTS (SELECT FROM events e WHERE e.at > $1)`;
      const root = node(
        'Nested Loop',
        {},
        scan('e_1', { Filter: "(at > '2026-01-01'::timestamptz)" }),
        scan('e', { Filter: "(kind = 'a'::text)" }),
      );
      const [, inner, outer] = await placesOf(text, root);
      assert.deepEqual(inner, ['events e', 'e.at > $1']);
      assert.deepEqual(outer, ['events e', "kind = 'a'"]);
    });

    it('finds what the planner concluded from other equalities', async () => {
      const text =
        'SELECT * FROM events e JOIN streams s ON s.stream_id = e.stream_id WHERE s.stream_id = $1';
      const root = node('Nested Loop', {}, scan('e', { 'Index Cond': "(stream_id = 'x'::text)" }));
      assert.deepEqual((await placesOf(text, root))[1], ['events e', 's.stream_id = $1']);
    });

    it('follows the columns of a view and of a subquery to their table', async () => {
      const view = await placesOf(
        "SELECT id FROM recent WHERE stream = 'x'",
        scan('events', { Filter: "((kind <> 'noise'::text) AND (stream_id = 'x'::text))" }),
      );
      assert.ok(view[0]?.includes("stream = 'x'"), JSON.stringify(view));
      const text = 'SELECT * FROM (SELECT stream_id AS s FROM events) q WHERE q.s = $1';
      assert.deepEqual(await placesOf(text, scan('events', { Filter: '(stream_id = $1)' })), [
        ['events', 'q.s = $1'],
      ]);
    });

    it('knows what the server made of LIKE, BETWEEN, IN and NOT', async () => {
      const text = `SELECT * FROM events WHERE stream_id LIKE 'a%' AND at BETWEEN $1 AND $2 AND kind IN ('x', 'y') AND NOT event_id > 5`;
      const root = scan('events', {
        'Index Cond': "((stream_id >= 'a'::text) AND (stream_id < 'b'::text))",
        Filter:
          "((stream_id ~~ 'a%'::text) AND (at >= $1) AND (at <= $2) AND (kind = ANY ('{x,y}'::text[])) AND (event_id <= 5))",
      });
      assert.deepEqual(await placesOf(text, root), [
        [
          'events',
          "stream_id LIKE 'a%'",
          "stream_id LIKE 'a%'",
          'at BETWEEN $1 AND $2',
          "kind IN ('x', 'y')",
          'NOT event_id > 5',
        ],
      ]);
    });

    it('places nothing that might be one thing or another', async () => {
      const text = "SELECT * FROM events WHERE kind = 'a' OR stream_id = 'b'";
      assert.deepEqual(await placesOf(text, scan('events', { Filter: "(at > '2026-01-01'::timestamptz)" })), [
        ['events'],
      ]);
    });

    it('leads from a place in the query to the node that does what stands there', async () => {
      const text = 'SELECT * FROM events WHERE kind = $1 ORDER BY event_id LIMIT 5';
      const root = node(
        'Limit',
        {},
        node('Sort', { 'Sort Key': ['event_id'] }, scan('events', { Filter: '(kind = $1)' })),
      );
      const located = locateConditions(planOf(root), await contextOf(DDL, text));
      assert.equal(nodeAt(located, text.indexOf('kind')), 2);
      assert.equal(nodeAt(located, text.indexOf('event_id LIMIT')), 1);
      assert.equal(nodeAt(located, text.indexOf('events') + 2), 2);
      assert.equal(nodeAt(located, text.indexOf('LIMIT') + 2), undefined);
    });
  });
});

function render({ golden, plan, located, text }: Placed): string {
  const lines = located.flatMap(({ node: number, relation, conditions }) => {
    const of = plan.nodes[number];
    const written = ({ start, end }: { readonly start: number; readonly end: number }): string =>
      text.slice(start, end);
    return [
      ...(relation ? [`  ${number} ${of?.relation ?? of?.alias ?? ''}: ${written(relation)}`] : []),
      ...conditions.map(({ kind, spans, unplaced }) => {
        const missed = unplaced > 0 ? ` (${unplaced} not placed)` : '';
        return `  ${number} ${kind} ${textOf(of, kind)}: ${spans.map(written).join(' ¦ ')}${missed}`;
      }),
    ];
  });
  return [`${golden.name}:`, ...lines, ''].join('\n');
}

function textOf(of: PlanNode | undefined, kind: string): string {
  const condition = of?.conditions.find((each) => each.kind === kind)?.text;
  return condition ?? of?.keys.find((each) => each.kind === kind)?.texts.join(', ') ?? '';
}
