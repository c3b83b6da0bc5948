import type { Snapshot, Table } from '../schema/snapshot';
import { clipIdentifier, MAX_IDENTIFIER_BYTES, utf8Length } from '../sql/identifiers';
import type { IndexDefinition } from './index-definition';

/**
 * A free name in the table's own manner (`idx_events_stream_id` or PostgreSQL's `events_stream_id_idx`), at most 63 bytes long.
 * `taken` are the names of the schema's relations.
 */
export function chooseIndexName(index: IndexDefinition, table: Table, taken: ReadonlySet<string>): string {
  const columns = index.keys.map((key) => (key.kind === 'column' ? key.column : 'expr'));
  const words = [
    table.name,
    ...columns,
    ...(index.method === 'btree' ? [] : [index.method]),
    ...(index.predicate ? ['partial'] : []),
  ];
  const prefixed = table.indexes.some(({ name, constraint }) => !constraint && name.startsWith('idx_'));
  const build = (suffix: string): string => {
    const [head, tail] = prefixed ? ['idx_', suffix] : ['', `_idx${suffix}`];
    const room = MAX_IDENTIFIER_BYTES - utf8Length(head) - utf8Length(tail);
    return head + clipIdentifier(words.join('_'), room) + tail;
  };
  for (let number = 0; ; number++) {
    const name = build(number === 0 ? '' : String(number));
    if (!taken.has(name)) return name;
  }
}

/** Tables, views and indexes of a schema share one space of names (manual, "Schemas"); so do the indexes that are about to be made. */
export function namesTaken(
  schema: string,
  { tables, views }: Snapshot,
  planned: readonly IndexDefinition[] = [],
): ReadonlySet<string> {
  const relations = [...tables, ...views, ...tables.flatMap(({ indexes }) => indexes), ...planned];
  return new Set(relations.filter((relation) => relation.schema === schema).map(({ name }) => name));
}
