import { columnsIn } from '../query/walk-expression';
import type { IndexDefinition } from '../indexes/index-definition';
import { isNotNull } from '../indexes/unique-keys';
import { findColumn, isEventTable, isPendingState, isStreamColumn } from './column-roles';
import type { Column, Table } from './snapshot';

/** What tells the versions of a stream apart in an event table. */
export interface VersionColumns {
  readonly stream: string;
  readonly version: string;
  /** The name says that a stream is appended to: `stream_id`, `aggregate_id`; an `entity_id` may have several rows for a version. */
  readonly isPlain: boolean;
}

const PLAIN_STREAM = /^(stream|aggregate|persistence)/i;
const VERSION =
  /^((event|stream|aggregate)_?(version|revision|sequence|number)|version|revision|sequence_?(nr|no|number))$/i;
const INTEGERS = new Set(['int2', 'int4', 'int8', 'numeric']);
/** Rows that come from another table, where their versions are guarded. */
const COPY_WORDS = /outbox|inbox|queue|dead|snapshot|projection|archive|audit|backup|copy|staging|temp/i;

/**
 * The columns that an append relies on, where names, types and defaults leave no doubt; `undefined` otherwise. A version with a default is one
 * of the payload's form, an identity one of the whole log.
 */
export function versionColumns(table: Table): VersionColumns | undefined {
  if (!isEventTable(table) || table.incomplete || COPY_WORDS.test(table.name)) return undefined;
  if (table.columns.some(({ name }) => isPendingState(name, null) || isPendingState(name, 'false')))
    return undefined;
  const versions = table.columns.filter(isVersion);
  const streams = table.columns.filter(({ name }) => isStreamColumn(table, name));
  const plain = streams.filter(({ name }) => PLAIN_STREAM.test(name));
  const [stream, second] = plain.length > 0 ? plain : streams;
  const [version, other] = versions;
  if (!stream || second || !version || other) return undefined;
  return { stream: stream.name, version: version.name, isPlain: plain.length > 0 };
}

function isVersion({ name, type, generated, default: value }: Column): boolean {
  return (
    VERSION.test(name) &&
    INTEGERS.has(type.name) &&
    type.arrayDimensions === 0 &&
    generated === 'no' &&
    value === undefined
  );
}

/** A unique index that holds the stream and any number within it, whatever else: somebody has thought of it. */
export function guardsVersions(index: IndexDefinition, table: Table, { stream }: VersionColumns): boolean {
  if (!index.unique) return false;
  const names = index.keys.flatMap((key) =>
    key.kind === 'column' ? [key.column] : columnsIn(key.expression).map(({ name }) => name),
  );
  const isNumber = (name: string): boolean => INTEGERS.has(findColumn(table, name)?.type.name ?? '');
  return names.includes(stream) && names.some((name) => name !== stream && isNumber(name));
}

const TENANT = /^(tenant|org|organi[sz]ation|workspace|account|realm)(_?(id|key|uuid))?$/i;
const STREAM_KIND = /^((stream|aggregate|entity)_?(type|category|kind)|category)$/i;

/** The columns of the unique key: ids of streams may repeat from one tenant or kind of stream to another. */
export function versionKey(table: Table, { stream, version }: VersionColumns): readonly string[] {
  const isUuid = findColumn(table, stream)?.type.name === 'uuid';
  const scope = table.columns
    .map(({ name }) => name)
    .filter((name) => name !== stream && isNotNull(table, name))
    .filter((name) => TENANT.test(name) || (!isUuid && STREAM_KIND.test(name)));
  return [...scope, stream, version];
}
