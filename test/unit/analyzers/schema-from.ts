import assert from 'node:assert/strict';
import { readSchema } from '../../../src/analyzers/schema/from-ddl';
import type { Snapshot, Table } from '../../../src/analyzers/schema/snapshot';
import { libpgFeeder } from './feeders';

/** The schema that a script makes. */
export async function schemaFrom(ddl: string): Promise<Snapshot> {
  const snapshot = readSchema([{ file: 'schema.sql', text: ddl }], await libpgFeeder(), {
    kind: 'migrations',
    folders: [''],
    files: ['schema.sql'],
  });
  assert.deepEqual(snapshot.problems, []);
  return snapshot;
}

export function tableNamed(snapshot: Snapshot, name: string): Table {
  const table = snapshot.tables.find((candidate) => candidate.name === name);
  assert.ok(table, `There is no table ${name}.`);
  return table;
}
