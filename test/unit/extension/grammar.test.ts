import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as oniguruma from 'vscode-oniguruma';
import * as textmate from 'vscode-textmate';

const root = join(__dirname, '../../..');
const INJECTION = 'indexwright.sql-in-typescript';
const GRAMMARS: Readonly<Record<string, string>> = {
  [INJECTION]: 'syntaxes/sql-in-typescript.tmLanguage.json',
  'source.ts': 'test/fixtures/grammars/typescript.tmLanguage.json',
  'source.sql': 'test/fixtures/grammars/sql.tmLanguage.json',
};

interface Token {
  readonly text: string;
  readonly scopes: readonly string[];
}

async function loadGrammar(): Promise<textmate.IGrammar> {
  const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (scope) => {
      const path = GRAMMARS[scope];
      const text = path === undefined ? undefined : readFileSync(join(root, path), 'utf8');
      return Promise.resolve(text === undefined ? null : textmate.parseRawGrammar(text, path));
    },
    getInjections: (scope) => (scope === 'source.ts' ? [INJECTION] : undefined),
  });
  const grammar = await registry.loadGrammar('source.ts');
  assert.ok(grammar);
  return grammar;
}

describe('SQL in TypeScript templates', () => {
  let grammar: textmate.IGrammar;
  before(async () => {
    grammar = await loadGrammar();
  });

  function tokenize(source: string): readonly Token[] {
    const tokens: Token[] = [];
    let state = textmate.INITIAL;
    for (const line of source.split('\n')) {
      const result = grammar.tokenizeLine(line, state);
      state = result.ruleStack;
      for (const { startIndex, endIndex, scopes } of result.tokens) {
        tokens.push({ text: line.slice(startIndex, endIndex), scopes });
      }
    }
    return tokens;
  }

  function scopesOf(source: string, text: string): readonly string[] {
    const token = tokenize(source).findLast((candidate) => candidate.text.trim() === text);
    assert.ok(token, `no token ${text} in ${JSON.stringify(tokenize(source))}`);
    return token.scopes;
  }

  const isSql = (source: string, text: string) => scopesOf(source, text).at(-1) === 'keyword.other.DML.sql';

  for (const source of [
    'sql`SELECT 1`',
    'sql<Row>`SELECT 1`',
    'await this.sql<Row>`SELECT 1`',
    'db.tx.sql`SELECT 1`',
    'sql.type(row)`SELECT 1`',
    'sql.unsafe `SELECT 1`',
    'pgsql`SELECT 1`',
    '/* sql */ `SELECT 1`',
    '/*sql*/`SELECT 1`',
    '/** PostgreSQL */ `SELECT 1`',
    'sql`\n  SELECT 1\n`',
    'pool.query<Row>(`SELECT 1`)',
    'f(`select a from t`)',
    'return `SELECT 1\n FROM t`',
    'f(`WITH x AS (SELECT 1`)',
  ]) {
    it(`is coloured in ${JSON.stringify(source)}`, () => {
      assert.ok(isSql(source, /select/i.exec(source)?.[0] ?? ''));
    });
  }

  for (const source of [
    '`SELECT`',
    '`Select a file`.length; `Selected`',
    '`with love`',
    'notsql`SELECT 1`',
    "'sql`SELECT 1`'",
    '// sql`SELECT 1`',
    '/* css */ `a { }`',
    'sql.other`SELECT 1`',
  ]) {
    it(`is not coloured in ${JSON.stringify(source)}`, () => {
      const scopes = tokenize(source).flatMap((token) => token.scopes);
      assert.ok(!scopes.includes('meta.embedded.inline.sql'));
    });
  }

  for (const sql of [
    'SELECT 1',
    'SELECT 1 -- note',
    '  -- note',
    "SELECT 'open",
    'SELECT "open',
    'SELECT /* open',
    'SELECT a[1',
    'SELECT %{open',
    'SELECT a /b c/d',
    'SELECT \\` 1',
  ]) {
    it(`ends with the template: ${sql}`, () => {
      for (const source of [`sql\`${sql}\`; const after = 1;`, `this.sql<Row>\`${sql}\`; const after = 1;`]) {
        assert.deepEqual(scopesOf(source, 'const'), ['source.ts', 'keyword.ts'], source);
        assert.deepEqual(scopesOf(source, 'after'), ['source.ts', 'variable.other.ts'], source);
      }
    });
  }

  for (const sql of ['${hole}', "'${hole}'", '"${hole}"', '-- ${hole}', '/* ${hole} */', 'a[${hole}]']) {
    it(`keeps TypeScript in a substitution: ${sql}`, () => {
      const scopes = scopesOf(`sql\`SELECT ${sql} FROM t\``, 'hole');
      assert.ok(scopes.includes('meta.template.expression.ts'));
      assert.equal(scopes.at(-1), 'variable.other.ts');
    });
  }

  it('goes on behind a substitution', () => {
    assert.ok(isSql('sql`SELECT ${ids.map((id) => id.x)} FROM t`', 'FROM'));
    assert.ok(isSql("sql`SELECT '${a}' FROM t`", 'FROM'));
  });

  it('is coloured in a template inside a substitution', () => {
    assert.ok(isSql('sql`a ${sql`SELECT 1`} b`', 'SELECT'));
    assert.ok(isSql('f(`x ${sql`SELECT 1`}`)', 'SELECT'));
  });

  it('marks placeholders', () => {
    assert.equal(scopesOf('sql`SELECT a = ANY($1)`', '$1').at(-1), 'variable.parameter.sql');
  });
});
