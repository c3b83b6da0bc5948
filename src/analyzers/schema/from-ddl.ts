import type { SqlFeeder } from '../sql/feeder';
import { applyScript, type PlacedStatement, type ScriptItem } from './apply/apply-script';
import { SchemaState } from './apply/schema-state';
import type { CodeMigrationReader } from './migrations/code-migration';
import { isCodeMigration } from './migrations/tool';
import { readScripts } from './script-memory';
import { DEFAULT_PATH, searchPathOfQueries } from './apply/search-path';
import { EMPTY_SNAPSHOT, type Snapshot } from './snapshot';
import type { SnapshotSource } from './snapshot-source';

/**
 * The schema that the files make when they are run in order, each in a session of its own: temporary tables and settings end with it.
 * What cannot be read or applied is among the snapshot's problems; the rest counts.
 */
export function readSchema(
  files: readonly { readonly file: string; readonly text: string }[],
  feeder: SqlFeeder,
  source: SnapshotSource,
  readCode?: CodeMigrationReader,
): Snapshot {
  const state = new SchemaState(EMPTY_SNAPSHOT);
  const scripts = readScripts(files, feeder, readCode);
  files.forEach(({ file }, i) => {
    const { statements = [], problems = [] } = scripts[i] ?? {};
    for (const problem of problems) state.problems.push({ file, ...problem });
    const known = state.problems.length;
    applyScript(statements, file, state);
    // Tables that a program makes by other means are no surprise.
    if (isCodeMigration(file)) state.problems.length = known;
    state.endSession(DEFAULT_PATH);
  });
  return state.toSnapshot(source, searchPathOfQueries(state, DEFAULT_PATH));
}

/** A snapshot with the DDL of a document on top of it, as if the document had been run. What cannot be applied is passed over. */
export function applyStatements(
  snapshot: Snapshot,
  file: string,
  statements: readonly ScriptItem[],
): Snapshot {
  if (!statements.some((item) => 'unread' in item || MAY_CHANGE.has(item.statement.kind))) return snapshot;
  const state = new SchemaState(snapshot);
  applyScript(statements, file, state);
  return {
    ...state.toSnapshot(snapshot.source, searchPathOfQueries(state, snapshot.searchPath)),
    problems: snapshot.problems,
    ...(snapshot.server && { server: snapshot.server }),
    ...(snapshot.drift && { drift: snapshot.drift }),
  };
}

const MAY_CHANGE = new Set<PlacedStatement['statement']['kind']>([
  'alter-function',
  'alter-index',
  'alter-setting',
  'alter-table',
  'create-function',
  'create-index',
  'create-schema',
  'create-table',
  'create-view',
  'drop',
  'rename',
  'set',
  'set-schema',
]);
