import type { TypeName } from '../sql/model';
import type { Column, Table } from './snapshot';

/**
 * What a column is for, told by its name, type and constraints. Without statistics this is all there is: each answer is used to stay
 * silent rather than to accuse.
 */
const STREAM_WORDS =
  /^(stream|stream_?(id|name|key|uuid)|aggregate(_?(id|root_?id|uuid))?|entity_?(id|uuid)|saga_?(id|uuid)|workflow_?(id|uuid)|persistence_?id)$/i;

/** Streams in some stores, ordinary references elsewhere. */
const STREAM_WORDS_OF_STORES =
  /^(subject(_?id)?|partition_?key|document_?id|conversation_?id|thread_?id|session_?id|source_?id|process_?id)$/i;

/** What ties the rows of several streams together: a saga, a request, the event that caused others. */
const CORRELATION_WORDS =
  /^(correlation|causation|cause|caused_?by(_?event)?|trace|span|request|command|operation|triggered_?by(_?event)?|(parent|root|origin)_?event)(_?(id|uuid|key))?$/i;

const IDENTIFIER_WORDS = /(^|_)(id|uuid|guid|key|ref)$|[a-z](Id|Uuid|Guid|Key)$/;

/** Names whose columns hold few different values: an index on them seldom pays, and only statistics can tell. */
const FEW_VALUES =
  /(^|_)(status|state|type|kind|category|topic|level|priority|version|name|is_\w+|has_\w+)$/i;

const POSITION_WORDS =
  /^(event_?id|global_?(position|sequence|offset|ordering)|position|pos|seq(uence)?(_?(id|nr|no|num|number))?|ordering|offset|log_?position|commit_?position|event_?number|message_?(id|position))$/i;

const VERSION_WORDS =
  /^((event|stream|aggregate)_?(version|revision|position|sequence|number)|version|revision|sequence(_?(nr|no|number))?|seq(_?(nr|no))?|ver)$/i;

export function isStreamColumn(table: Table, name: string): boolean {
  const column = findColumn(table, name);
  if (!column || !holdsManyValues(column) || isAloneUnique(table, name)) return false;
  if (isCorrelationColumn(table, name)) return false;
  const isReference = IDENTIFIER_WORDS.test(name) || STREAM_WORDS_OF_STORES.test(name);
  return STREAM_WORDS.test(name) || (isReference && isEventTable(table));
}

/** A column that rows are looked up by, several ids at a time. */
export function isIdentifierColumn(table: Table, name: string): boolean {
  const column = findColumn(table, name);
  return (
    column !== undefined &&
    holdsManyValues(column) &&
    (STREAM_WORDS.test(name) || IDENTIFIER_WORDS.test(name) || column.type.name === 'uuid')
  );
}

/** Few rows have each of its values, spread over many streams. `request` alone may be a document: then the type tells. */
export function isCorrelationColumn(table: Table, name: string): boolean {
  const column = findColumn(table, name);
  return column !== undefined && isCorrelationName(name) && HOLDS_IDS.has(column.type.name);
}

const HOLDS_IDS = new Set(['uuid', 'text', 'varchar', 'bpchar', 'int4', 'int8', 'numeric', 'bytea']);

export function isCorrelationName(name: string): boolean {
  return CORRELATION_WORDS.test(name);
}

/** The name alone, for a table that is not known. */
export function isStreamName(name: string): boolean {
  return STREAM_WORDS.test(name);
}

/** So few that a scan may look for each of them: told by the name or the type, for lack of statistics. */
export function holdsFewValues(column: Column): boolean {
  return column.type.name === 'bool' || FEW_VALUES.test(column.name);
}

function holdsManyValues(column: Column): boolean {
  return !holdsFewValues(column);
}

const EVENT_TABLE_WORDS = /event|message|journal|ledger|commit|stream/i;
const KIND_WORDS = /^(event|message)_?(type|name|kind)$|^(type|kind)$/i;
const CONTENT_WORDS = /^((event|message)_?)?(data|payload|body|content|metadata|meta)$/i;

/** Rows are appended to streams: they have a position, a version, a type and a content. Any table may have an id and a version. */
export function isEventTable({ name: table, columns }: Table): boolean {
  const has = (words: RegExp): boolean => columns.some(({ name }) => words.test(name));
  const hasPosition = has(POSITION_WORDS) || (EVENT_TABLE_WORDS.test(table) && has(/^id$/i));
  return hasPosition && [VERSION_WORDS, KIND_WORDS, CONTENT_WORDS].every(has);
}

const TYPE_WORDS =
  /^(event|message|stream|aggregate|entity)_?(type|name|kind|category)$|^(type|kind|category)$/i;

/** What an event is, or what it happened to: projections read some types of the whole log. */
export function isTypeColumn(table: Table, name: string): boolean {
  return TYPE_WORDS.test(name) && isEventTable(table);
}

/** A table of events, or one whose events belong to no stream but have tags (a dynamic consistency boundary). */
export function isEventLog(table: Table): boolean {
  const { name: tableName, columns } = table;
  const has = (words: RegExp): boolean => columns.some(({ name }) => words.test(name));
  const isTagged = columns.some(({ name, type }) => type.arrayDimensions > 0 || /^tags$/i.test(name));
  const isNamedSo = /event|journal/i.test(tableName) && (has(POSITION_WORDS) || has(/^id$/i));
  return isEventTable(table) || (isTagged && isNamedSo && has(KIND_WORDS) && has(CONTENT_WORDS));
}

/** Where an event stands in the log. */
export function isPositionColumn(name: string): boolean {
  return POSITION_WORDS.test(name) || /^id$/i.test(name);
}

function isAloneUnique(table: Table, name: string): boolean {
  return table.indexes.some(
    (index) =>
      index.unique &&
      index.keys.length === 1 &&
      index.keys[0]?.kind === 'column' &&
      index.keys[0].column === name,
  );
}

export function findColumn(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

const TIME_TYPES = new Set(['timestamptz', 'timestamp', 'date']);
const CREATION_WORDS =
  /^(created|inserted|recorded|occurred|appended|stored|received|logged|ingested|event)(_?(at|on|time|date|timestamp))?$|^(timestamp|ts|time)$/i;

export function isTimeType({ name, schema, arrayDimensions }: TypeName): boolean {
  return TIME_TYPES.has(name) && schema === undefined && arrayDimensions === 0;
}

/** The moment a row was written: filled once and growing with the table, as BRIN needs it. */
export function isCreationTime(column: Column): boolean {
  if (!isTimeType(column.type)) return false;
  return CREATION_WORDS.test(column.name) && (column.default === undefined || isClock(column.default));
}

function isClock(expression: NonNullable<Column['default']>): boolean {
  if (expression.kind === 'cast') return isClock(expression.arg);
  if (expression.kind !== 'call') return false;
  return /^(now|current_timestamp|current_date|localtimestamp|clock_timestamp|transaction_timestamp|statement_timestamp|timezone)$/.test(
    expression.name,
  );
}

/** A state that nearly every row leaves: its rows are few however large the table grows. (A product may be new or available for ever.) */
const PENDING_VALUES =
  /^(pending|queued|enqueued|retry|retrying|waiting|unprocessed|unpublished|undelivered|unsent|processing|in_progress)$/i;
const DONE_COLUMN =
  /(^|_)(processed|published|dispatched|delivered|sent|completed|finished|handled|acked|acknowledged|consumed|forwarded|relayed|executed|done|archived_to|synced|exported|indexed|notified)(_?(at|on|time|date))?$/i;
/** Columns that are NULL or false for nearly every row: the live set is the table. */
const SOFT_DELETE =
  /(^|_)(deleted|archived|removed|revoked|cancell?ed|expired|disabled|banned|blocked|hidden)(_?(at|on|by|time|date))?$/i;

export function isPendingState(column: string, value: string | null): boolean {
  if (SOFT_DELETE.test(column)) return false;
  if (value === null) return DONE_COLUMN.test(column);
  if (value === 'false') return DONE_COLUMN.test(column.replace(/^(is|has|was)_/i, ''));
  return PENDING_VALUES.test(value);
}

export function isSoftDelete(column: string): boolean {
  return SOFT_DELETE.test(column);
}

/** Numbers that rows get as they are inserted, so that their order is that of time. */
export function isInsertionNumber({ generated, default: value }: Column): boolean {
  return generated === 'identity' || (value?.kind === 'call' && value.name === 'nextval');
}

/** The order of the log, and of any table whose rows are numbered as they are inserted. */
export function isLogPosition(table: Table, name: string): boolean {
  const column = findColumn(table, name);
  if (!column) return false;
  return isInsertionNumber(column) || (POSITION_WORDS.test(name) && isEventTable(table));
}

/** The place of a row within its stream. */
export function isStreamVersion(table: Table, name: string): boolean {
  return VERSION_WORDS.test(name) && isEventTable(table);
}

const LOG_WORDS = /event|message|journal|outbox|notification|commit|command|change/i;

/** Rows come at its end, in an order that a reader can go on from: a log, or a table that is named and numbered (or dated) like one. */
export function isAppendedTo(table: Table): boolean {
  return (
    isEventLog(table) ||
    (LOG_WORDS.test(table.name) &&
      table.columns.some((column) => isInsertionNumber(column) || isCreationTime(column)))
  );
}

const CONSUMPTION_WORDS =
  /(^|_)(inbox(es)?|processed|consumed|handled|consumptions?|acknowledged|acks|acknowledge?ments|dedup(lication)?|deliver(ed|ies)|dispatched)(_|$)/i;
const CONSUMER_COLUMN =
  /^(consumer|handler|subscriber|processor|projection|projector|listener)(_?(id|name|group|key))?$/i;
/** The few that failed, or are to be left out for good. */
const EXCEPTION_WORDS = /dead|fail|error|poison|quarantine|skip|retr(y|ies)|ignore|exclu|block|park/i;

/** A row for each event that a consumer is done with. Camel case is read as words. */
export function recordsConsumption(table: string, columns: readonly string[]): boolean {
  const words = table.replace(/([a-z\d])([A-Z])/g, '$1_$2');
  if (EXCEPTION_WORDS.test(words)) return false;
  return CONSUMPTION_WORDS.test(words) || columns.some((column) => CONSUMER_COLUMN.test(column));
}
