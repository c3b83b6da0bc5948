import assert from 'node:assert/strict';
import { analyze, DEFAULT_SETTINGS, EMPTY_SNAPSHOT, readSchema, type Analysis } from '../../../src/analyzers';
import { feedFragment } from '../../../src/analyzers/repair-fragment';
import { findEmbeddedSql } from '../../../src/analyzers/sources/typescript';
import type { SqlFeeder } from '../../../src/analyzers/sql/feeder';
import { libpgFeeder, pgsqlAstFeeder } from './feeders';
import { fragmentOf, slice } from './sources/fragments-of';

describe('A fragment that the grammar does not accept at first', () => {
  let feeder: SqlFeeder;
  let parses = 0;
  before(async () => {
    const libpg = await libpgFeeder();
    feeder = {
      name: libpg.name,
      feed(text) {
        parses++;
        return libpg.feed(text);
      },
    };
  });
  beforeEach(() => (parses = 0));

  const repaired: readonly (readonly [written: string, text: string])[] = [
    ['SELECT a FROM f(${name} => 1)', 'SELECT a FROM f(__hole_1__ => 1)'],
    [
      'SELECT a FROM t WHERE b = ${b} ${c} AND f(${name} => 1)',
      'SELECT a FROM t WHERE b = $1   AND f(__hole_3__ => 1)',
    ],
  ];
  for (const [written, text] of repaired) {
    it(`gets other texts for its holes: ${written}`, () => {
      const { fragment, result } = feedFragment(fragmentOf(`q(\`${written}\`)`), feeder);
      assert.equal(fragment.text, text);
      assert.equal(result.kind, 'statement');
      assert.ok(fragment.approximate);
    });
  }

  const leftOut: readonly (readonly [source: string, text: string])[] = [
    [
      'sql`SELECT a FROM t WHERE ${when(b, (b) => sql`b = ${b}`)} ${when(c, (c) => sql`c = ${c}`)} AND d = 1`',
      'SELECT a FROM t WHERE b = $1   AND d = 1',
    ],
    [
      "const s = SQL`INSERT INTO t (a) VALUES `;\nfor (const row of rows) { s.append(SQL`(${row})`); if (more) s.append(','); }",
      'INSERT INTO t (a) VALUES ($1) ',
    ],
  ];
  for (const [source, text] of leftOut) {
    it(`goes without what some runs leave out: ${text}`, () => {
      const { fragment, result } = feedFragment(fragmentOf(source), feeder);
      assert.equal(fragment.text, text);
      assert.equal(result.kind, 'statement');
      assert.ok(fragment.approximate);
      const start = fragment.text.indexOf(' t ');
      assert.equal(slice(source, fragment.map.spanToDocument({ start, end: start + 3 })), ' t ');
    });
  }

  it('keeps every position', () => {
    const source = 'q(`SELECT a FROM f(${name} => 1) WHERE stream = ${s} AND "b" = 2`)';
    const { fragment } = feedFragment(fragmentOf(source), feeder);
    for (const word of ['SELECT', 'f(', '=> 1', 'stream', '"b" = 2']) {
      const start = fragment.text.indexOf(word);
      const span = fragment.map.spanToDocument({ start, end: start + word.length });
      assert.equal(slice(source, span), word);
      assert.equal(fragment.map.toFragment(span.start), start);
    }
    assert.deepEqual(
      fragment.holes.map(({ span, documentSpan, role }) => [
        slice(fragment.text, span),
        slice(source, documentSpan),
        role,
      ]),
      [
        ['__hole_1__', '${name}', 'identifier'],
        ['$2', '${s}', 'value'],
      ],
    );
  });

  it('is left as it was when nothing helps, after 24 texts at most', () => {
    const source = `q(\`SELECT a FROM t WHERE ${'f(${a}, ${b}) AND '.repeat(40)} ) (\`)`;
    const before = fragmentOf(source);
    const { fragment, result } = feedFragment(before, feeder);
    assert.equal(fragment, before);
    assert.equal(result.kind, 'syntax-error');
    assert.ok(parses > 1 && parses <= 24, String(parses));
  });

  it('is not tried again without holes, nor with the grammar that names no place', () => {
    feedFragment(fragmentOf("q('SELECT a FROM t WHERE b = = 1')"), feeder);
    assert.equal(parses, 1);
    const before = fragmentOf('q(`SELECT a FROM f(${name} => 1)`)');
    assert.equal(feedFragment(before, pgsqlAstFeeder()).fragment, before);
  });
});

describe('SQL that is partly unknown', () => {
  const SCHEMA =
    'CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text NOT NULL, created_at timestamptz NOT NULL, payload jsonb);';
  const judge = async (text: string): Promise<Analysis> => {
    const feeder = await libpgFeeder();
    return analyze({
      document: { file: 'a.ts', languageId: 'typescript', text },
      snapshot: readSchema([{ file: 'a.sql', text: SCHEMA }], feeder, EMPTY_SNAPSHOT.source),
      settings: DEFAULT_SETTINGS,
      feeder,
      findEmbeddedSql,
    });
  };
  const KNOWN = 'SELECT payload FROM events WHERE stream_id = ${s} ORDER BY event_id LIMIT 10';

  it('is claimed nothing about', async () => {
    const claims = async (text: string): Promise<readonly string[]> =>
      (await judge(text)).findings.filter(({ severity }) => severity !== 'hint').map(({ ruleId }) => ruleId);
    assert.ok((await claims(`sql\`${KNOWN}\``)).length > 0);
    const partly = [
      KNOWN.replace('ORDER', '${c ? sql`AND created_at > now()` : sql``} ORDER'),
      KNOWN.replace('ORDER', '${more} ORDER'),
      KNOWN.replace('events WHERE', 'events, f(${name} => 1) WHERE'),
    ];
    for (const text of partly) {
      const analysis = await judge(`q(\`${text}\`); sql\`${text}\``);
      assert.ok(
        analysis.statements.every(({ state, approximate }) => state === 'analysed' && approximate),
        text,
      );
      assert.deepEqual(await claims(`sql\`${text}\``), [], text);
    }
  });

  it('takes nothing from the other statements while somebody types it', async () => {
    const whole = `const a = sql\`${KNOWN}\`;\nconst b = sql\`SELECT payload FROM events\`;`;
    const wanted = (await judge(whole)).findings.map(({ ruleId, span }) => [ruleId, span]);
    assert.ok(wanted.length > 0);
    const typed = 'const b = sql`SELECT payload FROM events`;';
    for (let length = 'const b = '.length; length < typed.length; length++) {
      const text = `const a = sql\`${KNOWN}\`;\n${typed.slice(0, length)}`;
      const found = (await judge(text)).findings.map(({ ruleId, span }) => [ruleId, span]);
      assert.deepEqual(found, wanted, text);
    }
  });
});
