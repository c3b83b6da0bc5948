import { indexNamesOf } from '../schema/table-read-later';
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
  snapshot: Snapshot,
  planned: readonly IndexDefinition[] = [],
): ReadonlySet<string> {
  const known = namesBySchema(snapshot).get(schema) ?? new Set<string>();
  const made = planned.filter((index) => index.schema === schema).map(({ name }) => name);
  return made.length > 0 ? new Set([...known, ...made]) : known;
}

/** Every proposal asks, and a schema has thousands of names. */
const NAMES = new WeakMap<Snapshot, ReadonlyMap<string, ReadonlySet<string>>>();

function namesBySchema(snapshot: Snapshot): ReadonlyMap<string, ReadonlySet<string>> {
  const known = NAMES.get(snapshot);
  if (known) return known;
  const { tables, views } = snapshot;
  const names = new Map<string, Set<string>>();
  const take = (schema: string, taken: readonly string[]): void => {
    const ofSchema = names.get(schema) ?? new Set<string>();
    for (const name of taken) ofSchema.add(name);
    names.set(schema, ofSchema);
  };
  for (const { schema, name } of views) take(schema, [name]);
  for (const table of tables) take(table.schema, [table.name, ...indexNamesOf(table)]);
  NAMES.set(snapshot, names);
  return names;
}
