import assert from 'node:assert/strict';
import type { DdlProposal, Fix } from '../../../src/analyzers/finding';
import { message } from '../../../src/analyzers/message';
import { planFix, type FixSurroundings } from '../../../src/extension/code-actions/plan-fix';

const REWRITE = { span: { start: 3, end: 5 }, newText: 'x' };
const INSERTION = { span: { start: 0, end: 0 }, newText: 'create' };
const DDL: DdlProposal = {
  migrationName: 'create_i',
  up: '-- Why.\nCREATE INDEX i ON t (a);\n',
  down: 'DROP INDEX i;\n',
  outsideTransaction: false,
};
const PATH = 'db/0002_create_i.sql';
const MIGRATION = { path: PATH, files: [{ path: PATH, text: DDL.up }], changes: [] };
const WITH_MIGRATIONS: FixSurroundings = { isMigration: false, migrationFor: () => MIGRATION };

function fix(parts: Partial<Fix>): Fix {
  return { id: 'f', title: message('Cure'), kind: 'create-index', preferred: true, edits: [], ...parts };
}

const kinds = (given: Fix, surroundings: FixSurroundings) =>
  planFix(given, surroundings).map(({ kind }) => kind);
const preferred = (given: Fix, surroundings: FixSurroundings) =>
  planFix(given, surroundings)
    .filter(({ isPreferred }) => isPreferred)
    .map(({ kind }) => kind);

describe('What can be done with a fix', () => {
  it('is one edit for a rewrite', () => {
    assert.deepEqual(planFix(fix({ edits: [REWRITE] }), WITH_MIGRATIONS), [
      { kind: 'edit', edits: [REWRITE], isPreferred: true },
    ]);
  });

  it('is nothing for a fix without content', () => {
    assert.deepEqual(planFix(fix({}), WITH_MIGRATIONS), []);
  });

  it('puts DDL of a query in code into a new migration, or copies it', () => {
    const given = fix({ ddl: DDL });
    assert.deepEqual(kinds(given, WITH_MIGRATIONS), ['create-migration', 'copy']);
    assert.deepEqual(preferred(given, WITH_MIGRATIONS), ['create-migration']);
  });

  it('opens a document of its own where no migrations are known', () => {
    const given = fix({ ddl: DDL });
    assert.deepEqual(kinds(given, { isMigration: false }), ['open-document', 'copy']);
    assert.deepEqual(preferred(given, { isMigration: false }), ['open-document']);
  });

  it('opens a document of its own where no migration can follow', () => {
    const surroundings: FixSurroundings = { isMigration: false, migrationFor: () => undefined };
    assert.deepEqual(kinds(fix({ ddl: DDL }), surroundings), ['open-document', 'copy']);
  });

  it('offers the same file too where the text may be inserted, but prefers the migration', () => {
    const given = fix({ ddl: { ...DDL, insertion: INSERTION } });
    assert.deepEqual(kinds(given, WITH_MIGRATIONS), ['create-migration', 'insert-here', 'copy']);
    assert.deepEqual(preferred(given, WITH_MIGRATIONS), ['create-migration']);
  });

  it('prefers the migration that is being written', () => {
    const given = fix({ ddl: { ...DDL, insertion: INSERTION } });
    const surroundings = { ...WITH_MIGRATIONS, isMigration: true };
    assert.deepEqual(kinds(given, surroundings), ['insert-here', 'create-migration', 'copy']);
    assert.deepEqual(preferred(given, surroundings), ['insert-here']);
  });

  it('prefers nothing when the fix is one of several', () => {
    assert.deepEqual(preferred(fix({ ddl: DDL, preferred: false }), WITH_MIGRATIONS), []);
    assert.deepEqual(preferred(fix({ edits: [REWRITE], preferred: false }), WITH_MIGRATIONS), []);
  });

  it('keeps the rewrite and the DDL that it needs together', () => {
    const plans = planFix(fix({ edits: [REWRITE], ddl: { ...DDL, insertion: INSERTION } }), WITH_MIGRATIONS);
    assert.deepEqual(
      plans.map(({ edits }) => edits),
      [[REWRITE], [REWRITE, INSERTION], [REWRITE]],
    );
  });

  it('gives the reverse along as a comment', () => {
    const [, copy] = planFix(fix({ ddl: DDL }), WITH_MIGRATIONS);
    assert.equal(copy?.kind, 'copy');
    assert.equal(copy.ddl, '-- Why.\nCREATE INDEX i ON t (a);\n-- To undo:\n-- DROP INDEX i;\n');
  });
});
