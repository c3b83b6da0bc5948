import assert from 'node:assert/strict';
import { formatMessage } from '../../../src/analyzers/message';
import { KnownSchemas } from '../../../src/runtime/known-schemas';
import { libpgFeeder } from '../analyzers/feeders';
import { EMPTY_CATALOG } from '../analyzers/schema/empty-catalog';
import { SAMPLE } from '../analyzers/statistics-file/sample-statistics';

const FILES = [{ file: 'db/migrations/1.sql', text: 'CREATE TABLE events (id int)' }];

async function knownSchemas(): Promise<KnownSchemas> {
  return new KnownSchemas(await libpgFeeder(), () => assert.fail('There is no program here.'));
}

describe('The schemas that the worker knows', () => {
  it('are a server beside the migrations of the same key, whichever is told first', async () => {
    const schemas = await knownSchemas();
    schemas.setMigrations('one', FILES);
    const summary = schemas.setCatalog('one', EMPTY_CATALOG);
    assert.deepEqual(
      summary.drift?.unapplied.tables.map(({ name }) => name),
      ['events'],
    );
    schemas.setCatalog('two', EMPTY_CATALOG);
    assert.deepEqual(schemas.setMigrations('two', FILES), summary);
    assert.deepEqual(schemas.get('one'), schemas.get('two'));
  });

  it('are the migrations alone when there is no server any more', async () => {
    const schemas = await knownSchemas();
    const alone = schemas.setMigrations('one', FILES);
    schemas.setCatalog('one', EMPTY_CATALOG);
    assert.deepEqual(schemas.setCatalog('one', undefined), alone);
  });

  it('are forgotten when neither is left', async () => {
    const schemas = await knownSchemas();
    schemas.setCatalog('one', EMPTY_CATALOG);
    assert.equal(schemas.get('one')?.source.kind, 'server');
    schemas.setCatalog('one', undefined);
    assert.equal(schemas.get('one'), undefined);
  });

  it('tell where a statistics file and the server are of different databases, and nothing without one of them', async () => {
    const schemas = await knownSchemas();
    assert.equal(schemas.setStatistics('one', SAMPLE).statisticsDrift, undefined);
    const { statisticsDrift = [] } = schemas.setCatalog('one', EMPTY_CATALOG);
    assert.ok(statisticsDrift.map(formatMessage).includes('The server has no table events any more.'));
    assert.equal(schemas.setStatistics('one', undefined).statisticsDrift, undefined);
  });

  it('have the statements that make them, without those that fill them', async () => {
    const schemas = await knownSchemas();
    const files = [
      { file: 'db/migrations/1.sql', text: 'CREATE TABLE events (id int); INSERT INTO events VALUES (1)' },
      { file: 'db/migrations/2.sql', text: 'CREATE INDEX a ON events (id)' },
    ];
    schemas.setMigrations('one', files);
    assert.deepEqual(
      schemas.statementsOf('one').map(({ text }) => text),
      ['CREATE TABLE events (id int)', 'CREATE INDEX a ON events (id)'],
    );
    assert.deepEqual(schemas.statementsOf('two'), []);
  });
});
