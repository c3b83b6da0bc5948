import type { IndexEntry } from '../../analyzers/index-health/describe-table';
import { type Localizer, say } from '../localizer';
import { type DatabaseFacts, type IndexKnowledge, type Words } from './row-knowledge';
import type { LateFigures } from './late-figures';
import { fact, sentence, sql, title, type TooltipPart } from './tree-row';

/** Everything that is known of an index, with what the figures do not say. */
export function indexTooltip(
  index: IndexEntry,
  { late, finding, density }: IndexKnowledge,
  facts: DatabaseFacts,
  words: Words,
): readonly TooltipPart[] {
  const { l10n } = words;
  const { schema, name, definition } = index;
  return [
    title(`${schema}.${name}`),
    ...(definition === undefined ? [] : [sql(definition)]),
    ...(finding ? [sentence(say(finding.reason, l10n))] : []),
    ...(density ? [sentence(say(density, l10n))] : []),
    ...roleOf(index, l10n),
    ...sizeFacts(index, late, facts, words),
    ...(index.isPartitioned
      ? [sentence(l10n.t('Each partition has an index of its own.'))]
      : usageFacts(index, late, facts, words)),
    ...correlationFact(index, words),
  ];
}

function roleOf(index: IndexEntry, l10n: Localizer): readonly TooltipPart[] {
  const { constraint, isUnique, isReplicaIdentity, partitionOf, isValid, isReady, isPartitioned } = index;
  return [
    ...(constraint ? [fact(l10n.t('Constraint'), constraint.name)] : []),
    ...(isUnique && !constraint
      ? [sentence(l10n.t('Unique: it keeps rows apart, whether or not a query uses it.'))]
      : []),
    ...(isReplicaIdentity
      ? [sentence(l10n.t('Replica identity: logical replication tells rows apart by it.'))]
      : []),
    ...(partitionOf ? [fact(l10n.t('Part of'), `${partitionOf.schema}.${partitionOf.name}`)] : []),
    ...(isValid || isPartitioned ? [] : [sentence(l10n.t('Invalid: no query uses it.'))]),
    ...(isReady ? [] : [sentence(l10n.t('Not ready: writes do not keep it up to date.'))]),
    ...(isPartitioned && !isValid
      ? [sentence(l10n.t('Not every partition has an index that is attached to this one.'))]
      : []),
  ];
}

function sizeFacts(
  { oid, pages, rows, isPartitioned }: IndexEntry,
  { bytes, locked }: LateFigures,
  { blockSize }: DatabaseFacts,
  { l10n, figures }: Words,
): readonly TooltipPart[] {
  if (isPartitioned) return [];
  const measured = bytes.get(oid);
  const size =
    measured === undefined
      ? l10n.t('about {0} at the last VACUUM or ANALYZE', figures.bytes(pages * blockSize))
      : figures.bytes(measured);
  return [
    fact(l10n.t('Size'), size),
    ...(locked.has(oid)
      ? [sentence(l10n.t('Somebody holds the table: its size cannot be measured now.'))]
      : []),
    ...(rows === undefined ? [] : [fact(l10n.t('Rows'), l10n.t('about {0}', figures.exact(rows)))]),
  ];
}

function usageFacts(
  { oid, activity }: IndexEntry,
  { indexes }: LateFigures,
  { countersSince, isStandby, versionNumber }: DatabaseFacts,
  { l10n, figures }: Words,
): readonly TooltipPart[] {
  const usage = indexes.get(oid);
  const { scans, rowsRead, rowsFetched } = usage ?? activity;
  const lastScan = usage?.lastScan ?? activity.lastScan;
  const hits =
    usage === undefined || usage.blocksFetched === 0 ? undefined : usage.blocksHit / usage.blocksFetched;
  return [
    fact(l10n.t('Scans'), figures.exact(scans)),
    ...(versionNumber >= 160_000
      ? [fact(l10n.t('Last used'), lastScan === undefined ? l10n.t('never') : figures.moment(lastScan))]
      : []),
    fact(l10n.t('Entries read'), figures.exact(rowsRead)),
    fact(l10n.t('Rows fetched'), l10n.t('{0}, without those of bitmap scans', figures.exact(rowsFetched))),
    ...(hits === undefined ? [] : [fact(l10n.t('Found in shared buffers'), figures.percent(hits))]),
    fact(
      l10n.t('Counted since'),
      countersSince === undefined ? l10n.t('the counters were never reset') : figures.day(countersSince),
    ),
    sentence(
      isStandby
        ? l10n.t('This server is a standby: it counts its own queries alone.')
        : l10n.t('Each standby counts for itself: what is read there does not show here.'),
    ),
  ];
}

function correlationFact({ correlation }: IndexEntry, { l10n, figures }: Words): readonly TooltipPart[] {
  if (correlation === undefined) return [];
  return [
    fact(
      l10n.t('Order on disk'),
      l10n.t(
        '{0} (1 or -1: rows lie in the order of the first key; 0: anywhere)',
        figures.ratio(correlation),
      ),
    ),
  ];
}
