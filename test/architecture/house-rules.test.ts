import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { filesBelow, readModules, ROOT } from './import-graph';

const MAX_LINES = 300;
const CODE = /\.(?:ts|mjs|cjs)$/;

const PRINTERS = new Set(['src/analyzers/indexes/print-ddl.ts', 'src/analyzers/schema/print-table.ts']);

describe('The house rules', () => {
  const code = [...filesBelow('src'), ...filesBelow('scripts'), ...filesBelow('test')].filter(
    (path) =>
      CODE.test(path) &&
      !path.startsWith('test/fixtures/rules/') &&
      !path.startsWith('test/fixtures/migrations/'),
  );
  const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
  const matching = (paths: readonly string[], pattern: RegExp): readonly string[] =>
    paths.filter((path) => pattern.test(read(path)));

  it('names every file in kebab-case', () => {
    const odd = code.filter(
      (path) => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.test|\.d)?\.(?:ts|mjs|cjs)$/.test(basename(path)),
    );
    assert.deepEqual(odd, []);
  });

  it('has no drawer for odds and ends', () => {
    const drawers = code.filter((path) =>
      /(?:^|\/)(?:utils?|helpers?|common|misc|manager)(?:\/|\.)/.test(path),
    );
    assert.deepEqual(drawers, []);
  });

  it('has one index.ts in src', () => {
    const barrels = filesBelow('src').filter((path) => path.endsWith('/index.ts'));
    assert.deepEqual(barrels, ['src/analyzers/index.ts']);
  });

  it(`keeps source files under ${MAX_LINES} lines`, () => {
    const long = code.filter(
      (path) => !path.startsWith('test/') && read(path).split('\n').length > MAX_LINES,
    );
    assert.deepEqual(long, []);
  });

  it('silences neither the compiler nor the linter', () => {
    assert.deepEqual(matching(code, /@ts-(?:ignore|expect-error|nocheck)|eslint-disab[l]e/), []);
  });

  it('leaves nothing for later', () => {
    assert.deepEqual(matching(code, /\b(?:TOD[O]|FIXM[E]|XX[X])\b/), []);
  });

  it('writes EXPLAIN before a text of others in one place, which takes parsed queries only', () => {
    const asking = matching(
      code.filter((path) => path.startsWith('src/')),
      /[`'"]\s*EXPLAIN\b[^`'"]*(?:\$\{|['"] \+)/,
    );
    // The others ask what a statement of our own would cost, or how many rows a predicate of ours keeps, in a database of nobody's.
    assert.deepEqual(asking, [
      'src/postgres/embedded/rows-of-predicate.ts',
      'src/postgres/embedded/self-check.ts',
      'src/postgres/explain/explain-steps.ts',
      'src/postgres/values/read-if-cheap.ts',
    ]);
    assert.match(read('src/postgres/explain/explain-steps.ts'), /query: QueryText/);
  });

  it('takes a text for a parsed query in one place, and what is made of one in another', () => {
    const makers = matching(
      code.filter((path) => path.startsWith('src/')),
      /\bas QueryText\b|is QueryText\b/,
    );
    assert.deepEqual(makers, [
      'src/analyzers/query/cast-parameters.ts',
      'src/analyzers/query/read-explainable-text.ts',
    ]);
  });

  it('skips no test and runs none alone', () => {
    const tests = code.filter((path) => path.startsWith('test/'));
    assert.deepEqual(
      matching(tests, /\b(?:describe|context|it|test)\.(?:skip|only)\(|\bx(?:it|describe)\(|this\.skip\(/),
      [],
    );
  });

  it('knows no machine: no path of a home folder or a checkout in any file', () => {
    // Ann is the person of our examples.
    const absolute = /(?<![\w./:$}-])\/(?:(?:home|Users)\/(?!ann\b)|root\/|work\/)[\w.-]+/;
    assert.deepEqual(matching(trackedFiles(), absolute), []);
  });

  it('installs from whatever registry npm is set to: no host in the lock file', () => {
    assert.deepEqual(matching(['package-lock.json'], /"resolved": "https?:/), []);
  });

  it('prints DDL in indexes/print-ddl.ts only, and in schema/print-table.ts what no server is ever sent', () => {
    const ddl = /^\s*(?:CREATE|DROP|ALTER|REINDEX)\s+(?:UNIQUE\s+)?(?:INDEX|TABLE)\b/;
    const found = readModules('src')
      .filter(({ path }) => !PRINTERS.has(path))
      .flatMap(({ path, text }) =>
        stringsOutsideMessages(text)
          .filter((string) => ddl.test(string))
          .map(() => path),
      );
    assert.deepEqual([...new Set(found)], []);
  });

  it('names commands, settings and views in src/extension/manifest.ts only', () => {
    const found = readModules('src')
      .filter(({ path }) => path !== 'src/extension/manifest.ts')
      .filter(({ text }) =>
        stringsOutsideMessages(text).some((string) => /^indexwright\.(?!statistics\.json$)\w/.test(string)),
      )
      .map(({ path }) => path);
    assert.deepEqual(found, []);
  });
});

function trackedFiles(): readonly string[] {
  const output = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return output
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(ROOT, path)))
    .filter((path) => !/\.(?:png|wasm|gif|svg|ico|ttf)$/.test(path));
}

/** String and template texts of a module, without the sentences for people, which may speak of anything. */
function stringsOutsideMessages(text: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(?:message|l10n\.t|vscode\.l10n\.t)$/.test(node.expression.getText()))
      return;
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    else if (ts.isTemplateExpression(node)) found.push(node.head.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('module.ts', text, ts.ScriptTarget.Latest, true));
  return found;
}
