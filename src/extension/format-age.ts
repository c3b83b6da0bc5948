import type { Localizer } from './localizer';

/** How long ago something was, in the largest unit that fits. */
export function formatAge(then: Date, now: Date, l10n: Localizer): string {
  const minutes = Math.floor(Math.max(0, now.getTime() - then.getTime()) / 60_000);
  if (minutes < 1) return l10n.t('just now');
  if (minutes === 1) return l10n.t('1 minute ago');
  if (minutes < 60) return l10n.t('{0} minutes ago', minutes);
  const hours = Math.floor(minutes / 60);
  if (hours === 1) return l10n.t('1 hour ago');
  if (hours < 48) return l10n.t('{0} hours ago', hours);
  return l10n.t('{0} days ago', Math.floor(hours / 24));
}
