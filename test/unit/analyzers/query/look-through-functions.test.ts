import assert from 'node:assert/strict';
import { analyze, DEFAULT_SETTINGS } from '../../../../src/analyzers';
import { lookThrough } from '../../../../src/analyzers/query/look-through';
import { readAccessPaths } from '../../../../src/analyzers/query/read-access-paths';
import { isQuery } from '../../../../src/analyzers/sql/statement-kind';
import { sketchCondition } from '../access-paths';
import { libpgFeeder } from '../feeders';
import { INLINED, INLINED_SCHEMA, NOT_INLINED } from '../inlined-calls';
import { readWith } from '../read-statement';
import { schemaFrom } from '../schema-from';

/** Functions of several definitions, and what is done to them later. */
const CHANGES: readonly (readonly [ddl: string, sql: string])[] = [
  ['ALTER FUNCTION notes_of(text) VOLATILE', 'SELECT * FROM notes_of($1)'],
  ['ALTER FUNCTION notes_of(text) SECURITY DEFINER', 'SELECT * FROM notes_of($1)'],
  ['ALTER FUNCTION notes_of(text) SET work_mem = 64', 'SELECT * FROM notes_of($1)'],
  ['ALTER FUNCTION notes_of(text) STRICT', 'SELECT * FROM notes_of($1)'],
  ['DROP FUNCTION notes_of(text)', 'SELECT * FROM notes_of($1)'],
  ['ALTER FUNCTION notes_of(text) RENAME TO notes_in', 'SELECT * FROM notes_of($1)'],
  [
    `CREATE FUNCTION notes_of(id bigint) RETURNS SETOF notes LANGUAGE plpgsql AS 'BEGIN RETURN; END'`,
    'SELECT * FROM notes_of($1)',
  ],
  [
    `CREATE OR REPLACE FUNCTION notes_of(sid text) RETURNS SETOF notes LANGUAGE plpgsql AS 'BEGIN RETURN; END'`,
    'SELECT * FROM notes_of($1)',
  ],
];

async function read(sql: string, ddl = '') {
  const statement = readWith(await libpgFeeder(), sql);
  assert.ok(isQuery(statement), sql);
  const snapshot = await schemaFrom(`${INLINED_SCHEMA} ${ddl}`);
  const seen = lookThrough(statement, snapshot, sql);
  const paths = readAccessPaths(seen, snapshot, false).map(
    ({ relation, conditions }) =>
      `${relation.name.name}: ${conditions.map(sketchCondition).join('; ') || 'everything'}`,
  );
  return { statement, seen, paths };
}

describe('A query on a function in SQL', () => {
  for (const [sql, ...expected] of INLINED) {
    it(`is the query that the function holds: ${sql}`, async () => {
      assert.deepEqual((await read(sql)).paths, expected);
    });
  }

  for (const sql of NOT_INLINED) {
    it(`is left as it is: ${sql}`, async () => {
      const { statement, seen } = await read(sql);
      assert.equal(seen, statement);
    });
  }

  for (const [ddl, sql] of CHANGES) {
    it(`is left as it is after ${ddl}`, async () => {
      const { statement, seen } = await read(sql, ddl);
      assert.equal(seen, statement);
    });
  }

  it('is one of another number of arguments than those of the same name', async () => {
    const more = `CREATE FUNCTION notes_of(a text, b text, c text) RETURNS SETOF notes LANGUAGE sql AS 'SELECT * FROM notes'`;
    assert.deepEqual((await read('SELECT * FROM notes_of($1)', more)).paths, [
      'notes: E stream_id parameter',
    ]);
  });

  it('is found fault with at the call, with an index for the table and no rewrite', async () => {
    const text = 'SELECT body FROM notes_of($1) ORDER BY note_id LIMIT 10';
    const { findings } = analyze({
      document: { file: 'x.sql', languageId: 'sql', text },
      snapshot: await schemaFrom(INLINED_SCHEMA),
      settings: DEFAULT_SETTINGS,
      feeder: await libpgFeeder(),
    });
    const [finding] = findings;
    assert.ok(finding);
    assert.equal(text.slice(finding.span.start, finding.span.end), 'notes_of($1)');
    assert.match(finding.fixes[0]?.ddl?.up ?? '', /ON public\.notes \(stream_id/);
    assert.deepEqual(
      findings.flatMap(({ fixes }) => fixes).filter(({ kind }) => kind === 'rewrite'),
      [],
    );
  });
});
