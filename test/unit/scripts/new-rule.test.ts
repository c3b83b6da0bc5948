import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import esbuild from 'esbuild';
import prettier from 'prettier';
import { makeRule } from '../../../scripts/new-rule/make-rule.mjs';
import { RULE_IDS } from '../../../src/analyzers/rules/rule-id';
import { codeBlocks, headings } from '../docs/markdown';

const ROOT = join(__dirname, '../../..');

describe('npm run new-rule', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'indexwright-new-rule-'));
    cpSync(join(ROOT, 'src/analyzers'), join(folder, 'src/analyzers'), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

  for (const ddl of [false, true]) {
    it(`makes ${ddl ? 'a rule about DDL' : 'a rule about queries'} that the engine loads and lists last`, async () => {
      makeRule(folder, { id: 'odd-fault', summary: "It's odd.", ddl });
      const outfile = join(folder, 'engine.cjs');
      const entryPoints = [join(folder, 'src/analyzers/rules/rules.ts')];
      await esbuild.build({ entryPoints, outfile, bundle: true, platform: 'node', logLevel: 'silent' });
      const load: (file: string) => unknown = createRequire(__filename);
      const { RULES: rules } = load(outfile) as {
        RULES: readonly { id: string; summary: string; appliesTo: string }[];
      };
      assert.deepEqual(
        rules.map(({ id }) => id),
        [...RULE_IDS, 'odd-fault'],
      );
      assert.equal(rules.at(-1)?.summary, "It's odd.");
      assert.equal(rules.at(-1)?.appliesTo, ddl ? 'ddl' : 'path');
    });

    it(`writes ${ddl ? 'a rule about DDL' : 'a rule about queries'} as Prettier would`, async () => {
      const made = makeRule(folder, { id: 'an-odd-fault', ddl }).filter((path) => path.endsWith('.ts'));
      assert.equal(made.length, 3);
      const options = (await prettier.resolveConfig(join(ROOT, 'package.json'))) ?? {};
      for (const path of made) {
        assert.equal(await prettier.format(read(path), { ...options, filepath: path }), read(path), path);
      }
    });
  }

  it('makes a page with the headings and examples that a page needs, and fixtures', () => {
    const made = makeRule(folder, { id: 'odd-fault' });
    const page = read('docs/rules/odd-fault.md');
    assert.equal(headings(page).length, 7);
    assert.deepEqual(
      codeBlocks(page).map(({ info }) => info.join(' ')),
      ['sql schema', 'sql incorrect', 'sql correct', 'json'],
    );
    assert.equal(read('test/fixtures/rules/odd-fault/firing.sql').split('\n')[0], '-- expect: finding');
    assert.equal(read('test/fixtures/rules/odd-fault/silent.sql').split('\n')[0], '-- expect: other-shape');
    assert.ok(made.includes('docs/rules/odd-fault.md'));
  });

  it('writes over nothing', () => {
    makeRule(folder, { id: 'odd-fault' });
    assert.throws(() => makeRule(folder, { id: 'odd-fault' }), /odd-fault\.ts exists already/);
  });

  it('refuses what is no id', () => {
    for (const id of ['fault', 'OddFault', '../odd-fault', 'odd_fault', 'odd-']) {
      assert.throws(() => makeRule(folder, { id }), /is no id/, id);
    }
  });
});
