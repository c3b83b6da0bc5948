import { message, type Message } from './message';
import type { Snapshot } from './schema/snapshot';

/** What findings were judged from, as the sentence that follows their message. */
export interface Basis {
  readonly stated: Message;
  readonly catalogued: Message;
}

/** @param known the schema from outside the document @param whole the same with the document's own DDL */
export function describeBasis({ source }: Snapshot, whole: Snapshot): Basis {
  const stated = message('Judged from the statement alone: no schema is known here.');
  if (source.kind === 'none') {
    const own = message('Judged from the tables that this file creates.');
    return { stated, catalogued: whole.tables.length > 0 ? own : stated };
  }
  const { files, folders } = source;
  const places = folders.length > 0 ? folders.map((folder) => folder || '.').join(', ') : '.';
  const catalogued =
    files.length === 1
      ? message('Judged from 1 migration in {0}.', places)
      : message('Judged from {0} migrations in {1}.', files.length, places);
  return { stated: catalogued, catalogued };
}
