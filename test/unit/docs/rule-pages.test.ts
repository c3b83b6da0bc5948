import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  analyze,
  DEFAULT_SETTINGS,
  EMPTY_SNAPSHOT,
  readSchema,
  rules,
  type Finding,
  type Snapshot,
} from '../../../src/analyzers';
import type { DocumentEdit, Fix } from '../../../src/analyzers/finding';
import { RULE_IDS } from '../../../src/analyzers/rules/rule-id';
import { findEmbeddedSql } from '../../../src/analyzers/sources/typescript';
import type { SqlFeeder } from '../../../src/analyzers/sql/feeder';
import { SEVERITY_WORDS } from '../../../src/extension/setting-values';
import { readRuleFixtures } from '../../rule-fixtures';
import { type StatisticsFixture, withStatistics } from '../../with-statistics';
import { libpgFeeder } from '../analyzers/feeders';
import { headings, linkTargets, readPage, ROOT } from './markdown';
import { type RuleExample, ruleExamples } from './rule-examples';

const FOLDER = 'docs/rules';
const MIGRATION = 'db/migrations/0001_schema.sql';

/** The date the pages speak of: fixes that write a date count from it. */
const TODAY = '2026-11-22';

describe('The pages of the rules', () => {
  let feeder: SqlFeeder;
  before(async () => {
    feeder = await libpgFeeder();
  });

  it('are one for each rule, and no other', () => {
    const pages = readdirSync(join(ROOT, FOLDER)).filter((name) => name !== 'README.md');
    assert.deepEqual(pages.sort(), RULE_IDS.map((id) => `${id}.md`).sort());
  });

  for (const { id, summary, severity } of rules) {
    describe(id, () => {
      const page = readPage(`${FOLDER}/${id}.md`);
      const examples = ruleExamples(page);

      it('has the headings that every page has', () => {
        assert.deepEqual(headings(page), [
          `# ${id}`,
          '## Problem',
          '## Why',
          '## Fix',
          '## When not to use it',
          '## When it stays silent',
          '## Configuration',
        ]);
      });

      it('begins with the sentence that the rule says of itself', () => {
        assert.equal(page.split('\n')[2], summary);
      });

      it('names the default severity, every other one, and the ways to turn the rule off', () => {
        const configuration = page.slice(page.indexOf('## Configuration'));
        assert.match(configuration, new RegExp(`^Default severity: ${severity}\\b`, 'm'));
        for (const word of SEVERITY_WORDS) assert.ok(configuration.includes(`\`${word}\``), word);
        assert.ok(configuration.includes(`-- indexwright-disable-next-line ${id}\``));
        assert.ok(configuration.includes(`--rule ${id}=off\``));
      });

      it('links to nothing that is not in the package', () => {
        const outside = linkTargets(page).filter((target) => !/^(?:https:\/\/|[\w-]+\.md(?:#|$))/.test(target));
        assert.deepEqual(outside, []);
      });

      it('names the codes of all silences that fixtures of the rule show', () => {
        const codes = readRuleFixtures()
          .filter(({ ruleId, expected }) => ruleId === id && expected !== 'finding')
          .map(({ expected }) => `| \`${expected}\` |`);
        const named = page + readPage(`${FOLDER}/README.md`);
        assert.deepEqual(codes.filter((code) => !named.includes(code)), []);
      });

      it('shows what is found and what is not', () => {
        const kinds = new Set(examples.map(({ expects }) => expects));
        assert.deepEqual([...kinds].sort(), ['finding', 'silence']);
      });

      for (const example of examples) {
        const what = example.expects === 'finding' ? 'one finding' : 'no finding';
        it(`gives ${what} for the ${example.languageId} in line ${example.line}`, () => {
          const found = findingsOf(example, feeder).filter(({ ruleId }) => ruleId === id);
          assert.equal(found.length, example.expects === 'finding' ? 1 : 0);
        });
      }

      for (const { text, line, madeBy } of examples) {
        if (madeBy === undefined) continue;
        it(`shows in line ${line} what the fix ${madeBy.fixId} writes`, () => {
          const [finding] = findingsOf(madeBy.from, feeder).filter(({ ruleId }) => ruleId === id);
          const fix = finding?.fixes.find((candidate) => candidate.id === madeBy.fixId);
          assert.ok(fix, `fixes: ${String(finding?.fixes.map((candidate) => candidate.id))}`);
          assert.equal(afterFix(madeBy.from.text, fix).trimEnd(), text);
        });
      }
    });
  }
});

function snapshotOf({ text, schema, statistics }: RuleExample, feeder: SqlFeeder): Snapshot {
  if (schema === '' && statistics === undefined) return EMPTY_SNAPSHOT;
  const migration = schema === '' ? { file: 'example.sql', text } : { file: MIGRATION, text: schema };
  const source = { kind: 'migrations', folders: ['db/migrations'], files: [migration.file] } as const;
  const snapshot = readSchema([migration], feeder, source);
  return statistics === undefined
    ? snapshot
    : withStatistics(snapshot, JSON.parse(statistics) as StatisticsFixture);
}

function findingsOf(example: RuleExample, feeder: SqlFeeder): readonly Finding[] {
  const { languageId, text } = example;
  const snapshot = snapshotOf(example, feeder);
  assert.deepEqual(snapshot.problems, []);
  const { findings, statements, suppressionProblems } = analyze({
    document: { file: languageId === 'sql' ? 'example.sql' : 'example.ts', languageId, text },
    snapshot,
    settings: { ...DEFAULT_SETTINGS, today: TODAY },
    feeder,
    findEmbeddedSql,
  });
  assert.ok(statements.length > 0, 'the example holds a statement');
  assert.deepEqual(statements.filter(({ state }) => state !== 'analysed'), []);
  assert.deepEqual(suppressionProblems, []);
  return findings;
}

/** The document after a fix, with its DDL where the editor would insert it. */
function afterFix(text: string, { edits, ddl }: Fix): string {
  const all: readonly DocumentEdit[] = [...edits, ...(ddl?.insertion ? [ddl.insertion] : [])];
  return [...all]
    .sort((one, other) => other.span.start - one.span.start)
    .reduce((result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.end), text);
}
