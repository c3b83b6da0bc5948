import type { Localizer } from '../localizer';

/** Storage parameters of a table that say when autovacuum comes (manual, "Storage Parameters"), those of 14 and later. */
export const AUTOVACUUM_OPTIONS = [
  'autovacuum_vacuum_scale_factor',
  'autovacuum_vacuum_threshold',
  'autovacuum_vacuum_insert_scale_factor',
  'autovacuum_vacuum_insert_threshold',
  'autovacuum_analyze_scale_factor',
  'autovacuum_analyze_threshold',
  'autovacuum_vacuum_cost_delay',
  'autovacuum_vacuum_cost_limit',
  'autovacuum_enabled',
] as const;

const MOST_STATISTICS = 10_000;

/** Why a text is no value of an option; `undefined`: it is one, or empty. The server knows the limits. */
export function describeOptionProblem(name: string, text: string, l10n: Localizer): string | undefined {
  if (text === '') return undefined;
  if (name === 'autovacuum_enabled') {
    return /^(?:on|off)$/.test(text) ? undefined : l10n.t('on or off.');
  }
  const isWhole = /_(?:threshold|cost_limit)$/.test(name);
  if (isWhole) return /^-?\d+$/.test(text) ? undefined : l10n.t('A whole number.');
  return /^-?\d+(?:\.\d+)?$/.test(text) ? undefined : l10n.t('A number, such as 0.01.');
}

export function describeTargetProblem(text: string, l10n: Localizer): string | undefined {
  const target = Number(text);
  const isTarget = /^-?\d+$/.test(text) && target >= -1 && target <= MOST_STATISTICS;
  return isTarget ? undefined : l10n.t('A whole number from -1 to {0}.', MOST_STATISTICS);
}
