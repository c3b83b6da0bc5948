import assert from 'node:assert/strict';
import { KnownSchemas } from '../../../src/runtime/known-schemas';
import { libpgFeeder } from '../analyzers/feeders';
import { EMPTY_CATALOG } from '../analyzers/schema/empty-catalog';

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
});
