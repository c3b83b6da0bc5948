import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { rules } from '../../../../src/analyzers';
import { formatMessage } from '../../../../src/analyzers/message';
import { RULE_IDS } from '../../../../src/analyzers/rules/rule-id';
import { LineIndex } from '../../../../src/cli/line-index';
import { printPretty } from '../../../../src/cli/print-pretty';
import { createStyle } from '../../../../src/cli/style';
import {
  analyzeFixture,
  readRuleFixtures,
  readSchemaFixture,
  type RuleFixture,
} from '../../../rule-fixtures';

const FOLDER = resolve(__dirname, '../../../fixtures/rules');
/** `UPDATE=1 npx mocha …` writes what the fixtures give now; a person reads the difference. */
const isUpdate = process.env['UPDATE'] === '1';

describe('The rules, by their fixtures', () => {
  const fixtures = readRuleFixtures();

  for (const fixture of fixtures) {
    it(`${fixture.path}: ${fixture.expected}`, async () => {
      const { findings, statements } = await analyzeFixture(fixture);
      const ofRule = findings.filter(({ ruleId }) => ruleId === fixture.ruleId);
      if (fixture.expected === 'finding') {
        assert.equal(ofRule.length, 1, JSON.stringify(statements, undefined, 2));
        compareWithExpected(fixture, await render(fixture));
      } else {
        assert.deepEqual(
          ofRule.map(({ message }) => formatMessage(message)),
          [],
        );
        const codes = statements.flatMap(({ verdicts }) =>
          verdicts.filter(({ ruleId }) => ruleId === fixture.ruleId).map(({ reason }) => reason?.code),
        );
        assert.ok(codes.includes(fixture.expected), `the reasons were ${codes.join(', ')}`);
        assert.equal(
          existsSync(expectedFile(fixture)),
          false,
          'a silent fixture has nothing to compare with',
        );
      }
    });
  }

  it('has a firing and a silent fixture for every rule', () => {
    for (const ruleId of RULE_IDS) {
      const own = fixtures.filter((fixture) => fixture.ruleId === ruleId);
      assert.ok(
        own.some(({ expected }) => expected === 'finding'),
        `${ruleId} has no firing fixture`,
      );
      assert.ok(
        own.some(({ expected }) => expected !== 'finding'),
        `${ruleId} has no silent fixture`,
      );
    }
  });

  it('keeps no rendering without its fixture', () => {
    const wanted = new Set(fixtures.filter(({ expected }) => expected === 'finding').map(expectedFile));
    const present = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).map((file) =>
      join(FOLDER, file),
    );
    assert.deepEqual(
      present.filter((file) => file.endsWith('.expected') && !wanted.has(file)),
      [],
    );
  });

  it('lists every rule once, in the order of the ids', () => {
    assert.deepEqual(
      rules.map(({ id }) => id),
      RULE_IDS,
    );
  });
});

function expectedFile({ path }: RuleFixture): string {
  return join(FOLDER, dirname(path), `${basename(path)}.expected`);
}

async function render(fixture: RuleFixture): Promise<string> {
  const { text, path } = fixture;
  const report = {
    schemas: [],
    files: [{ path, lines: new LineIndex(text), analysis: await analyzeFixture(fixture) }],
    notes: [],
  };
  const schemaFile = `db/migrations/${fixture.schema ?? ''}.sql`;
  const linesOf = (file: string) => {
    if (file === path) return new LineIndex(text);
    return file === schemaFile ? new LineIndex(readSchemaFixture(fixture.schema ?? '').ddl) : undefined;
  };
  return printPretty(report, linesOf, createStyle(false));
}

function compareWithExpected(fixture: RuleFixture, rendering: string): void {
  const file = expectedFile(fixture);
  if (isUpdate) {
    rmSync(file, { force: true });
    writeFileSync(file, rendering);
  }
  assert.equal(
    rendering,
    existsSync(file) ? readFileSync(file, 'utf8') : '',
    'run with UPDATE=1 and read the difference',
  );
}
