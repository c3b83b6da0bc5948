import assert from 'node:assert/strict';
import type { Client } from 'pg';
import type { Fix } from '../../../src/analyzers/finding';
import { recognizeTool } from '../../../src/analyzers/schema/migrations/recognize-tool';
import { migrationRun } from '../../../src/analyzers/schema/migrations/transaction';
import { DEFAULT_SETTINGS } from '../../../src/analyzers/settings';
import { findSqlFragments } from '../../../src/analyzers/sources/sql-document';
import { findEmbeddedSql } from '../../../src/analyzers/sources/typescript';
import { splitStatements } from '../../../src/analyzers/sql/split-statements';
import { indexNames } from './ask-database';

/**
 * As whoever it is written for runs it: a migration as its tool does, its down part not at all. Else one statement at a time, as CONCURRENTLY
 * needs it; a TypeScript document is run for its SQL.
 */
export async function runDocument(client: Client, text: string): Promise<void> {
  const isScript = /^(?:import|export|const|\/\/)/.test(text);
  const fragments = isScript
    ? findEmbeddedSql({ languageId: 'typescript', text }, DEFAULT_SETTINGS.embeddedSql)
    : findSqlFragments({ languageId: 'sql', text });
  const statements = fragments.filter(({ isDown }) => isDown !== true);
  assert.ok(statements.length > 0 || /^\s*(?:--[^\n]*\s*)*$/.test(text), text);
  const tool = isScript ? undefined : recognizeTool('x.sql', text);
  const run = tool && migrationRun({ tool }, text, 'up');
  if (run?.kind === 'alone') {
    await client.query(statements.map((statement) => statement.text).join(';\n'));
    return;
  }
  if (run?.kind === 'wrapped') await client.query('BEGIN');
  for (const statement of statements) await client.query(statement.text);
  if (run?.kind === 'wrapped') await client.query('COMMIT');
}

export async function runUp(client: Client, { ddl }: Fix): Promise<void> {
  for (const { text } of splitStatements(ddl?.up ?? '')) await client.query(text);
}

export async function runDown(client: Client, { ddl }: Fix): Promise<void> {
  for (const { text } of splitStatements(ddl?.down ?? '')) await client.query(text);
}

export async function runUpAndDown(client: Client, fix: Fix): Promise<void> {
  const before = await indexNames(client);
  await runUp(client, fix);
  assert.equal((await indexNames(client)).length, before.length - 1);
  await runDown(client, fix);
  assert.deepEqual(await indexNames(client), before);
}
