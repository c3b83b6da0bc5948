import assert from 'node:assert/strict';
import type { DdlProposal } from '../../../src/analyzers/finding';
import { nameNewMigration } from '../../../src/extension/code-actions/name-new-migration';

const NOW = new Date('2026-03-04T05:06:07Z');
const DDL: DdlProposal = {
  migrationName: 'create_i',
  up: 'CREATE INDEX i ON t (a);\n',
  down: 'DROP INDEX i;\n',
  outsideTransaction: false,
};

describe('A new migration', () => {
  it('has the next number, the name of the change and its DDL', () => {
    assert.deepEqual(nameNewMigration(DDL, ['db/migrations/0005_x.sql'], 'src/a.ts', NOW), {
      path: 'db/migrations/0006_create_i.sql',
      text: DDL.up,
    });
  });

  it('comes with the file that takes it back, where the project keeps such files', () => {
    assert.deepEqual(nameNewMigration(DDL, ['migrations/000005_x.up.sql'], 'src/a.ts', NOW), {
      path: 'migrations/000006_create_i.up.sql',
      text: DDL.up,
      down: { path: 'migrations/000006_create_i.down.sql', text: DDL.down },
    });
  });

  it('goes to the migrations nearest to the document', () => {
    const paths = ['a/migrations/01_x.sql', 'b/migrations/01_y.sql'];
    const { path } = nameNewMigration(DDL, paths, 'a/src/store.ts', NOW) ?? {};
    assert.equal(path, 'a/migrations/02_create_i.sql');
  });

  it('is none where the files of the schema do not show how', () => {
    assert.equal(nameNewMigration(DDL, ['db/schema.sql'], 'src/a.ts', NOW), undefined);
  });
});
