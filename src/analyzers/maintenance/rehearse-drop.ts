import { printCount } from '../gates/print-count';
import { describeLoss } from '../indexes/describe-service';
import type { IndexDuties } from '../indexes/index-duties';
import type { IndexLoss } from '../indexes/index-loss';
import { message, type Message } from '../message';
import { printDay } from '../print-day';

/** A query of the workspace that an index serves. */
export interface RehearsedQuery {
  /** As a person finds it: `src/orders.ts:12`. */
  readonly place: string;
  readonly loss: IndexLoss;
}

/** What a server knows of an index that may be dropped. */
export interface RehearsedCounters {
  readonly scans: number;
  /** ISO 8601; `null`: never, or not known. */
  readonly lastScan: string | null;
  /** ISO 8601; `null`: never reset. */
  readonly countersSince: string | null;
  readonly standbys: number;
  readonly isStandby: boolean;
  readonly isReplicaIdentity: boolean;
  /** Foreign keys of other tables that need it. */
  readonly foreignKeys: readonly string[];
}

export interface Rehearsed {
  readonly index: string;
  readonly table: string;
  readonly queries: readonly RehearsedQuery[];
  /** Files that were read, and whether those are all. */
  readonly search: { readonly files: number; readonly isWhole: boolean };
  /** Absent: the schema does not know the index. */
  readonly duties?: IndexDuties;
  /** Absent: no server was asked. */
  readonly counters?: RehearsedCounters;
}

export interface RehearsalLine {
  /** `refusal`: PostgreSQL will not do it, or statements fail. `loss`: something gets slower. `note`: to know or to look after. */
  readonly weight: 'refusal' | 'loss' | 'note';
  readonly text: Message;
  /** Which query of `queries` it is about: its place goes before the text. */
  readonly query?: number;
}

export interface DropRehearsal {
  readonly headline: Message;
  /** The gravest first. */
  readonly lines: readonly RehearsalLine[];
}

/** What would notice if an index were gone. Nothing is dropped and nothing asked: it puts into words what is known. */
export function rehearseDrop(rehearsed: Rehearsed): DropRehearsal {
  const lines = [
    ...enforcement(rehearsed),
    ...queryLines(rehearsed),
    ...foreignKeyLines(rehearsed),
    ...counterLines(rehearsed),
    ...searchLines(rehearsed),
  ];
  const ordered = WEIGHTS.flatMap((weight) => lines.filter((line) => line.weight === weight));
  return { headline: headline(rehearsed, ordered), lines: ordered };
}

const WEIGHTS: readonly RehearsalLine['weight'][] = ['refusal', 'loss', 'note'];

function headline({ index, queries, counters }: Rehearsed, lines: readonly RehearsalLine[]): Message {
  if (lines.some(({ weight }) => weight === 'refusal')) {
    return message('{0} is needed.', index);
  }
  const losing = queries.filter(({ loss }) => loss.kind !== 'nothing').length;
  if (losing === 1) return message('1 query of the workspace would be slower without {0}.', index);
  if (losing > 1) return message('{0} queries of the workspace would be slower without {1}.', losing, index);
  if (lines.some(({ weight }) => weight === 'loss'))
    return message('Something would be slower without {0}.', index);
  if (counters && counters.scans > 0 && queries.length === 0) {
    return message('No query of the workspace needs {0}, but the server has used it.', index);
  }
  return queries.length > 0
    ? message('The queries that use {0} have another index that does as much.', index)
    : message('Nothing that is known here needs {0}.', index);
}

function enforcement({ index, duties, counters }: Rehearsed): readonly RehearsalLine[] {
  const found: Message[] = [];
  if (duties?.constraint) {
    found.push(
      message('{0} enforces the constraint {1}, and goes with that only.', index, duties.constraint.name),
    );
  } else if (duties?.unique === true) {
    found.push(message('It keeps rows with equal {0} out. Without it they come in.', duties.keys.join(', ')));
  }
  if (duties?.partitionOf) {
    found.push(message('It is attached to {0}, and goes with that only.', duties.partitionOf.index));
  }
  if (duties?.replicaIdentity === true || counters?.isReplicaIdentity === true) {
    found.push(message('Logical replication tells rows apart by it: UPDATE and DELETE would fail.'));
  }
  if (counters && counters.foreignKeys.length > 0) {
    found.push(message('Foreign keys need it: {0}.', counters.foreignKeys.join(', ')));
  }
  return found.map((text) => ({ weight: 'refusal', text }));
}

function queryLines({ queries, table }: Rehearsed): readonly RehearsalLine[] {
  return queries.map(({ loss }, query) => ({
    weight: weightOf(loss),
    text: describeLoss(loss, table),
    query,
  }));
}

function weightOf({ kind }: IndexLoss): RehearsalLine['weight'] {
  if (kind === 'statement') return 'refusal';
  return kind === 'nothing' ? 'note' : 'loss';
}

function foreignKeyLines({ duties, table }: Rehearsed): readonly RehearsalLine[] {
  return (duties?.foreignKeys ?? []).map(({ constraint, references, alsoBy: [other] }) =>
    other === undefined
      ? {
          weight: 'loss',
          text: message(
            'When a row of {0} is deleted, PostgreSQL would read all of {1} for the foreign key {2}.',
            references.name,
            table,
            constraint,
          ),
        }
      : {
          weight: 'note',
          text: message('For the foreign key {0} there is {1}.', constraint, other),
        },
  );
}

function counterLines({ counters }: Rehearsed): readonly RehearsalLine[] {
  if (!counters) {
    return [note(message('Connect a database to learn how often the server has used it.'))];
  }
  const { scans, lastScan, countersSince, standbys, isStandby } = counters;
  const since = countersSince === null ? undefined : printDay(countersSince);
  return [
    note(describeScans(scans, since)),
    ...(lastScan === null ? [] : [note(message('It was used last on {0}.', printDay(lastScan)))]),
    ...(standbys === 1
      ? [note(message('A standby follows this server and counts for itself: ask it too.'))]
      : []),
    ...(standbys > 1
      ? [note(message('{0} standbys follow this server and count for themselves: ask them too.', standbys))]
      : []),
    ...(isStandby ? [note(message('This is a standby: the primary counts for itself, ask it too.'))] : []),
  ];
}

function describeScans(scans: number, since: string | undefined): Message {
  if (scans === 0) {
    return since === undefined
      ? message('The server has never used it since its counters began.')
      : message('The server has not used it since its counters began, on {0}.', since);
  }
  const count = printCount(scans);
  return since === undefined
    ? message('The server has used it about {0} times.', count)
    : message('The server has used it about {0} times since {1}.', count, since);
}

function searchLines({ search: { files, isWhole } }: Rehearsed): readonly RehearsalLine[] {
  return [
    note(
      isWhole
        ? message(
            'Files of the workspace with SQL that were read: {0}. Queries of other programs are not known.',
            files,
          )
        : message('Only {0} files of the workspace were read: there may be more queries.', files),
    ),
  ];
}

function note(text: Message): RehearsalLine {
  return { weight: 'note', text };
}
