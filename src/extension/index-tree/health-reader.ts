import type { HealthFinding } from '../../analyzers/index-health/health-finding';
import { judgeBloat } from '../../analyzers/index-health/judge-bloat';
import { leftoverFinding } from '../../analyzers/index-health/judge-broken';
import type { JudgedIndexes } from '../../analyzers/index-health/judge-indexes';
import type { TableEntry } from '../../analyzers/index-health/list-database';
import type { RelationName } from '../../analyzers/schema/snapshot';
import type { Reader } from '../../postgres/reading/reader';
import type { PostgresRoom } from '../load-postgres';
import { keyOf } from './arrange-tables';
import type { TreePorts } from './tree-ports';

/** So many at once that nobody who types waits long for the worker: ten thousand are judged in twenty steps. */
const TABLES_AT_ONCE = 500;
const WITHIN_MS = 5_000;

/** What the catalogue as it was read says. */
export async function judgeCatalogue(
  client: TreePorts['client'],
  schemaKey: string,
  tables: number,
): Promise<JudgedIndexes> {
  const parts: JudgedIndexes[] = [];
  for (let from = 0; from < tables; from += TABLES_AT_ONCE) {
    const range = { from, count: TABLES_AT_ONCE };
    const part = await client.askDatabase(schemaKey, { kind: 'health', range });
    if (part) parts.push(part);
  }
  return {
    findings: parts.flatMap(({ findings }) => findings),
    withLargeBtrees: parts.flatMap(({ withLargeBtrees }) => withLargeBtrees),
    newestOid: Math.max(0, ...parts.map(({ newestOid }) => newestOid)),
  };
}

/** What is invalid at this moment, without what somebody is at work on: newer, and more, than the catalogue as it was read. */
export async function findInvalid(reader: Reader, postgres: PostgresRoom): Promise<readonly HealthFinding[]> {
  const leftovers = await postgres.findLeftovers(reader, { statementTimeoutMs: WITHIN_MS });
  return leftovers.map((leftover) => leftoverFinding(leftover));
}

/** Estimated of large btrees alone: below ten megabytes nothing is told. @param tables by their oids */
export async function findBloated(
  reader: Reader,
  postgres: PostgresRoom,
  tables: readonly number[],
  tableOf: (index: RelationName) => TableEntry | undefined,
): Promise<readonly HealthFinding[]> {
  if (tables.length === 0) return [];
  const btrees = await postgres.readBtreeFacts(reader, tables, { statementTimeoutMs: WITHIN_MS });
  return btrees.flatMap(({ indexrelid, schema, name, pages, facts }) => {
    const table = tableOf({ schema, name });
    const bloat = judgeBloat(name, pages, facts);
    if (!table || !bloat) return [];
    const { name: tableName } = table;
    return [{ group: 'bloated', table: { schema, name: tableName }, index: name, oid: indexrelid, ...bloat }];
  });
}

/** By the name of an index, which is unique within its schema. */
export function tablesByIndex(
  tables: readonly TableEntry[],
): (index: RelationName) => TableEntry | undefined {
  const byIndex = new Map<string, TableEntry>();
  for (const table of tables) {
    for (const name of table.indexNames) byIndex.set(keyOf({ schema: table.schema, name }), table);
  }
  return (index) => byIndex.get(keyOf(index));
}
