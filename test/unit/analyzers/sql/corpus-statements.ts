import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findSqlFragments } from '../../../../src/analyzers/sources/sql-document';
import { findEmbeddedSql } from '../../../../src/analyzers/sources/typescript';
import { splitStatements } from '../../../../src/analyzers/sql/split-statements';
import { codeBlocks } from '../../docs/markdown';

const ROOT = resolve(__dirname, '../../../..');
const FOLDERS = [
  'test/fixtures/rules',
  'test/fixtures/schemas',
  'test/fixtures/sql',
  'test/fixtures/ddl',
  'docs',
];
const LANGUAGES: Readonly<Record<string, string>> = { sql: 'sql', ts: 'typescript', js: 'javascript' };
const NO_SETTINGS = { tags: [], callees: [] };

/** Every statement of the fixtures and of the documentation, each once, as the analysis reads it: placeholders are parameters. */
export function corpusStatements(): readonly string[] {
  const texts = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).flatMap((file) =>
      statementsOf(join(ROOT, folder, file)),
    ),
  );
  return [...new Set(texts)];
}

function statementsOf(path: string): readonly string[] {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  if (extension === 'md') {
    return codeBlocks(readFileSync(path, 'utf8')).flatMap(({ info: [language = ''], text }) =>
      statementsIn(text, LANGUAGES[language]),
    );
  }
  const languageId = LANGUAGES[extension];
  return languageId === undefined ? [] : statementsIn(readFileSync(path, 'utf8'), languageId);
}

function statementsIn(text: string, languageId: string | undefined): readonly string[] {
  if (languageId === undefined) return [];
  const document = { text, languageId };
  const fragments =
    languageId === 'sql' ? findSqlFragments(document) : findEmbeddedSql(document, NO_SETTINGS);
  return fragments.flatMap((fragment) => splitStatements(fragment.text).map((statement) => statement.text));
}
