import assert from 'node:assert/strict';
import {
  analyze,
  type AnalysisSettings,
  DEFAULT_SETTINGS,
  formatMessage,
  readSchema,
} from '../../../src/analyzers';
import type { SuppressionProblem } from '../../../src/analyzers/finding';
import { findEmbeddedSql } from '../../../src/analyzers/sources/typescript';
import type { SqlFeeder } from '../../../src/analyzers/sql/feeder';
import { libpgFeeder } from './feeders';

const FILE = 'db/migrations/0001.sql';
const SCHEMA = 'CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text NOT NULL, kind text);';
const FOUND = 'SELECT kind FROM events WHERE stream_id = ANY($1) ORDER BY event_id LIMIT 10;';
const FINE = 'SELECT kind FROM events WHERE event_id = $1;';
const ABOVE = '-- indexwright-disable-next-line';
const RULE = 'missing-stream-index';

describe('Comments that disable rules which find nothing', () => {
  let feeder: SqlFeeder;
  before(async () => {
    feeder = await libpgFeeder();
  });

  const problemsOf = (
    text: string,
    { settings = {}, languageId = 'sql', schema = SCHEMA }: Options = {},
  ): readonly SuppressionProblem[] => {
    const source = { kind: 'migrations', folders: ['db/migrations'], files: [FILE] } as const;
    return analyze({
      document: { file: 'query', languageId, text },
      snapshot: readSchema([{ file: FILE, text: schema }], feeder, schema === '' ? { kind: 'none' } : source),
      settings: { ...DEFAULT_SETTINGS, ...settings },
      feeder,
      findEmbeddedSql,
    }).suppressionProblems;
  };
  const sentences = (text: string, options?: Options): readonly string[] =>
    problemsOf(text, options).map(({ message }) => formatMessage(message));
  const afterRemoval = (text: string, options?: Options): string => {
    const removal = problemsOf(text, options)[0]?.removal;
    assert.ok(removal);
    const { span, newText } = removal.edit;
    return text.slice(0, span.start) + newText + text.slice(span.end);
  };

  it('are told, with the name as their place', () => {
    const text = `${ABOVE} ${RULE} -- the table is small\n${FINE}`;
    assert.deepEqual(sentences(text), [
      `${RULE} finds nothing in the statement below, so this disables nothing.`,
    ]);
    const [problem] = problemsOf(text);
    assert.equal(problem?.kind, 'unused');
    assert.equal(text.slice(problem.span.start, problem.span.end), RULE);
  });

  it('are not those that hold a finding back', () => {
    assert.deepEqual(sentences(`${ABOVE} ${RULE}\n${FOUND}`), []);
    assert.deepEqual(sentences(`${ABOVE}\n${FOUND}`), []);
    assert.deepEqual(sentences(`-- indexwright-disable-file ${RULE}\n${FINE}\n${FOUND}`), []);
  });

  it('are told for a whole file and for every rule as well', () => {
    assert.deepEqual(sentences(`-- indexwright-disable-file ${RULE}\n${FINE}`), [
      `${RULE} finds nothing in this file, so this disables nothing.`,
    ]);
    assert.deepEqual(sentences(`${ABOVE}\n${FINE}`), [
      'No rule finds anything in the statement below, so this disables nothing.',
    ]);
    assert.deepEqual(sentences(`-- indexwright-disable-file\n${FINE}`), [
      'No rule finds anything in this file, so this disables nothing.',
    ]);
  });

  it('are judged by the statement below alone', () => {
    assert.equal(sentences(`${ABOVE} ${RULE}\n${FINE}\n${FOUND}`).length, 1);
    assert.deepEqual(sentences(`${FINE}\n${ABOVE} ${RULE}\n${FOUND}`), []);
  });

  it('are found in TypeScript, above the statement around the query', () => {
    const code = (sql: string): string =>
      `function f(ids: string[]) {\n  // indexwright-disable-next-line ${RULE}\n  return db.query('${sql}', [ids]);\n}\n`;
    const options = { languageId: 'typescript' };
    assert.equal(sentences(code(FINE), options).length, 1);
    assert.deepEqual(sentences(code(FOUND), options), []);
  });

  it('are left alone while the rule is off', () => {
    const settings: Partial<AnalysisSettings> = { rules: { [RULE]: 'off' } };
    assert.deepEqual(sentences(`${ABOVE} ${RULE}\n${FOUND}`, { settings }), []);
    assert.deepEqual(sentences(`${ABOVE}\n${FINE}`, { settings }), []);
  });

  it('are left alone while the statement is half-typed, guessed or not there', () => {
    assert.deepEqual(sentences(`${ABOVE} ${RULE}\nSELECT kind FROM events WHERE`), []);
    assert.deepEqual(sentences(`${ABOVE} ${RULE}\n`), []);
    assert.deepEqual(sentences(`-- indexwright-disable-file ${RULE}\n${FINE}\nSELECT kind FROM`), []);
    const guessed = `// indexwright-disable-next-line ${RULE}\ndb.query(\`SELECT kind FROM events \${rest}\`);`;
    assert.deepEqual(sentences(guessed, { languageId: 'typescript' }), []);
  });

  it('are left alone where the table or a part of the schema is not known', () => {
    assert.deepEqual(sentences(`${ABOVE} ${RULE}\n${FOUND.replace('events', 'unknown')}`), []);
    assert.deepEqual(sentences(`${ABOVE} ${RULE}\n${FINE}`, { schema: '' }), []);
    assert.deepEqual(sentences(`${ABOVE} ${RULE}\n${FINE}`, { schema: `${SCHEMA}\nCREATE TABLE` }), []);
  });

  it('are removed with their line', () => {
    assert.equal(afterRemoval(`${FINE}\n  ${ABOVE} ${RULE} -- why\r\n${FINE}`), `${FINE}\n${FINE}`);
    assert.equal(afterRemoval(`/* indexwright-disable-file ${RULE} */ ${FINE}`), ` ${FINE}`);
    assert.equal(afterRemoval(`${FINE}\n/* indexwright-disable-file ${RULE} */\n`), `${FINE}\n`);
  });

  it('lose the one name that is of no use', () => {
    const used = `${ABOVE} ${RULE}`;
    assert.equal(afterRemoval(`${used}, redundant-index -- why\n${FOUND}`), `${used} -- why\n${FOUND}`);
    assert.equal(afterRemoval(`${ABOVE} redundant-index, ${RULE}\n${FOUND}`), `${used}\n${FOUND}`);
    assert.equal(afterRemoval(`${used} misspelt\n${FINE}`), FINE);
  });

  it('are removed by hand where the end of the comment is not on its line', () => {
    const several = `/* indexwright-disable-file ${RULE}\n   for now */\n${FINE}`;
    assert.deepEqual(
      problemsOf(several).map(({ kind, removal }) => [kind, removal]),
      [['unused', undefined]],
    );
  });
});

interface Options {
  readonly settings?: Partial<AnalysisSettings>;
  readonly languageId?: string;
  readonly schema?: string;
}
