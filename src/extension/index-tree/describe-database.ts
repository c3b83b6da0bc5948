import type { DatabaseListing } from '../../analyzers/index-health/list-database';
import type { ConnectedDatabase } from '../connected-database';
import { formatAge } from '../format-age';
import type { Words } from './row-knowledge';
import { describe, fact, title, type TreeRow } from './tree-row';

export function describeDatabase(
  {
    name,
    role,
    target,
    serverVersion,
  }: Pick<ConnectedDatabase, 'name' | 'role' | 'target' | 'serverVersion'>,
  listing: DatabaseListing | undefined,
  now: Date,
  words: Words,
): TreeRow {
  const { l10n } = words;
  const { seen, heard } = describe([
    l10n.t('PostgreSQL {0}', serverVersion),
    listing?.isStandby === true ? l10n.t('a standby') : undefined,
    role === 'production' ? l10n.t('production') : undefined,
    listing && l10n.t('read {0}', formatAge(new Date(listing.readAt), now, l10n)),
  ]);
  return {
    label: name,
    description: seen,
    icon: 'database',
    contextValue: `connection;role=${role}`,
    accessibleLabel: l10n.t('Connection {0}: {1}', name, heard),
    tooltip: [
      title(name),
      fact(l10n.t('Database'), target),
      ...(listing ? [fact(l10n.t('Counted since'), countersSince(listing, words))] : []),
    ],
  };
}

export function countersSince({ countersSince: since }: DatabaseListing, { l10n, figures }: Words): string {
  return since === undefined ? l10n.t('the counters were never reset') : figures.day(since);
}
