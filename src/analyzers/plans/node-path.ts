import type { AccessPath } from '../query/access-path';
import { lookThrough } from '../query/look-through';
import { readAccessPaths } from '../query/read-access-paths';
import type { Snapshot, Table } from '../schema/snapshot';
import type { PlanNode } from './plan';
import type { PlannedQuery } from './plan-context';

/** What the query asks of each of its tables, views looked through. */
export function pathsOf({ statement, text }: PlannedQuery, snapshot: Snapshot): readonly AccessPath[] {
  return readAccessPaths(lookThrough(statement, snapshot, text), snapshot, false);
}

/** The path that a scan is for. `undefined` when the table is read several times and its alias does not tell which it is. */
export function pathOfScan(
  node: PlanNode,
  table: Table,
  paths: readonly AccessPath[],
): AccessPath | undefined {
  const ofTable = paths.filter((path) => path.table && isSameOrParent(path.table, table));
  const named = ofTable.filter(({ relation }) => (relation.alias ?? relation.name.name) === node.alias);
  const candidates = named.length > 0 ? named : ofTable;
  return candidates.length === 1 ? candidates[0] : undefined;
}

function isSameOrParent(asked: Table, scanned: Table): boolean {
  if (asked.schema === scanned.schema && asked.name === scanned.name) return true;
  return scanned.partitionOf?.schema === asked.schema && scanned.partitionOf.name === asked.name;
}
