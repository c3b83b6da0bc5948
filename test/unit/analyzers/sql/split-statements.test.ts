import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadModule, parseSync } from 'libpg-query';
import { splitStatements } from '../../../../src/analyzers/sql/split-statements';
import { tokenize } from '../../../../src/analyzers/sql/tokens';

const ROOT = resolve(__dirname, '../../../..');

const texts = (script: string): readonly string[] => splitStatements(script).map(({ text }) => text);

/** What PostgreSQL's parser makes of the whole script, without the comments around each statement. */
function statementsOfPostgres(script: string): readonly string[] {
  const bytes = Buffer.from(script);
  const { stmts = [] } = parseSync(script);
  return stmts.map(({ stmt_location: start = 0, stmt_len: length = 0 }) => {
    const text = bytes.subarray(start, length === 0 ? bytes.length : start + length).toString();
    const tokens = tokenize(text);
    return text.slice(tokens[0]?.start, tokens.at(-1)?.end);
  });
}

describe('Scripts, cut into statements', () => {
  before(() => loadModule());

  const scripts: readonly (readonly [title: string, script: string])[] = [
    ['semicolons in strings, names and comments', `SELECT ';', ";" /* ; */ FROM t -- ;\n; SELECT 'a''; b';`],
    ['dollar quotes with semicolons', `DO $$ BEGIN PERFORM 1; END $$; SELECT $t$ $$; $t$; SELECT 1`],
    ['a missing last semicolon', 'SELECT 1;\n\nSELECT 2'],
    ['empty statements', ';;  ; SELECT 1; ; -- nothing\n;'],
    ['comments around and inside', '-- first\nSELECT 1 -- one\n; /* second */ SELECT /* two */ 2; -- last'],
    [
      'bodies of BEGIN ATOMIC with CASE',
      `CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC
         SELECT CASE WHEN a > 0 THEN 1 ELSE CASE a WHEN 0 THEN 2 END END; SELECT 2; END;
       CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (1); END; SELECT 3;`,
    ],
    [
      'BEGIN and END of transactions',
      'BEGIN; UPDATE t SET a = 1; END; BEGIN WORK; COMMIT; START TRANSACTION; ROLLBACK;',
    ],
    [
      'rules with several commands',
      'CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); DELETE FROM b); SELECT 1;',
    ],
    [
      'schemas with their elements',
      'CREATE SCHEMA s CREATE TABLE t (a int) CREATE VIEW v AS SELECT 1; SELECT 2;',
    ],
    ['text beyond ASCII', `SELECT 'é😀;' AS "名;前"; SELECT 2;`],
    ['E strings with a quote', `SELECT E'\\';'; SELECT '\\'; SELECT 3;`],
    ['Windows line ends', 'SELECT 1;\r\nSELECT\r\n  2;\r\n'],
    [
      'a table that has a word of CREATE FUNCTION',
      'CREATE TABLE function_log (begin int, atomic int); SELECT 1;',
    ],
    [
      'a function in a string body',
      `CREATE FUNCTION f() RETURNS int AS 'SELECT 1; SELECT 2' LANGUAGE sql; SELECT 3`,
    ],
    ['CASE outside of functions', 'SELECT CASE WHEN a THEN 1 END; SELECT 2;'],
  ];
  for (const [title, script] of scripts) {
    it(`end where PostgreSQL says: ${title}`, () => {
      const expected = statementsOfPostgres(script);
      assert.ok(expected.length > 0);
      assert.deepEqual(texts(script), expected);
    });
  }

  it('end where PostgreSQL says in every script of the sample and the fixtures', () => {
    const folders = [
      'samples/event-store/db/migrations',
      'samples/event-store/queries',
      'samples/event-store/proposals',
    ]
      .concat('test/fixtures/sql', 'test/fixtures/schemas')
      .map((folder) => join(ROOT, folder));
    let compared = 0;
    for (const folder of folders) {
      for (const file of readdirSync(folder).filter((name) => name.endsWith('.sql'))) {
        const script = readFileSync(join(folder, file), 'utf8');
        assert.deepEqual(texts(script), statementsOfPostgres(script), file);
        compared++;
      }
    }
    assert.ok(compared >= 10, `${compared} scripts`);
  });

  it('have spans of the script', () => {
    const script = '  -- é😀\nSELECT 1 ; /* */ SELECT 2';
    for (const { text, span } of splitStatements(script))
      assert.equal(script.slice(span.start, span.end), text);
  });

  it('know commands of psql', () => {
    const script = [
      '\\set name 5',
      "SELECT :name, :'name' \\gset",
      'SELECT 2 \\; SELECT 3;',
      '\\i other.sql',
      'SELECT 4;',
    ];
    assert.deepEqual(texts(script.join('\n')), ["SELECT :name, :'name'", 'SELECT 2', 'SELECT 3', 'SELECT 4']);
  });

  it('pass over the data of COPY', () => {
    const script = "COPY t (a, b) FROM stdin WITH (FORMAT csv);\n1,it's; $$\n\\.\nSELECT 1;";
    assert.deepEqual(texts(script), ['COPY t (a, b) FROM stdin WITH (FORMAT csv)', 'SELECT 1']);
    assert.deepEqual(texts('COPY t FROM stdin;\nSELECT 1;'), ['COPY t FROM stdin', 'SELECT 1']);
    assert.deepEqual(texts("COPY t FROM '/tmp/stdin';\nSELECT 1;"), ["COPY t FROM '/tmp/stdin'", 'SELECT 1']);
  });

  it('are not swallowed by a parenthesis that somebody is still typing', () => {
    assert.deepEqual(texts('SELECT * FROM (SELECT 1;\nSELECT 2;'), ['SELECT * FROM (SELECT 1', 'SELECT 2']);
  });

  it('tell whether variables of psql are used', () => {
    const uses = (script: string) =>
      splitStatements(script).map(({ usesPsqlVariables }) => usesPsqlVariables);
    assert.deepEqual(uses(`SELECT :a; SELECT :'a'; SELECT :"a"; SELECT a::text, b[1:2], c := d`), [
      true,
      true,
      true,
      false,
    ]);
  });

  it('come from any text without an error', () => {
    assert.deepEqual(texts(''), []);
    assert.deepEqual(texts(' \n\t;'), []);
    for (const script of ["'", '$$', '/*', ')))', '\\', '\0', '\ud800', "COPY t FROM stdin;\n'"])
      splitStatements(script);
  });
});
