import type { Localizer } from './localizer';

const STEP = 1024;

/** A size in the largest unit that it fills, with at most one digit behind the point. */
export function formatBytes(bytes: number, l10n: Localizer): string {
  const short = (value: number): string =>
    (value < 10 ? value.toFixed(1) : value.toFixed(0)).replace(/\.0$/, '');
  if (bytes < STEP) return l10n.t('{0} B', bytes);
  if (bytes < STEP ** 2) return l10n.t('{0} kB', short(bytes / STEP));
  if (bytes < STEP ** 3) return l10n.t('{0} MB', short(bytes / STEP ** 2));
  return l10n.t('{0} GB', short(bytes / STEP ** 3));
}
