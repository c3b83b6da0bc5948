import type { Severity } from '../analyzers/finding';
import { isRuleId, type RuleId } from '../analyzers/rules/rule-id';
import {
  NEWEST_KNOWN_VERSION,
  OLDEST_SUPPORTED_VERSION,
  type ServerVersion,
} from '../analyzers/schema/server-version';
import { DEFAULT_SETTINGS, MOST_ASSUMED_ROWS } from '../analyzers/settings';

/** What stands in settings.json is whatever was typed there: each reader turns it into a value that the engine can trust. */

export type LintRun = 'onType' | 'onSave' | 'off';

export function readLintRun(value: unknown): LintRun {
  return value === 'onSave' || value === 'off' ? value : 'onType';
}

export const CODE_LENS_WORDS = ['queries', 'findings', 'cursor', 'off'] as const;
export type CodeLensSetting = (typeof CODE_LENS_WORDS)[number];

export function readCodeLens(value: unknown): CodeLensSetting {
  return CODE_LENS_WORDS.find((word) => word === value) ?? 'queries';
}

const SEVERITIES: Readonly<Record<string, Severity | 'off'>> = {
  off: 'off',
  hint: 'hint',
  info: 'information',
  warning: 'warning',
  error: 'error',
};

/** The words of `indexwright.lint.rules`, as package.json offers them. */
export const SEVERITY_WORDS = Object.keys(SEVERITIES);

export function readRuleSeverities(value: unknown): Readonly<Partial<Record<RuleId, Severity | 'off'>>> {
  if (typeof value !== 'object' || value === null) return {};
  const severities: Partial<Record<RuleId, Severity | 'off'>> = {};
  for (const [ruleId, word] of Object.entries(value)) {
    const severity =
      typeof word === 'string' && Object.hasOwn(SEVERITIES, word) ? SEVERITIES[word] : undefined;
    if (isRuleId(ruleId) && severity !== undefined) severities[ruleId] = severity;
  }
  return severities;
}

export function readServerVersion(value: unknown): ServerVersion {
  const isKnown =
    Number.isInteger(value) &&
    Number(value) >= OLDEST_SUPPORTED_VERSION &&
    Number(value) <= NEWEST_KNOWN_VERSION;
  return isKnown ? Number(value) : OLDEST_SUPPORTED_VERSION;
}

export function readArraySize(value: unknown): number {
  return Number.isInteger(value) && Number(value) > 0 ? Number(value) : DEFAULT_SETTINGS.expectedArraySize;
}

export function readAssumedRows(value: unknown): number {
  const isKnown = Number.isInteger(value) && Number(value) > 0 && Number(value) <= MOST_ASSUMED_ROWS;
  return isKnown ? Number(value) : DEFAULT_SETTINGS.assumedRows;
}

export function readNames(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((name): name is string => typeof name === 'string' && name.trim() !== '');
}

/** Empty where there is none. */
export function readWord(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

export function readMinutes(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : 0;
}

export const DEFAULT_EXPLAIN_TIMEOUT_MS = 10_000;
export const DEFAULT_RUN_TIMEOUT_MS = 30_000;
/** For the proofs of one document that nobody has asked for. */
export const DEFAULT_PROOF_BUDGET_MS = 20_000;

/** A limit for the server, which takes nothing above; 0 would be none at all. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

export function readTimeoutMs(value: unknown, otherwise: number): number {
  const isLimit = typeof value === 'number' && Number.isFinite(value) && value >= 1;
  return isLimit ? Math.min(Math.round(value), MAX_TIMEOUT_MS) : otherwise;
}

/** Relative to the workspace folder, with slashes; nothing outside of it. */
export function readFolder(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const parts = value
    .trim()
    .split(/[\\/]+/)
    .filter((part) => part !== '' && part !== '.');
  return parts.length === 0 || parts.includes('..') ? undefined : parts.join('/');
}
