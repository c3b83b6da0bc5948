import assert from 'node:assert/strict';
import type { AccessPath, Condition, Subject } from '../../../src/analyzers/query/access-path';
import { readAccessPaths } from '../../../src/analyzers/query/read-access-paths';
import { isQuery } from '../../../src/analyzers/sql/statement-kind';
import { libpgFeeder } from './feeders';
import { readWith } from './read-statement';
import { schemaFrom } from './schema-from';

/** Every access path of a query on the tables that the script makes. */
export async function accessPaths(sql: string, ddl: string): Promise<readonly AccessPath[]> {
  const statement = readWith(await libpgFeeder(), sql);
  assert.ok(isQuery(statement), sql);
  return readAccessPaths(statement, await schemaFrom(ddl), false);
}

export async function accessPath(sql: string, ddl: string): Promise<AccessPath> {
  const [path] = await accessPaths(sql, ddl);
  assert.ok(path, sql);
  return path;
}

/** A condition in one line: `E stream_id parameter`, `R created_at > stable`, `F flag, status: or`. */
export function sketchCondition(condition: Condition): string {
  if (condition.letter === 'F') return `F ${condition.columns.join(', ')}: ${condition.what}`;
  const { letter, subject, value } = condition;
  const words: string[] = [letter, sketchSubject(subject)];
  if (condition.letter === 'R' || condition.letter === 'G') words.push(condition.operator);
  if (value.kind === 'literal') words.push(`${value.type} ${value.value}`);
  else if (value.kind === 'literals') words.push(`{${value.values.join()}}`);
  else if (value.kind === 'join') words.push(value.outer === true ? 'outer' : 'join');
  else words.push(value.kind);
  if (condition.letter === 'R' && condition.further)
    words.push(`then ${condition.further.map(sketchSubject).join(', ')}`);
  return words.join(' ');
}

export function sketchSubject(subject: Subject): string {
  const text = subject.kind === 'column' ? subject.column : `<${subject.fingerprint}>`;
  return subject.collation === undefined ? text : `${text} collate ${subject.collation}`;
}
