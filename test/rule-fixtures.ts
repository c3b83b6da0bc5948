import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  analyze,
  type Analysis,
  DEFAULT_SETTINGS,
  EMPTY_SNAPSHOT,
  readSchema,
  type Snapshot,
} from '../src/analyzers';
import { isRuleId, type RuleId } from '../src/analyzers/rules/rule-id';
import { findEmbeddedSql } from '../src/analyzers/sources/typescript';
import { type StatisticsFixture, withStatistics } from './with-statistics';
import { libpgFeeder } from './unit/analyzers/feeders';

const FIXTURES = resolve(__dirname, 'fixtures');
const RULES = join(FIXTURES, 'rules');
const LANGUAGES: Readonly<Record<string, string>> = {
  sql: 'sql',
  ts: 'typescript',
  tsx: 'typescriptreact',
  js: 'javascript',
};

/**
 * A document under test/fixtures/rules/<rule>/, with what is expected of it in comments at its top:
 * `expect: finding` (exactly one of the rule) or `expect: <code of the silence>`, and optionally `schema: <name>` (a file of
 * test/fixtures/schemas), `statistics: <name>` (a file of test/fixtures/statistics: what a server says of it; without a schema of the fixture's own tables,
 * and the fixture is a migration), `server: 17`, `array-size: 100` `values: [...]` (JSON: the parameters to run the statement with)
 * and `values-after: [...]` (those for a rewrite that takes others).
 */
export interface RuleFixture {
  readonly ruleId: RuleId;
  /** From the folder of the fixtures, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly languageId: string;
  readonly expected: string;
  readonly schema?: string;
  readonly statistics?: string;
  readonly serverVersion: number;
  readonly arraySize: number;
  readonly values: readonly unknown[];
  readonly valuesAfter?: readonly unknown[];
}

export function readRuleFixtures(): readonly RuleFixture[] {
  return readdirSync(RULES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: rule }) =>
      readdirSync(join(RULES, rule))
        .filter((file) => /\.(?:sql|tsx?|js)$/.test(file))
        .map((file) => readFixture(rule, file)),
    );
}

function readFixture(rule: string, file: string): RuleFixture {
  assert.ok(isRuleId(rule), `${rule} is not a rule`);
  const text = readFileSync(join(RULES, rule, file), 'utf8');
  const option = (name: string): string | undefined =>
    new RegExp(`^(?:--|//) ${name}: (.*)$`, 'm').exec(text)?.[1];
  const expected = option('expect');
  assert.ok(expected, `${rule}/${file} does not say what it expects`);
  const schema = option('schema');
  const statistics = option('statistics');
  const valuesAfter = option('values-after');
  return {
    ruleId: rule,
    path: `${rule}/${file}`,
    text,
    languageId: LANGUAGES[file.slice(file.lastIndexOf('.') + 1)] ?? 'plaintext',
    expected,
    ...(schema !== undefined && { schema }),
    ...(statistics !== undefined && { statistics }),
    serverVersion: Number(option('server') ?? DEFAULT_SETTINGS.serverVersion),
    arraySize: Number(option('array-size') ?? DEFAULT_SETTINGS.expectedArraySize),
    values: JSON.parse(option('values') ?? '[]') as unknown[],
    ...(valuesAfter !== undefined && { valuesAfter: JSON.parse(valuesAfter) as unknown[] }),
  };
}

/** The SQL of a schema, and of the rows that its tables hold in tests on a server. */
export function readSchemaFixture(name: string): { readonly ddl: string; readonly rows: string } {
  const rows = join(FIXTURES, 'schemas', `${name}.data.sql`);
  return {
    ddl: readFileSync(join(FIXTURES, 'schemas', `${name}.sql`), 'utf8'),
    rows: existsSync(rows) ? readFileSync(rows, 'utf8') : '',
  };
}

export async function snapshotOf(schema: string | undefined): Promise<Snapshot> {
  if (schema === undefined) return EMPTY_SNAPSHOT;
  return snapshotOfMigration(`db/migrations/${schema}.sql`, readSchemaFixture(schema).ddl);
}

async function snapshotOfMigration(file: string, text: string): Promise<Snapshot> {
  return readSchema([{ file, text }], await libpgFeeder(), {
    kind: 'migrations',
    folders: ['db/migrations'],
    files: [file],
  });
}

async function snapshotFor({ schema, statistics, path, text }: RuleFixture): Promise<Snapshot> {
  if (statistics === undefined) return snapshotOf(schema);
  const figures = readFileSync(join(FIXTURES, 'statistics', `${statistics}.json`), 'utf8');
  const snapshot = schema === undefined ? await snapshotOfMigration(path, text) : await snapshotOf(schema);
  return withStatistics(snapshot, JSON.parse(figures) as StatisticsFixture);
}

/** Judges the fixture, or another text in its place. */
export async function analyzeFixture(fixture: RuleFixture, text: string = fixture.text): Promise<Analysis> {
  return judgeFixture({ ...fixture, text }, await snapshotFor(fixture));
}

export async function judgeFixture(
  fixture: Pick<RuleFixture, 'path' | 'text' | 'languageId' | 'serverVersion' | 'arraySize'>,
  snapshot: Snapshot,
): Promise<Analysis> {
  return analyze({
    document: { file: fixture.path, languageId: fixture.languageId, text: fixture.text },
    snapshot,
    settings: {
      ...DEFAULT_SETTINGS,
      serverVersion: fixture.serverVersion,
      expectedArraySize: fixture.arraySize,
      today: '2026-02-01',
    },
    feeder: await libpgFeeder(),
    findEmbeddedSql,
  });
}
