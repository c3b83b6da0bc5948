import assert from 'node:assert/strict';
import {
  analyze,
  type Analysis,
  DEFAULT_SETTINGS,
  type Finding,
  formatMessage,
} from '../../../../src/analyzers';
import { languageOfMigration } from '../../../../src/analyzers/schema/migrations/tool';
import { findEmbeddedSql } from '../../../../src/analyzers/sources/typescript';
import { libpgFeeder } from '../feeders';
import { type Files, readMigrations, readProject } from './migration-project';

const RULE = 'unsafe-index-ddl';
const BUILD = 'CREATE INDEX CONCURRENTLY i ON events (stream_id)';

/** A migration that follows those of the fixture, what is said of it, and what its fix adds. */
const REFUSED: readonly (readonly [
  project: string,
  path: string,
  text: string,
  severity: Finding['severity'],
  marker: RegExp | undefined,
])[] = [
  [
    'node-pg-migrate',
    'migrations/1800000000000_x.js',
    `exports.up = (pgm) => {\n  pgm.sql('${BUILD}');\n};\n`,
    'error',
    /\{\n {2}pgm\.noTransaction\(\);\n {2}pgm\.sql/,
  ],
  [
    'node-pg-migrate',
    'migrations/1800000000000_y.js',
    `exports.up = (pgm) => pgm.sql('${BUILD}');\n`,
    'error',
    undefined,
  ],
  [
    'knex',
    'migrations/20300203040506_x.ts',
    `export async function up(knex: Knex) {\n  await knex.raw('${BUILD}');\n}\n`,
    'information',
    /\}\n\nexport const config = \{ transaction: false \};\n$/,
  ],
  [
    'typeorm',
    'src/migrations/1800000000000-X.ts',
    `export class X1800000000000 implements MigrationInterface {\n    async up(queryRunner: QueryRunner) {\n        await queryRunner.query(\`${BUILD}\`);\n    }\n}\n`,
    'information',
    /\{\n {4}transaction = false;\n\n {4}async up/,
  ],
  [
    'mikro-orm',
    'src/migrations/Migration20300203040506.ts',
    `export class Migration20300203040506 extends Migration {\n  async up(): Promise<void> {\n    this.addSql(\`${BUILD}\`);\n  }\n}\n`,
    'information',
    /\{\n {2}isTransactional\(\): boolean \{ return false; \}\n\n {2}async up/,
  ],
  [
    'graphile-migrate',
    'migrations/current.sql',
    `${BUILD};\n`,
    'error',
    /^--! no-transaction\nCREATE INDEX CONCURRENTLY/,
  ],
  ['drizzle', 'drizzle/0002_x.sql', `${BUILD};\n`, 'error', undefined],
  ['golang-migrate', 'migrations/000003_x.up.sql', `SELECT 1;\n${BUILD};\n`, 'information', undefined],
  [
    'prisma',
    'prisma/migrations/20300203040506_x/migration.sql',
    `SELECT 1;\n${BUILD};\n`,
    'information',
    undefined,
  ],
];

const ACCEPTED: readonly (readonly [project: string, path: string, text: string])[] = [
  ['plain', 'db/migrations/003_x.sql', `${BUILD};\n`],
  ['flyway', 'src/main/resources/db/migration/V2__x.sql', `${BUILD};\n`],
  ['supabase', 'supabase/migrations/20300203040506_x.sql', `SELECT 1;\n${BUILD};\n`],
  ['golang-migrate', 'migrations/000003_x.up.sql', `${BUILD};\n`],
  ['prisma', 'prisma/migrations/20300203040506_x/migration.sql', `-- CreateIndex\n${BUILD};\n`],
  ['graphile-migrate', 'migrations/current.sql', `--! no-transaction\n${BUILD};\n`],
];

async function judge(files: Files, path: string): Promise<Analysis> {
  const { snapshot } = await readMigrations(files);
  return analyze({
    document: { file: path, languageId: languageOfMigration(path), text: files[path] ?? '' },
    snapshot,
    settings: DEFAULT_SETTINGS,
    feeder: await libpgFeeder(),
    findEmbeddedSql,
  });
}

function ofRule({ findings }: Analysis): readonly Finding[] {
  return findings.filter(({ ruleId }) => ruleId === RULE);
}

describe('CONCURRENTLY in a migration', () => {
  for (const [name, path, text, severity, marker] of REFUSED) {
    it(`is found fault with where ${name} runs ${path} in a transaction${marker ? ', which the fix turns off' : ''}`, async () => {
      const files = { ...readProject(name), [path]: text };
      const [finding, ...others] = ofRule(await judge(files, path));
      assert.deepEqual(others, []);
      assert.equal(finding?.severity, severity);
      assert.match(
        formatMessage(finding.message),
        /allows CONCURRENTLY only|PostgreSQL refuses CONCURRENTLY/,
      );
      const [fix] = finding.fixes;
      assert.equal(fix === undefined, marker === undefined);
      if (!fix || !marker) return;
      const fixed = fix.edits.reduceRight(
        (before, { span, newText }) => before.slice(0, span.start) + newText + before.slice(span.end),
        text,
      );
      assert.match(fixed, marker);
      assert.deepEqual(ofRule(await judge({ ...files, [path]: fixed }, path)), []);
    });
  }

  for (const [name, path, text] of ACCEPTED) {
    it(`is right in ${path} of ${name}`, async () => {
      assert.deepEqual(ofRule(await judge({ ...readProject(name), [path]: text }, path)), []);
    });
  }

  it('is no longer said where other migrations follow: it has run', async () => {
    const files = {
      ...readProject('dbmate'),
      'db/migrations/20250101000000_x.sql': `-- migrate:up\n${BUILD};\n`,
      'db/migrations/20250102000000_y.sql': '-- migrate:up\nSELECT 1;\n',
    };
    assert.deepEqual(ofRule(await judge(files, 'db/migrations/20250101000000_x.sql')), []);
  });

  for (const name of ['dbmate', 'goose', 'sql-migrate', 'node-pg-migrate', 'typeorm']) {
    it(`is right in the fixture of ${name}, in both directions`, async () => {
      const files = readProject(name);
      const { paths } = await readMigrations(files);
      assert.deepEqual(ofRule(await judge(files, paths.at(-1) ?? '')), []);
    });
  }

  it('is refused in a down part as well', async () => {
    const path = 'migrations/1800000000000_x.js';
    const text = `exports.up = (pgm) => {};\nexports.down = (pgm) => {\n  pgm.sql('DROP INDEX CONCURRENTLY events_created_at_idx');\n};\n`;
    const found = ofRule(await judge({ ...readProject('node-pg-migrate'), [path]: text }, path));
    assert.deepEqual(
      found.map(({ severity }) => severity),
      ['error'],
    );
  });
});

describe('A query in a migration', () => {
  it('runs once, and is not judged', async () => {
    const path = 'db/migrations/003_x.sql';
    const files = { ...readProject('plain'), [path]: 'SELECT * FROM events WHERE stream_id = ANY($1);' };
    const { findings, statements } = await judge(files, path);
    assert.deepEqual(findings, []);
    const codes = new Set(statements[0]?.verdicts.map(({ reason }) => reason?.code));
    assert.ok(codes.has('runs-once'));
  });

  it('that takes it back is not judged either', async () => {
    const text = `exports.up = () => {};\nexports.down = (db) => db.query('SELECT * FROM events WHERE stream_id = ANY($1)');\n`;
    const files = { ...readProject('plain'), 'scripts/undo.js': text };
    assert.deepEqual((await judge(files, 'scripts/undo.js')).findings, []);
  });
});
