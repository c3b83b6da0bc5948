import type { DatabaseListing } from '../../analyzers/index-health/list-database';
import { formatAge } from '../format-age';
import type { Localizer } from '../localizer';
import { type DatabaseHealth, findingsOf } from './database-health';
import { countersSince } from './describe-database';
import type { Words } from './row-knowledge';

/** The line above the rows: how old what is seen is. Of several databases each row says it itself. */
export function describeAges(
  listings: readonly DatabaseListing[],
  now: Date,
  words: Words,
): string | undefined {
  const [only, ...others] = listings;
  if (only === undefined || others.length > 0) return undefined;
  const age = formatAge(new Date(only.readAt), now, words.l10n);
  if (only.countersSince === undefined) return words.l10n.t('Read {0}. The counters were never reset.', age);
  return words.l10n.t('Read {0}. Counted since {1}.', age, countersSince(only, words));
}

/** What deserves a look: indexes that are broken, and those that nothing reads. */
export function badgeOf(
  healths: readonly DatabaseHealth[],
  l10n: Localizer,
): { readonly value: number; readonly tooltip: string } | undefined {
  const count = (group: 'invalid' | 'unused'): number =>
    healths.reduce((sum, health) => sum + findingsOf(health, group).length, 0);
  const [invalid, unused] = [count('invalid'), count('unused')];
  if (invalid + unused === 0) return undefined;
  return { value: invalid + unused, tooltip: l10n.t('Indexes: {0} invalid, {1} unused', invalid, unused) };
}
