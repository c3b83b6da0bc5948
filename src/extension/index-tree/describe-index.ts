import type { IndexEntry } from '../../analyzers/index-health/describe-table';
import type { Localizer } from '../localizer';
import type { Figures } from './figures';
import type { LateFigures } from './late-figures';
import { describe, type TreeRow } from './tree-row';
import { indexTooltip } from './index-tooltip';

/** What rows are written with. */
export interface Words {
  readonly l10n: Localizer;
  readonly figures: Figures;
}

/** What is said of a whole database's indexes. */
export interface DatabaseFacts {
  /** In bytes. */
  readonly blockSize: number;
  readonly versionNumber: number;
  readonly isStandby: boolean;
  /** ISO 8601; absent: the counters were never reset. */
  readonly countersSince?: string;
}

export function describeIndex(
  index: IndexEntry,
  late: LateFigures,
  facts: DatabaseFacts,
  words: Words,
): TreeRow {
  const { name, method, keys } = index;
  const { l10n, figures } = words;
  const { seen, heard } = describe([
    ...(isBroken(index) ? [l10n.t('invalid')] : []),
    keys.join(', '),
    ...(method === 'btree' ? [] : [method]),
    ...kindWords(index, l10n),
    sizeOf(index, late, facts, words),
    ...(index.isPartitioned ? [] : [scansOf(scanCount(index, late), l10n, figures)]),
  ]);
  return {
    label: name,
    description: seen,
    icon: iconOf(index),
    contextValue: contextOf(index),
    accessibleLabel: l10n.t('Index {0}: {1}', name, heard),
    tooltip: indexTooltip(index, late, facts, words),
  };
}

/** Of a partitioned table an index is invalid until each partition has its own: that is no fault by itself. */
export function isBroken({ isValid, isReady, isPartitioned }: IndexEntry): boolean {
  return !isPartitioned && !(isValid && isReady);
}

export function scanCount({ oid, activity }: IndexEntry, { indexes }: LateFigures): number {
  return indexes.get(oid)?.scans ?? activity.scans;
}

function scansOf(scans: number, l10n: Localizer, figures: Figures): string {
  return scans === 1 ? l10n.t('1 scan') : l10n.t('{0} scans', figures.count(scans));
}

function kindWords({ constraint, isUnique, isPartial }: IndexEntry, l10n: Localizer): readonly string[] {
  const partial = isPartial ? [l10n.t('partial')] : [];
  if (constraint?.kind === 'primary-key') return [l10n.t('primary key'), ...partial];
  if (constraint?.kind === 'exclude') return [l10n.t('exclusion constraint'), ...partial];
  return isUnique ? [l10n.t('unique'), ...partial] : partial;
}

/** Measured, or from the blocks of the last VACUUM or ANALYZE. */
export function sizeOf(
  { oid, pages, isPartitioned }: IndexEntry,
  { bytes, locked }: LateFigures,
  { blockSize }: DatabaseFacts,
  { l10n, figures }: Words,
): string | undefined {
  const measured = bytes.get(oid);
  if (measured !== undefined) return isPartitioned ? undefined : figures.bytes(measured);
  if (isPartitioned) return undefined;
  if (pages > 0) return l10n.t('about {0}', figures.bytes(pages * blockSize));
  return locked.has(oid) ? l10n.t('locked') : undefined;
}

function iconOf(index: IndexEntry): string {
  if (isBroken(index)) return 'warning';
  if (index.constraint?.kind === 'primary-key') return 'key';
  return index.isUnique || index.constraint ? 'lock' : 'list-ordered';
}

function contextOf(index: IndexEntry): string {
  const isValid = isBroken(index) ? 'no' : 'yes';
  const hasConstraint = index.constraint ? 'yes' : 'no';
  return `index;valid=${isValid};constraint=${hasConstraint};method=${index.method}`;
}
