import type { Severity } from '../analyzers/finding';
import { isRuleId, type RuleId } from '../analyzers/rules/rule-id';
import { NEWEST_KNOWN_VERSION, OLDEST_SUPPORTED_VERSION } from '../analyzers/schema/server-version';
import { type AnalysisSettings, MOST_ASSUMED_ROWS } from '../analyzers/settings';

/** What a settings.json says; absent: nothing, or nothing that can be used. */
export interface SettingValues {
  readonly analysis: Partial<Omit<AnalysisSettings, 'today'>>;
  /** As it is written: relative to the folder that `.vscode` lies in. */
  readonly migrationsFolder?: string;
}

export interface ReadSettings {
  readonly values: SettingValues;
  /** `sets indexwright.targetVersion to "new"; it takes …`: one for each value that cannot be used. */
  readonly problems: readonly string[];
}

export const SECTION = 'indexwright.';

/** The editor's words. */
const SEVERITIES: Readonly<Record<string, Severity | 'off'>> = {
  off: 'off',
  hint: 'hint',
  info: 'information',
  warning: 'warning',
  error: 'error',
};

export function holdsSettings(settings: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(settings).some((key) => key.startsWith(SECTION));
}

/** The editor falls back to the default without a word, and marks the value itself; here a person must hear of it. */
export function readSettingValues(settings: Readonly<Record<string, unknown>>): ReadSettings {
  const problems: string[] = [];
  const read = <T>(key: string, takes: string, check: (value: unknown) => T | undefined): T | undefined => {
    const value = settings[`${SECTION}${key}`];
    if (value === undefined) return undefined;
    const checked = check(value);
    if (checked === undefined)
      problems.push(`sets ${SECTION}${key} to ${JSON.stringify(value)}; it takes ${takes}`);
    return checked;
  };
  const rules = readRules(read('lint.rules', 'an object of rules and severities', objectOf), problems);
  const serverVersion = read(
    'targetVersion',
    `a major version from ${OLDEST_SUPPORTED_VERSION} to ${NEWEST_KNOWN_VERSION}`,
    (value) => wholeNumber(value, OLDEST_SUPPORTED_VERSION, NEWEST_KNOWN_VERSION),
  );
  const expectedArraySize = read('lint.expectedArraySize', 'a whole number from 1', (value) =>
    wholeNumber(value, 1, Infinity),
  );
  const assumedRows = read('planner.assumedRows', `a whole number from 1 to ${MOST_ASSUMED_ROWS}`, (value) =>
    wholeNumber(value, 1, MOST_ASSUMED_ROWS),
  );
  const requireSuppressionReason = read('lint.requireSuppressionReason', 'true or false', (value) =>
    typeof value === 'boolean' ? value : undefined,
  );
  const tags = read('lint.embeddedSql.tags', 'a list of names', namesOf) ?? [];
  const callees = read('lint.embeddedSql.callees', 'a list of names', namesOf) ?? [];
  const migrationsFolder = read('migrations.folder', 'a folder within the one that holds .vscode', folderOf);
  return {
    values: {
      analysis: {
        rules,
        embeddedSql: { tags, callees },
        ...(serverVersion !== undefined && { serverVersion }),
        ...(expectedArraySize !== undefined && { expectedArraySize }),
        ...(assumedRows !== undefined && { assumedRows }),
        ...(requireSuppressionReason !== undefined && { requireSuppressionReason }),
      },
      ...(migrationsFolder !== undefined && migrationsFolder !== '' && { migrationsFolder }),
    },
    problems,
  };
}

function readRules(
  values: Readonly<Record<string, unknown>> = {},
  problems: string[],
): AnalysisSettings['rules'] {
  const rules: Partial<Record<RuleId, Severity | 'off'>> = {};
  for (const [id, word] of Object.entries(values)) {
    const severity =
      typeof word === 'string' && Object.hasOwn(SEVERITIES, word) ? SEVERITIES[word] : undefined;
    if (!isRuleId(id)) problems.push(`sets ${SECTION}lint.rules for ${id}, which is no rule`);
    else if (severity !== undefined) rules[id] = severity;
    else {
      const takes = Object.keys(SEVERITIES).join(', ');
      problems.push(`sets ${SECTION}lint.rules for ${id} to ${JSON.stringify(word)}; it takes ${takes}`);
    }
  }
  return rules;
}

export function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value));
}

function wholeNumber(value: unknown, least: number, most: number): number | undefined {
  if (typeof value !== 'number' || !Number.isInteger(value)) return undefined;
  return value >= least && value <= most ? value : undefined;
}

function namesOf(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const names = value.filter((name): name is string => typeof name === 'string' && name.trim() !== '');
  return names.length === value.length ? names : undefined;
}

function folderOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value.split(/[\\/]+/).includes('..') ? undefined : value.trim().replace(/^[\\/]+/, '');
}
