import { findColumn, holdsFewValues, isIdentifierColumn } from './column-roles';
import type { Table } from './snapshot';

/** What people and other systems know a row by. */
const NATURAL_KEYS =
  /(^|_)(e_?mail(_?address)?|token|slug|user_?name|login|sku|isbn|hash|sha(1|256|512)?|digest|fingerprint|nonce|phone(_?number)?|(order|invoice|account|serial|tracking)_?(no|number))$|[a-z](Email|Token|Slug|Username|Hash)$/i;

/** References to tables of a handful of rows: every index on such a column finds a good part of the table. */
const REFERENCES_TO_FEW =
  /(^|_)(role|status|state|type|kind|category|level|priority|country|currency|language|locale|time_?zone|plan|tier|region|gender|severity|visibility|flag|setting|config|option|metric|environment|env|shard|partition|cluster|zone)(_?(id|key|code|ref|uuid))?$/i;
const REFERENCES_TO_FEW_IN_CAMEL_CASE =
  /(Role|Status|State|Type|Kind|Category|Level|Priority|Country|Currency|Language|Locale|Timezone|Plan|Tier|Region|Gender|Shard|Partition|Cluster|Zone)(Id|Key|Code)$/;
const BARE_KEY = /^(key|ref|code)$/i;

const HOLDS_KEYS = new Set([
  'uuid',
  'text',
  'varchar',
  'bpchar',
  'citext',
  'int4',
  'int8',
  'numeric',
  'bytea',
]);

/** A column whose values few rows share, so that an index on it finds them: an id, a reference, a natural key. Told by name, type and constraints. */
export function isLookupColumn(table: Table, name: string): boolean {
  const column = findColumn(table, name);
  if (!column || column.type.arrayDimensions > 0 || holdsFewValues(column)) return false;
  if (REFERENCES_TO_FEW.test(name) || REFERENCES_TO_FEW_IN_CAMEL_CASE.test(name) || BARE_KEY.test(name))
    return false;
  if (isReference(table, name)) return true;
  return HOLDS_KEYS.has(column.type.name) && (isIdentifierColumn(table, name) || NATURAL_KEYS.test(name));
}

const TAG_WORDS = /^(tags?|labels?|hash_?tag|keyword)(_?(name|value|id))?$|^categor(y|ies)_?id$/i;

/** What link and tag tables are searched by from their other side. */
export function isLinkColumn(table: Table, name: string): boolean {
  const column = findColumn(table, name);
  if (!column || column.type.arrayDimensions > 0) return false;
  return isLookupColumn(table, name) || (TAG_WORDS.test(name) && HOLDS_KEYS.has(column.type.name));
}

const PLACE_IN_A_LOG =
  /^(persistence_?id|sequence_?(nr|no|number)|ordering|global_?(position|sequence|offset)|(event|stream)_?version|stream_?(position|revision))$/i;

const TENANT_WORDS = /^(tenant|org|organi[sz]ation|workspace|account|company)(_?(id|key|uuid))?$/i;

/** Row-level security or the program's own layer adds a comparison with it to every statement, unseen in its text. */
export function isTenantColumn(name: string): boolean {
  return TENANT_WORDS.test(name);
}

/** A table of the program's customers: one leaves now and then, and that takes its time anyway. */
export function isTenantTable(name: string): boolean {
  return /^(tenants?|org(ani[sz]ation)?s?|workspaces?|accounts?|compan(y|ies)|institutions?)$/i.test(name);
}

/** The tag of an event, in a table that says where in its log the event is: such a table grows as the log does. */
export function isTagOfEvents({ columns }: Table, name: string): boolean {
  return TAG_WORDS.test(name) && columns.some((column) => PLACE_IN_A_LOG.test(column.name));
}

function isReference({ constraints }: Table, name: string): boolean {
  return constraints.some(({ kind, columns }) => kind === 'foreign-key' && columns.includes(name));
}

const SMALL_TABLES =
  /^(app_?)?(settings?|config(uration)?s?|options?|preferences|roles?|permissions?|policies|countr(y|ies)|currenc(y|ies)|languages?|locales?|categor(y|ies)|plans?|tiers?|regions?|features?|feature_?flags?|flags?|(email_?)?templates?|migrations?|schema_\w+|checkpoints?|cursors?|projections?|subscriptions_checkpoints?|lookups?|enums?|units?|locks?|locking|mutex(es)?|leases?)$/i;
const SMALL_TABLE_ENDINGS =
  /(_(types?|kinds?|status(es)?|states?|categories|levels?|tiers?|templates?)|Types?|Kinds?|Statuses|Categories|Templates?)$/;
/** A row for each of what is set up or held, whatever its key. */
const FEW_WHATEVER_THE_KEY =
  /_(settings|locks?|leases?|migrations?)$|[a-z](Settings|Locks?|Leases?|Migrations?)$/;

/** Holds a handful of rows by its look, so that reading all of it is right. A key of several columns is that of a link table. */
export function isSmallTable({
  name,
  constraints,
  statistics,
}: Pick<Table, 'name'> & Partial<Table>): boolean {
  // A server's figures are asked of every finding; they know better than the name.
  if (statistics?.rows !== undefined) return false;
  const links =
    constraints?.some(({ kind, columns }) => kind === 'primary-key' && columns.length > 1) === true;
  return (
    SMALL_TABLES.test(name) || FEW_WHATEVER_THE_KEY.test(name) || (!links && SMALL_TABLE_ENDINGS.test(name))
  );
}
