import assert from 'node:assert/strict';
import { readArguments } from '../../../src/cli/arguments';

const usageProblem = (...args: readonly string[]): string => {
  const command = readArguments(args);
  assert.ok(command.kind === 'wrong-usage', JSON.stringify(command));
  return command.sentence;
};

describe('The arguments of the command line', () => {
  it('check this folder by default, and fail on warnings', () => {
    assert.deepEqual(readArguments(['check']), {
      kind: 'check',
      paths: ['.'],
      format: 'pretty',
      minSeverity: 'hint',
      failOn: 'warning',
      baseline: undefined,
      writeBaseline: undefined,
      changedSince: undefined,
      proofs: 200,
      migrations: [],
      statistics: undefined,
      serverVersion: undefined,
      rules: {},
      requireReason: false,
      readsSettings: true,
      color: undefined,
    });
  });

  it('may be given in any order', () => {
    const args =
      'check --format json a.sql --rule redundant-index=off --server-version=18 b --migrations db --statistics sizes.json --fail-on never --baseline known.json --changed-since origin/main --proofs 12';
    const command = readArguments([
      ...args.split(' '),
      '--rule',
      'missing-stream-index=error',
      '--no-color',
      '--require-reason',
      '--no-settings',
    ]);
    assert.deepEqual(command, {
      kind: 'check',
      paths: ['a.sql', 'b'],
      format: 'json',
      minSeverity: 'hint',
      failOn: 'never',
      baseline: 'known.json',
      writeBaseline: undefined,
      changedSince: 'origin/main',
      proofs: 12,
      migrations: ['db'],
      statistics: 'sizes.json',
      serverVersion: 18,
      rules: { 'redundant-index': 'off', 'missing-stream-index': 'error' },
      requireReason: true,
      readsSettings: false,
      color: false,
    });
  });

  it('write plan cards to a folder by default, or compare them', () => {
    const written = readArguments(['plans']);
    assert.ok(written.kind === 'plans');
    const { paths, format, folder, isCheck } = written;
    assert.deepEqual(
      { paths, format, folder, isCheck },
      {
        paths: ['.'],
        format: 'pretty',
        folder: 'indexwright-plans',
        isCheck: false,
      },
    );
    const compared = readArguments(['plans', 'src', '--check', '--cards', 'db/plans/', '--format', 'github']);
    assert.ok(compared.kind === 'plans');
    assert.deepEqual([compared.folder, compared.isCheck, compared.format], ['db/plans', true, 'github']);
    assert.match(usageProblem('plans', '--format', 'sarif'), /^--format takes one of pretty, json, github/);
  });

  it('lead to the server that statistics are exported from', () => {
    assert.deepEqual(readArguments(['statistics', 'export']), {
      kind: 'export-statistics',
      connection: undefined,
      url: undefined,
      output: 'indexwright.statistics.json',
      schemas: [],
      valuesOf: [],
    });
    assert.match(usageProblem('statistics'), /^The statistics are exported/);
    assert.match(usageProblem('statistics', 'export', '--url', 'a', '--connection', 'b'), /name one/);
  });

  it('take one file for why', () => {
    const command = readArguments(['why', 'a.ts']);
    assert.ok(command.kind === 'why' && command.file === 'a.ts');
    assert.match(usageProblem('why'), /one file/);
    assert.match(usageProblem('why', 'a.sql', 'b.sql'), /one file/);
  });

  it('ask for help and the version with or without a command', () => {
    assert.deepEqual(readArguments(['--help']), { kind: 'help' });
    assert.deepEqual(readArguments(['check', '-h']), { kind: 'help' });
    assert.deepEqual(readArguments(['help']), { kind: 'help' });
    assert.deepEqual(readArguments(['--version']), { kind: 'version' });
  });

  const wrong: readonly (readonly [args: readonly string[], sentence: RegExp])[] = [
    [[], /^Name a command: check, why, tune, plans or statistics/],
    [['lint'], /^Unknown command lint/],
    [['check', '--nope'], /^Unknown option '--nope'\.$/],
    [['check', '--format'], /^Option '--format <value>' argument missing\.$/],
    [['check', '--format', 'xml'], /^--format takes one of pretty, json, sarif, github, not xml\.$/],
    [['check', '--server-version', '13'], /from 14 to 18, not 13\.$/],
    [['check', '--server-version', '14.5'], /not 14\.5\.$/],
    [['check', '--server-version', ''], /^--server-version/],
    [['check', '--rule', 'nope=off'], /^Unknown rule nope/],
    [['check', '--rule', 'redundant-index'], /id=severity/],
    [['check', '--rule', 'redundant-index=loud'], /id=severity/],
    [['check', '--min-severity', 'off'], /^--min-severity takes one of/],
    [['check', '--write-baseline', 'a', '--baseline', 'b'], /neither --baseline nor --changed-since/],
    [['check', '--write-baseline', 'a', '--changed-since', 'b'], /neither --baseline nor --changed-since/],
    [['check', '--fail-on', 'x'], /^--fail-on takes one of/],
    [['check', '--proofs', 'many'], /^--proofs takes a number of findings, not many\.$/],
  ];
  for (const [args, sentence] of wrong) {
    it(`explain in one sentence what is wrong with: ${args.join(' ')}`, () => {
      const problem = usageProblem(...args);
      assert.match(problem, sentence);
      assert.doesNotMatch(problem, /\n/);
    });
  }
});
