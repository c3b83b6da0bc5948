import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import type { Log } from 'sarif';
import { printGithub } from '../../../src/cli/print-github';
import { printJson } from '../../../src/cli/print-json';
import { printPretty } from '../../../src/cli/print-pretty';
import { printSarif } from '../../../src/cli/print-sarif';
import { createStyle } from '../../../src/cli/style';
import { fileOf, findingIn, type Sample, sampleOf, sampleReport } from './sample-report';

const GOLDEN = join(__dirname, '../../fixtures/cli');
const VERSION = '1.2.3';

/** The one that OASIS published, as Microsoft's package carries it. */
const SARIF_SCHEMA = join(
  dirname(require.resolve('@microsoft/jest-sarif')),
  'schemas/sarif-2.1.0-rtm.5.json',
);

describe('A report', () => {
  const formats: Readonly<Record<string, (sample: Sample) => string>> = {
    'report.txt': ({ report, linesOf }) => printPretty(report, linesOf, createStyle(false)),
    'report.json': ({ report, linesOf }) => printJson(report, VERSION, linesOf),
    'report.sarif': ({ report, linesOf }) => printSarif(report, VERSION, linesOf),
    'report.github.txt': ({ report }) => printGithub(report),
  };
  for (const [file, print] of Object.entries(formats)) {
    it(`is printed as in ${file}, to the byte`, () => {
      assert.equal(print(sampleReport()), readFileSync(join(GOLDEN, file), 'utf8'));
    });
  }
});

describe('A report in SARIF', () => {
  const log = ({ report, linesOf } = sampleReport()): Log =>
    JSON.parse(printSarif(report, VERSION, linesOf)) as Log;
  const resultsOf = (sample?: Sample) => log(sample).runs[0]?.results ?? [];

  it('is valid by the schema of the standard', () => {
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
    addFormats(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(SARIF_SCHEMA, 'utf8')) as object);
    validate(log());
    assert.deepEqual(validate.errors, null);
    assert.equal(validate({ version: '2.1.0', runs: [{}] }), false);
  });

  it('has a rule with help for each result', () => {
    const rules = log().runs[0]?.tool.driver.rules ?? [];
    const results = resultsOf();
    assert.equal(results.length, 3);
    for (const { ruleId, ruleIndex = -1 } of results) {
      assert.equal(rules[ruleIndex]?.id, ruleId);
      assert.match(rules[ruleIndex]?.help?.text ?? '', /docs\//);
    }
  });

  it('keeps its fingerprints when lines move and statements are laid out anew, and gives no two findings one', () => {
    const query = 'SELECT a FROM events;';
    const fingerprints = (text: string, first: string, second: string) => {
      const findings = [findingIn(text, first), findingIn(text, second, text.indexOf(first) + first.length)];
      return resultsOf(sampleOf([fileOf('a.sql', text, { findings })])).map(
        ({ partialFingerprints = {} }) => partialFingerprints['indexwright/v1'],
      );
    };
    const before = fingerprints(`${query}\n${query}\n`, query, query);
    const spread = query.replaceAll(' ', '\n  ');
    assert.equal(new Set(before).size, 2);
    assert.deepEqual(fingerprints(`-- new\n\n${spread}\n${query}\n`, spread, query), before);
    const other = query.replace('a', 'b');
    assert.notEqual(fingerprints(`${other}\n${query}\n`, other, query)[0], before[0]);
  });

  it('offers only edits that are whole: those that need a change of the schema are proposals', () => {
    const titles = resultsOf().flatMap(({ fixes = [] }) => fixes.map(({ description }) => description?.text));
    assert.deepEqual(titles, ['Remove this comment', 'Read b']);
    const proposals: unknown = resultsOf().at(-1)?.properties?.['proposals'];
    assert.deepEqual(proposals, [{ title: 'Create index on b', sql: 'CREATE INDEX ON events (b);\n' }]);
  });
});

describe('Annotations for GitHub', () => {
  it('hold a line each and escape what would end a property or a line', () => {
    const commands = printGithub(sampleReport().report).trimEnd().split('\n').slice(0, -1);
    assert.equal(commands.length, 3);
    for (const line of commands)
      assert.match(line, /^::(?:error|warning|notice) file=[^,:]+,line=\d+,col=\d+,/);
    assert.ok(commands.some((line) => line.includes('file=db/more queries%2C 100%25.sql,')));
    assert.ok(commands.some((line) => line.includes('100%25 is read.')));
  });
});
