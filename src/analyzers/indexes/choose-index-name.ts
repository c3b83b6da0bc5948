import type { Table } from '../schema/snapshot';
import { clipIdentifier, MAX_IDENTIFIER_BYTES, utf8Length } from '../sql/identifiers';
import type { IndexDefinition } from './index-definition';

/** A free name in the table's own manner (`idx_events_stream_id` or PostgreSQL's `events_stream_id_idx`), at most 63 bytes long. */
export function chooseIndexName(index: IndexDefinition, table: Table): string {
  const columns = index.keys.map((key) => (key.kind === 'column' ? key.column : 'expr'));
  const words = [
    table.name,
    ...columns,
    ...(index.method === 'btree' ? [] : [index.method]),
    ...(index.predicate ? ['partial'] : []),
  ];
  const taken = new Set([
    ...table.indexes.map(({ name }) => name),
    table.name,
    ...table.constraints.map(({ name }) => name),
  ]);
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
