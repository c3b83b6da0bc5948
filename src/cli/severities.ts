import type { Severity } from '../analyzers/finding';

/** From the mildest. */
export const SEVERITIES: readonly Severity[] = ['hint', 'information', 'warning', 'error'];

export function isSeverity(text: string): text is Severity {
  return SEVERITIES.some((severity) => severity === text);
}

export function isAtLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}
