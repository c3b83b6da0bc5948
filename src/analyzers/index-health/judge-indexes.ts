import type { IndexDefinition } from '../indexes/index-definition';
import { LEAST_BYTES } from '../indexes/btree-bloat';
import { findRedundantIndexes } from '../indexes/redundancy';
import { leftoverOf } from '../maintenance/leftover';
import type { Snapshot, Table } from '../schema/snapshot';
import { catalogNumbersOf } from '../schema/table-read-later';
import { type CountersTrust, countersTrust } from './counters-trust';
import type { HealthFinding, HealthGroup } from './health-finding';
import { leftoverFinding } from './judge-broken';
import { describeRedundancy } from './judge-redundant';
import { judgeUnused } from './judge-unused';

/** Some of a database's tables, in the order of the snapshot: all of ten thousand at once would keep others waiting. */
export interface TableRange {
  readonly from: number;
  readonly count: number;
}

export interface JudgedIndexes {
  readonly findings: readonly HealthFinding[];
  /** Tables with btrees so large that bloat may be worth telling, by their oids. */
  readonly withLargeBtrees: readonly number[];
  /** The highest oid of the indexes: what is built later has a higher one. */
  readonly newestOid: number;
}

/** Nothing here reads more than the catalogue's rows. Of an index one thing is said: a broken one is not called unused as well. */
export function judgeIndexes(snapshot: Snapshot, { from, count }: TableRange): JudgedIndexes {
  const trust = countersTrust(snapshot);
  const judged = snapshot.tables.slice(from, from + count).map((table) => judgeTable(table, snapshot, trust));
  return {
    findings: judged.flatMap(({ findings }) => findings),
    withLargeBtrees: judged.flatMap(({ withLargeBtrees }) => withLargeBtrees),
    newestOid: Math.max(0, ...judged.map(({ newestOid }) => newestOid)),
  };
}

const NOTHING: JudgedIndexes = { findings: [], withLargeBtrees: [], newestOid: 0 };

function judgeTable(table: Table, snapshot: Snapshot, trust: CountersTrust): JudgedIndexes {
  const numbers = catalogNumbersOf(table);
  if (!numbers || numbers.indexes.size === 0) return NOTHING;
  const redundancies = new Map(
    findRedundantIndexes(table).map((redundancy) => [redundancy.index, redundancy]),
  );
  const findings = table.indexes.flatMap((index): readonly HealthFinding[] => {
    const redundancy = redundancies.get(index);
    const found =
      judgeBroken(table, index) ??
      (redundancy && { group: 'redundant' as const, ...describeRedundancy(redundancy) }) ??
      grouped('unused', judgeUnused(table, index, snapshot, trust));
    if (!found) return [];
    const { schema, name } = table;
    const oid = numbers.indexes.get(index.name) ?? 0;
    return [{ ...found, table: { schema, name }, index: index.name, oid }];
  });
  const blockSize = snapshot.server?.blockSize ?? 8192;
  const hasLarge = table.indexes.some(
    ({ method, statistics }) => method === 'btree' && (statistics?.pages ?? 0) * blockSize >= LEAST_BYTES,
  );
  return {
    findings,
    withLargeBtrees: hasLarge ? [numbers.table] : [],
    newestOid: Math.max(...numbers.indexes.values()),
  };
}

function grouped<Found>(
  group: HealthGroup,
  found: Found | undefined,
): (Found & { readonly group: HealthGroup }) | undefined {
  return found && { ...found, group };
}

/** That of a partitioned table is invalid until each partition has its own, which is no fault by itself. */
function judgeBroken(table: Table, index: IndexDefinition): HealthFinding | undefined {
  const { schema, name, valid, notReady, constraint, partitionOf } = index;
  if (table.partitioning || (valid && notReady !== true)) return undefined;
  const isNeeded = constraint !== undefined || partitionOf !== undefined;
  const state = { schema, table: table.name, name, isValid: false, isLive: true, isNeeded };
  const leftover = leftoverOf(state, table.indexes);
  return leftover && leftoverFinding(leftover);
}
