import { describePlaces } from './describe-places';
import { message, type Message } from './message';
import { printDay } from './print-day';
import type { Snapshot } from './schema/snapshot';
import type { MigrationsSource, ServerSource } from './schema/snapshot-source';

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
  const catalogued = source.kind === 'server' ? describeServer(source) : describeMigrations(source);
  return { stated: catalogued, catalogued };
}

function describeMigrations({ files, folders, statistics }: MigrationsSource): Message {
  const places = describePlaces(folders);
  if (statistics) {
    const day = printDay(statistics.readAt);
    return files.length === 1
      ? message('Judged from 1 migration in {0} and statistics of {1}.', places, day)
      : message('Judged from {0} migrations in {1} and statistics of {2}.', files.length, places, day);
  }
  return files.length === 1
    ? message('Judged from 1 migration in {0}.', places)
    : message('Judged from {0} migrations in {1}.', files.length, places);
}

/** How long ago that was is for the host to say: it has a clock. */
function describeServer({ target, migrations }: ServerSource): Message {
  const { files = [], folders = [] } = migrations ?? {};
  if (files.length === 0) return message('Checked against {0}.', target);
  const places = describePlaces(folders);
  return files.length === 1
    ? message('Checked against {0} and 1 migration in {1}.', target, places)
    : message('Checked against {0} and {1} migrations in {2}.', target, files.length, places);
}
