import type { HealthFinding } from '../../analyzers/index-health/health-finding';
import { describeDensity } from '../../analyzers/index-health/judge-bloat';
import { compareNames, holds } from './arrange-tables';
import { type DatabaseHealth, findingsOf } from './database-health';
import type { Words } from './row-knowledge';
import {
  describeFinding,
  describeGroup,
  describeUntoldUnused,
  type GroupName,
  GROUPS,
} from './describe-group';
import type { KnownDatabase } from './database-model';
import { describeMissing, keyOfMissing, type MissingIndex } from './missing-indexes';
import {
  type FindingRow,
  findingNode,
  groupNode,
  missingNode,
  type MissingRow,
  type TreeNode,
} from './tree-node';
import type { ShownRow } from './tree-row';

/** What groups are made of. */
export interface GroupContents {
  readonly known: KnownDatabase;
  readonly health: DatabaseHealth;
  readonly missing: readonly MissingIndex[];
  readonly filter: string;
}

/** Those that have something in them, and the one of which it cannot be told yet. */
export function groupsOf(connectionId: string, contents: GroupContents): readonly TreeNode[] {
  const { known, filter } = contents;
  const isUntold =
    known.listing.counters.kind !== 'trusted' && filter === '' && known.listing.tables.length > 0;
  return GROUPS.filter((group) => entriesOf(group, contents) > 0 || (group === 'unused' && isUntold)).map(
    (group) => groupNode(connectionId, group),
  );
}

export function childrenOfGroup(
  connectionId: string,
  group: GroupName,
  contents: GroupContents,
): readonly TreeNode[] {
  if (group === 'missing') {
    return missingIn(contents).map((missing) => missingNode(connectionId, 'group', missing));
  }
  return findingsIn(group, contents).map((finding) => findingNode(connectionId, finding));
}

export function rowOfGroup(group: GroupName, contents: GroupContents, { l10n }: Words): ShownRow {
  const entries = entriesOf(group, contents);
  const untold =
    group === 'unused' && entries === 0
      ? describeUntoldUnused(contents.known.listing.counters, l10n)
      : undefined;
  if (untold) return { row: untold, state: 'leaf' };
  return { row: describeGroup(group, entries, l10n), state: entries === 0 ? 'leaf' : 'closed' };
}

export function rowOfFinding(
  { group, object }: FindingRow,
  { findings, measured }: DatabaseHealth,
  { l10n }: Words,
): ShownRow | undefined {
  const finding = findings.find(
    ({ group: other, table, index }) =>
      other === group &&
      index === object.index &&
      table.schema === object.table.schema &&
      table.name === object.table.name,
  );
  if (!finding) return undefined;
  const counted = measured.get(finding.oid);
  const density = counted && describeDensity(counted.leafDensity, counted.bytes);
  return { row: describeFinding(finding, density, l10n), state: 'leaf' };
}

export function rowOfMissing(
  { key }: MissingRow,
  missing: readonly MissingIndex[],
  { l10n }: Words,
): ShownRow | undefined {
  const found = missing.find((candidate) => keyOfMissing(candidate) === key);
  const [first] = found?.places ?? [];
  if (!found) return undefined;
  const row = describeMissing(found, l10n);
  return { row, state: 'leaf', ...(first && { opens: { uri: first.uri, range: first.range } }) };
}

function entriesOf(group: GroupName, contents: GroupContents): number {
  return group === 'missing' ? missingIn(contents).length : findingsIn(group, contents).length;
}

function findingsIn(
  group: Exclude<GroupName, 'missing'>,
  { health, filter }: GroupContents,
): readonly HealthFinding[] {
  const kept = findingsOf(health, group).filter(
    ({ table, index }) => holds(table.name, filter) || holds(index, filter),
  );
  return kept.sort(
    (one, other) => compareNames(one.table.name, other.table.name) || compareNames(one.index, other.index),
  );
}

function missingIn({ missing, filter }: GroupContents): readonly MissingIndex[] {
  return missing.filter(({ index }) => holds(index.table, filter));
}
