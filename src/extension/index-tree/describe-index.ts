import type { IndexEntry } from '../../analyzers/index-health/describe-table';
import { percentOf, type WorkProgress } from '../../analyzers/maintenance/work-progress';
import { type Localizer, say } from '../localizer';
import { countScans } from '../count-words';
import type { Figures } from '../figures';
import type { LateFigures } from './late-figures';
import { describe, type TreeRow } from './tree-row';
import { indexTooltip } from './index-tooltip';
import { type DatabaseFacts, type IndexKnowledge, type Words } from './row-knowledge';

export function describeIndex(
  index: IndexEntry,
  knowledge: IndexKnowledge,
  facts: DatabaseFacts,
  words: Words,
): TreeRow {
  const { name, method, keys } = index;
  const { l10n, figures } = words;
  const { late, finding, running } = knowledge;
  const { seen, heard } = describe([
    running ? describeWork(running, l10n) : isBroken(index) ? l10n.t('invalid') : undefined,
    keys.join(', '),
    ...(method === 'btree' ? [] : [method]),
    ...kindWords(index, l10n),
    sizeOf(index, late, facts, words),
    ...(index.isPartitioned ? [] : [scansOf(scanCount(index, late), l10n, figures)]),
    finding && finding.group !== 'invalid' && finding.group !== 'unused'
      ? say(finding.summary, l10n)
      : undefined,
  ]);
  return {
    label: name,
    description: seen,
    icon: running ? 'loading~spin' : iconOf(index),
    contextValue: contextOf(index, facts),
    accessibleLabel: l10n.t('Index {0}: {1}', name, heard),
    tooltip: indexTooltip(index, knowledge, facts, words),
  };
}

/** In the percentage of its phase. */
function describeWork(work: WorkProgress, l10n: Localizer): string {
  const percent = percentOf(work);
  const words = work.command ?? l10n.t('at work');
  return percent === undefined
    ? l10n.t('{0} runs', words)
    : l10n.t('{0} runs, {1} % of a phase', words, percent);
}

/** Of a partitioned table an index is invalid until each partition has its own: that is no fault by itself. */
export function isBroken({ isValid, isReady, isPartitioned }: IndexEntry): boolean {
  return !isPartitioned && !(isValid && isReady);
}

export function scanCount({ oid, activity }: IndexEntry, { indexes }: LateFigures): number {
  return indexes.get(oid)?.scans ?? activity.scans;
}

function scansOf(scans: number, l10n: Localizer, figures: Figures): string {
  return countScans(scans, figures.count(scans), l10n);
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

function contextOf(index: IndexEntry, { hasPgstattuple }: DatabaseFacts): string {
  const isValid = isBroken(index) ? 'no' : 'yes';
  const hasConstraint = index.constraint ? 'yes' : 'no';
  const isMeasurable = hasPgstattuple && index.method === 'btree' && !index.isPartitioned && !isBroken(index);
  const words = `index;valid=${isValid};constraint=${hasConstraint};method=${index.method}`;
  return isMeasurable ? `${words};measurable=yes` : words;
}
