import { message, type Message } from '../message';
import type { MaintenanceAction } from './maintenance-action';

/** What a person should know of it before it runs. */
export function notesOn(action: MaintenanceAction): readonly Message[] {
  switch (action.kind) {
    case 'create-index':
      return [waitsForOthers(), leavesInvalid()];
    case 'reindex':
      return [waitsForOthers(), needsRoomForBoth()];
    case 'replace-index':
      return [waitsForOthers(), needsRoomForBoth(), dropsAfterwards(action.old)];
    case 'drop-index':
      return action.ofPartitioned === true ? [dropsOfPartitions()] : [waitsForReaders()];
    case 'vacuum':
      return [keepsPages()];
    case 'index-partitions':
      return [waitsForOthers(), validWithLast(), resumes()];
    case 'add-constraint':
      return action.constraint.kind === 'primary-key' && !action.replaces
        ? [waitsForOthers(), needsNotNull()]
        : [waitsForOthers(), ...(action.replaces ? [losesMarks()] : [])];
    case 'drop-constraint':
      return [
        message('Its index goes with it, and nothing keeps the values unique any more.'),
        ...(action.constraint.kind === 'primary-key' ? [message('Its columns stay NOT NULL.')] : []),
      ];
    case 'set-statistics':
      return [message('It takes effect with the next ANALYZE of the table.')];
    case 'rename-index':
    case 'analyze':
    case 'set-autovacuum':
    case 'summarize-brin':
      return [];
  }
}

function waitsForOthers(): Message {
  return message(
    'The build waits for transactions that began before it, also for idle ones and for those that read other tables. It does not hold them up.',
  );
}

function leavesInvalid(): Message {
  return message('Cancelled or failed, it leaves an invalid index, which is dropped then.');
}

function needsRoomForBoth(): Message {
  return message('Until the end both indexes are there: there must be room for both.');
}

function dropsAfterwards(old: string): Message {
  return message('{0} is dropped when the new index is valid, not before.', old);
}

function waitsForReaders(): Message {
  return message(
    'It waits until every transaction that has used the table has ended, and holds nobody up meanwhile.',
  );
}

function dropsOfPartitions(): Message {
  return message(
    'The indexes of all partitions go with it. PostgreSQL cannot do that CONCURRENTLY, so that everybody waits for a moment.',
  );
}

function keepsPages(): Message {
  return message(
    'Room of deleted rows is used again, but not given back to the system: that alone would lock readers out.',
  );
}

function validWithLast(): Message {
  return message('The index of the partitioned table is valid when the last partition is attached.');
}

function resumes(): Message {
  return message('Broken off, it goes on where it ended: what is built and attached stays.');
}

function needsNotNull(): Message {
  return message(
    'Columns of a primary key must be NOT NULL beforehand, or the whole table is read while everybody waits.',
  );
}

function losesMarks(): Message {
  return message(
    'Comments on the constraint, CLUSTER ON and REPLICA IDENTITY USING INDEX go with the old one: set them again.',
  );
}
