import assert from 'node:assert/strict';
import { analyze, DEFAULT_SETTINGS, judgeDocument, type Snapshot } from '../../../src/analyzers';
import { AnalysisMemory } from '../../../src/analyzers/analysis-memory';
import { assembleAnalysis } from '../../../src/analyzers/assemble-analysis';
import { findEmbeddedSql } from '../../../src/analyzers/sources/typescript';
import type { SqlFeeder } from '../../../src/analyzers/sql/feeder';
import { readRuleFixtures, type RuleFixture, snapshotOf } from '../../rule-fixtures';
import { libpgFeeder } from './feeders';
import { type SeededRandom, seededRandom } from './seeded-random';

const EDITS = 10;

/** What people type, and what changes the meaning of what stands around it. */
const TYPED = [' ', '\n', ';', "'", '`', '$', '-- ', 'x', ' AND a = 1', '/*', '*/', 'SELECT 1;', '${x}', ','];

describe('A document that is judged from key to key', () => {
  let feeder: SqlFeeder;
  let snapshot: Snapshot;
  before(async () => {
    feeder = await libpgFeeder();
    snapshot = await snapshotOf('guide');
  });

  const inputOf = (languageId: string, text: string, known = snapshot) => ({
    document: { file: 'edited', languageId, text },
    snapshot: known,
    settings: { ...DEFAULT_SETTINGS, today: '2026-02-01' },
    feeder,
    findEmbeddedSql,
  });

  const fixtures = readRuleFixtures();
  const documents = [...new Set(fixtures.map(({ languageId }) => languageId))].flatMap((languageId) =>
    groupsOf(fixtures.filter((fixture) => fixture.languageId === languageId)).map((group, index) => ({
      name: `${languageId} ${String(index + 1)}`,
      languageId,
      text: group.map(({ text }) => text).join('\n'),
      seed: index,
    })),
  );

  for (const { name, languageId, text, seed } of documents) {
    it(`is judged as if it were read for the first time: ${name}`, () => {
      const random = seededRandom(seed);
      const memory = new AnalysisMemory();
      let current = text;
      for (let edit = 0; edit < EDITS; edit++) {
        const input = inputOf(languageId, current);
        assert.deepEqual(assembleAnalysis(judgeDocument(input, memory)), analyze(input), current);
        current = random.below(3) === 0 ? text : edited(current, random);
      }
    });
  }

  it('judges a planner switch anew when a plan is asked for behind it', () => {
    const memory = new AnalysisMemory();
    for (const text of ['SELECT 1;', 'EXPLAIN SELECT 1;', 'SELECT 1;']) {
      const input = inputOf('sql', `SET enable_seqscan = off;\n${text}`);
      const { findings } = assembleAnalysis(judgeDocument(input, memory));
      assert.deepEqual(findings, analyze(input).findings);
      assert.equal(findings.length, text.startsWith('EXPLAIN') ? 0 : 1);
    }
  });

  it('keeps what it said of the statements that stay the same', () => {
    const memory = new AnalysisMemory();
    const queries = ['a', 'b', 'c'].map((id) => `SELECT * FROM events WHERE stream_id = '${id}';`);
    const judge = (text: string, known = snapshot) =>
      judgeDocument(inputOf('sql', text, known), memory).statements.map(({ judgement }) => judgement);
    const first = judge(queries.join('\n'));
    const second = judge(
      [queries[0], `-- more\n${queries[1] ?? ''}`.replace("'b'", "'b2'"), queries[2]].join('\n'),
    );
    assert.deepEqual(
      [0, 1, 2].map((place) => first[place] === second[place]),
      [true, false, true],
    );
    const third = judge(queries.join('\n'), { ...snapshot });
    assert.equal(
      third.some((judgement) => first.includes(judgement)),
      false,
      'the schema is another',
    );
  });
});

describe('A fix of a statement that is not read anew', () => {
  it('copies what the document has now, of the same length too', async () => {
    const memory = new AnalysisMemory();
    const feeder = await libpgFeeder();
    const snapshot = await snapshotOf('guide');
    const judge = (limit: string) => {
      const text = `await sql\`SELECT * FROM events WHERE stream_id = ANY(\${ids}) ORDER BY event_id LIMIT \${${limit}}\`;`;
      const document = { file: 'edited.ts', languageId: 'typescript', text };
      const input = { document, snapshot, settings: DEFAULT_SETTINGS, feeder, findEmbeddedSql };
      return assembleAnalysis(judgeDocument(input, memory)).findings.flatMap(({ fixes }) =>
        fixes.flatMap(({ edits }) => edits.map(({ newText }) => newText)),
      );
    };
    assert.ok(judge('limit').some((text) => text.includes('${limit}')));
    assert.equal(
      judge('other').some((text) => text.includes('${limit}')),
      false,
    );
  });

  it('goes above a comment that was written above the statement meanwhile', async () => {
    const memory = new AnalysisMemory();
    const feeder = await libpgFeeder();
    const snapshot = await snapshotOf('bare');
    const insertions = (above: string) => {
      const text = `SELECT 1;\n${above}SELECT * FROM events WHERE stream_id = 'a';`;
      const document = { file: 'edited.sql', languageId: 'sql', text };
      const input = { document, snapshot, settings: DEFAULT_SETTINGS, feeder };
      return assembleAnalysis(judgeDocument(input, memory)).findings.flatMap(({ fixes }) =>
        fixes.flatMap(({ ddl }) => ddl?.insertion?.span.start ?? []),
      );
    };
    assert.deepEqual(insertions(''), [10]);
    assert.deepEqual(insertions('\n'), [11]);
    assert.deepEqual(insertions('-- Of one stream.\n'), [10]);
  });
});

function groupsOf(fixtures: readonly RuleFixture[]): readonly (readonly RuleFixture[])[] {
  const size = 12;
  return Array.from({ length: Math.ceil(fixtures.length / size) }, (_, group) =>
    fixtures.slice(group * size, (group + 1) * size),
  );
}

function edited(text: string, random: SeededRandom): string {
  const start = random.below(text.length + 1);
  // Another name of the same length: only the document's own text shows that it is another.
  if (random.below(3) === 0)
    return text.slice(0, start) + text.slice(start).replace(/[a-z](?=[a-z]*\})/, 'q');
  const end = random.below(2) === 0 ? start : Math.min(text.length, start + random.below(12));
  return text.slice(0, start) + (random.below(3) === 0 ? '' : random.pick(TYPED)) + text.slice(end);
}
