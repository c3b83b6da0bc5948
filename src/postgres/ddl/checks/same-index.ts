import type { IndexDefinition } from '../../../analyzers/indexes/index-definition';
import { printKeys } from '../../../analyzers/indexes/print-ddl';
import { quoteIdentifier } from '../../../analyzers/sql/identifiers';
import { LOCKED } from '../../catalog/scope';
import { text } from '../../catalog/catalogue';
import type { Reader, ReadOptions } from '../../reading/reader';

/** Printing an index opens its table, which somebody may have locked. */
const DEFINITIONS = `WITH ${LOCKED} SELECT x.relname AS name, i.indisunique AS unique, pg_catalog.pg_get_indexdef(x.oid) AS definition
  FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
  JOIN pg_catalog.pg_class c ON c.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = $2 AND i.indisvalid AND i.indislive AND c.oid NOT IN (SELECT relation FROM locked)`;

export interface SameIndex {
  readonly name: string;
  /** False: the keys are the same, and both have a condition, which may be written in two ways. */
  readonly isCertain: boolean;
}

/** A valid index of the table that does the same. An expression as a key may be printed otherwise than we do: then none is found. */
export async function findSameIndex(
  reader: Reader,
  index: IndexDefinition,
  options: ReadOptions = {},
): Promise<SameIndex | undefined> {
  const rows = await reader
    .read(DEFINITIONS, [index.schema, index.table], { ...options, lockTimeoutMs: 300 })
    .catch(() => []);
  for (const row of rows) {
    if (index.unique && row['unique'] !== true) continue;
    const isCertain = compareDefinition(index, text(row['definition']));
    if (isCertain !== undefined) return { name: text(row['name']), isCertain };
  }
  return undefined;
}

/** What may stand behind the keys, without the condition. */
const TAIL = /^(?: NULLS NOT DISTINCT)?(?: WITH \([^)]*\))?(?: TABLESPACE \S+)?$/;

/** @param definition as `pg_get_indexdef` prints it. `undefined`: they differ */
export function compareDefinition(index: IndexDefinition, definition: string): boolean | undefined {
  const include = index.include.map(quoteIdentifier).join(', ');
  const head = `${index.method} (${printKeys(index).join(', ')})${include === '' ? '' : ` INCLUDE (${include})`}`;
  const rest = definition.split(' USING ').slice(1).join(' USING ');
  if (!rest.startsWith(head)) return undefined;
  const [tail = '', condition] = rest.slice(head.length).split(' WHERE ');
  if (!TAIL.test(tail) || (condition === undefined) !== (index.predicate === undefined)) return undefined;
  return condition === undefined;
}
