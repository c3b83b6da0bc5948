import { findSqlFragments } from '../sources/sql-document';
import type { Fragment } from '../sources/fragment';
import type { CodeMigrationReader } from './migrations/code-migration';
import { languageOfMigration } from './migrations/tool';

/** A statement of a migration, as it is written. */
export interface SchemaStatement {
  readonly file: string;
  readonly text: string;
}

/**
 * What the migrations, in the order given, run to make the schema: the statements that make tables, types, indexes, functions and views,
 * and those that say where names are looked up. Rows, rights, owners and servers have nothing to do with plans and are left out.
 */
export function schemaStatements(
  files: readonly { readonly file: string; readonly text: string }[],
  readCode?: CodeMigrationReader,
): readonly SchemaStatement[] {
  return files.flatMap(({ file, text }) =>
    fragmentsOf(file, text, readCode)
      .filter((fragment) => fragment.isDown !== true && makesSchema(fragment.text))
      .map((fragment) => ({ file, text: fragment.text })),
  );
}

function fragmentsOf(
  file: string,
  text: string,
  readCode: CodeMigrationReader | undefined,
): readonly Fragment[] {
  const languageId = languageOfMigration(file);
  if (languageId === 'sql') return findSqlFragments({ text, languageId });
  return readCode?.({ text, languageId }).fragments ?? [];
}

const CHANGES_SCHEMA = /^(?:create|alter|drop|set|reset|do)\b/i;
const SETS_PATH = /^select\b[^;]*\bset_config\b/i;
const BESIDE_PLANS =
  /^(?:create|alter|drop)\s+(?:or\s+replace\s+)?(?:role|user|group|database|tablespace|publication|subscription|event\s+trigger|(?:constraint\s+)?trigger|policy|server|foreign\s+data\s+wrapper|system|default\s+privileges|large\s+object)\b|^set\s+(?:session|local\s+)?(?:authorization|role|transaction|constraints)\b/i;
const SAYS_WHO_OWNS = /\bowner\s+to\s+[^\s,;]+\s*;?\s*$/i;

function makesSchema(text: string): boolean {
  if (SETS_PATH.test(text)) return true;
  return CHANGES_SCHEMA.test(text) && !BESIDE_PLANS.test(text) && !SAYS_WHO_OWNS.test(text);
}
