import type { Localizer } from './localizer';

export function countTables(count: number, l10n: Localizer): string {
  return count === 1 ? l10n.t('1 table') : l10n.t('{0} tables', count);
}

export function countIndexes(count: number, l10n: Localizer): string {
  return count === 1 ? l10n.t('1 index') : l10n.t('{0} indexes', count);
}

/** @param printed the number as the reader's language writes it */
export function countScans(count: number, printed: string, l10n: Localizer): string {
  return count === 1 ? l10n.t('1 scan') : l10n.t('{0} scans', printed);
}
