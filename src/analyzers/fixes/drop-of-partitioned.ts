import type { Severity } from '../finding';
import { message, type Message } from '../message';
import type { DdlContext, FixDraft } from '../rules/define-rule';
import { indexNamesOf } from '../schema/table-read-later';
import type { Table } from '../schema/snapshot';
import type { DropObjects } from '../sql/model';

export interface PartitionedDrop {
  readonly table: Table;
  readonly message: Message;
  /** `error`: the server refuses it as it stands. */
  readonly severity?: Severity;
  readonly fixes: readonly FixDraft[];
}

/** The index of a partitioned table: PostgreSQL refuses CONCURRENTLY for it (0A000, "cannot drop partitioned index concurrently"). */
export function dropOfPartitioned(
  { before, fragment }: DdlContext,
  { names, concurrently, afterObjectKeyword }: DropObjects,
): PartitionedDrop | undefined {
  const table = before.tables.find(
    (each) => each.partitioning && names.some(({ name }) => indexNamesOf(each).includes(name)),
  );
  if (!table) return undefined;
  if (!concurrently) {
    const sentence = message(
      'DROP INDEX takes the strongest lock on {0} and all of its partitions for a moment, and PostgreSQL refuses CONCURRENTLY for the index of a partitioned table. Set a short lock_timeout before it, and try again until it gets through.',
      table.name,
    );
    return { table, message: sentence, fixes: [] };
  }
  const word = /^\s*CONCURRENTLY\b/i.exec(fragment.text.slice(afterObjectKeyword))?.[0] ?? '';
  const span = { start: afterObjectKeyword, end: afterObjectKeyword + word.length };
  const fix: FixDraft = {
    id: 'edit-ddl/without-concurrently',
    title: message('Remove CONCURRENTLY: everybody waits for a moment; set a short lock_timeout before'),
    kind: 'edit-ddl',
    preferred: false,
    edits: [{ span, pieces: [''] }],
  };
  return {
    table,
    message: message(
      'PostgreSQL refuses DROP INDEX CONCURRENTLY for an index of the partitioned table {0}. Drop it without, with a short lock_timeout.',
      table.name,
    ),
    severity: 'error',
    fixes: word === '' ? [] : [fix],
  };
}
