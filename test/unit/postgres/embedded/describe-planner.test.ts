import assert from 'node:assert/strict';
import { formatMessage, message } from '../../../../src/analyzers/message';
import { describePlanner, versionText } from '../../../../src/postgres/embedded/describe-planner';
import type { PlannerFacts } from '../../../../src/postgres/planner';

const FACTS: PlannerFacts = {
  versionNumber: 180_006,
  name: 'PGlite 0.5.16',
  differences: [message('Plans are for one process.')],
  skipped: [],
  standInTypes: [],
  assumedTables: ['public.events', 'shop.orders'],
};
const STATISTICS = { database: 'shop', readAt: '2026-11-02T10:00:00Z' };

const told = (facts: Partial<PlannerFacts>, statistics?: typeof STATISTICS): readonly string[] =>
  describePlanner({ ...FACTS, ...facts }, statistics, 1_000_000).map(formatMessage);

describe('What the plans of the embedded planner rest on', () => {
  it('is assumed where no statistics are there', () => {
    assert.deepEqual(told({}), [
      'Planned on your migrations. No statistics say how large the tables are: each is assumed to have 1,000,000 rows.',
      'Plans are for one process.',
    ]);
  });

  it('is the statistics file, with the day it was read', () => {
    assert.deepEqual(
      told({ assumedTables: [] }, STATISTICS)[0],
      'Planned on your migrations and the statistics of shop, read 2 Nov 2026.',
    );
  });

  it('names the tables that the statistics do not have, up to three of them', () => {
    assert.equal(
      told({}, STATISTICS)[1],
      'The statistics do not have events, shop.orders: assumed to have 1,000,000 rows each.',
    );
    const many = ['a', 'b', 'c', 'd', 'e'].map((name) => `public.${name}`);
    assert.match(told({ assumedTables: many }, STATISTICS)[1] ?? '', /have a, b, c, \+2:/);
  });

  it('lacks statements that were left out, and types that texts stand for', () => {
    const statement = {
      file: 'file:///db/0003_geo.sql',
      text: 'CREATE EXTENSION postgis',
      reason: 'not available',
    };
    assert.deepEqual(told({ skipped: [statement], standInTypes: ['geo.geometry'] }).slice(1, 3), [
      'A statement of the migrations was left out: CREATE EXTENSION postgis in 0003_geo.sql (not available).',
      'It takes texts for the values of types that it does not know: geo.geometry.',
    ]);
    assert.match(
      told({ skipped: [statement, statement] })[1] ?? '',
      /^2 statements of the migrations were left out, the first/,
    );
  });

  it('is the schema and the statistics of a database that is connected, with what was left out of it', () => {
    const part = { file: '', text: 'public.remote', reason: 'its rows are on another server' };
    const facts = { ...FACTS, assumedTables: [], skipped: [part] };
    assert.deepEqual(
      describePlanner(facts, STATISTICS, 1_000_000, 'database').map(formatMessage).slice(0, 2),
      [
        'Planned on the schema and the statistics of shop, read 2 Nov 2026.',
        'A part of the schema was left out: public.remote (its rows are on another server).',
      ],
    );
  });

  it('is planned by a version that a person knows', () => assert.equal(versionText(180_006), '18.6'));
});
