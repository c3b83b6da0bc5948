import type { RelationName } from '../../analyzers/schema/snapshot';
import { text } from '../catalog/catalogue';
import type { Sandbox } from './sandbox';

interface Node {
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Node[];
}

const FIRST_KEYS = `SELECT n.nspname AS schema, x.relname AS name, pg_get_indexdef(x.oid, 1, true) AS key
  FROM pg_catalog.pg_class x JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace
  JOIN pg_catalog.pg_am m ON m.oid = x.relam AND m.amname = 'btree'
  WHERE x.relkind IN ('i', 'I') AND x.relname = $1 AND n.nspname !~ '^pg_'`;

/**
 * The btrees that a plan scans by conditions none of which is on the first key. Only 18 skips over the values of that key; a planner before
 * it would not take such an index.
 *
 * @param document EXPLAIN (FORMAT JSON)
 */
export async function skipScannedIndexes(
  sandbox: Sandbox,
  document: string,
): Promise<readonly RelationName[]> {
  const [{ Plan }] = JSON.parse(document) as readonly [{ readonly Plan: Node }];
  const found: RelationName[] = [];
  for (const { 'Index Name': index, 'Index Cond': condition } of nodesOf(Plan)) {
    if (index === undefined || condition === undefined) continue;
    const rows = await sandbox.read(FIRST_KEYS, [index]);
    if (rows.length === 0 || rows.some(({ key }) => names(condition, text(key)))) continue;
    found.push(...rows.map(({ schema, name }) => ({ schema: text(schema), name: text(name) })));
  }
  return found;
}

function nodesOf(node: Node): readonly Node[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

/** As a word of its own: `id` is not in `stream_id`. */
function names(condition: string, key: string): boolean {
  const at = condition.indexOf(key);
  if (at < 0) return false;
  const isWord = (character: string | undefined): boolean => /[\w$]/.test(character ?? ' ');
  const isWhole = !isWord(condition[at - 1]) && !isWord(condition[at + key.length]);
  return isWhole || names(condition.slice(at + 1), key);
}
