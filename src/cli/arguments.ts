import { parseArgs } from 'node:util';
import type { Severity } from '../analyzers/finding';
import { isRuleId, RULE_IDS, type RuleId } from '../analyzers/rules/rule-id';
import { NEWEST_KNOWN_VERSION, OLDEST_SUPPORTED_VERSION } from '../analyzers/schema/server-version';
import { STATISTICS_FILE_NAME } from '../analyzers/statistics-file/statistics-file';
import { readSize } from '../analyzers/workload/read-size';
import { isSeverity, SEVERITIES } from './severities';

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | CheckCommand
  | ({ readonly kind: 'why'; readonly file: string } & CommonOptions)
  | ExportStatisticsCommand
  | TuneCommand
  | { readonly kind: 'wrong-usage'; readonly sentence: string };

export interface CheckCommand extends CommonOptions {
  readonly kind: 'check';
  readonly paths: readonly string[];
  readonly format: (typeof FORMATS)[number];
  readonly minSeverity: Severity;
  readonly failOn: Severity | 'never';
  /** Findings that are in this file are left out. */
  readonly baseline: string | undefined;
  /** All findings are written to this file, and accepted. */
  readonly writeBaseline: string | undefined;
  /** A git ref: only what was changed since the branch left it. */
  readonly changedSince: string | undefined;
  /** So many findings at most are planned before and after, where there are statistics. */
  readonly proofs: number;
}

/** Without a connection and an address, libpq's variables and defaults lead to the server. */
export interface ExportStatisticsCommand {
  readonly kind: 'export-statistics';
  /** The name of one in the folder's settings. */
  readonly connection: string | undefined;
  readonly url: string | undefined;
  readonly output: string;
  /** Empty: all but the system's. */
  readonly schemas: readonly string[];
  /** Columns whose values are written, too. */
  readonly valuesOf: readonly string[];
}

export interface TuneCommand extends CommonOptions {
  readonly kind: 'tune';
  readonly paths: readonly string[];
  readonly format: (typeof TUNE_FORMATS)[number];
  /** What new indexes may take beyond those that are there; infinite where nobody says. */
  readonly budgetBytes: number;
  /** A file that says how often each query runs. */
  readonly weights: string | undefined;
}

const TUNE_FORMATS = ['text', 'json', 'markdown'] as const;

const FORMATS = ['pretty', 'json', 'sarif', 'github'] as const;

export interface CommonOptions {
  readonly migrations: readonly string[];
  /** A file with the sizes of a server's tables. */
  readonly statistics: string | undefined;
  /** Absent: what the settings say, else the oldest that is supported. */
  readonly serverVersion: number | undefined;
  readonly rules: Readonly<Partial<Record<RuleId, Severity | 'off'>>>;
  /** Comments that disable rules must say why. */
  readonly requireReason: boolean;
  /** `.vscode/settings.json` files count. */
  readonly readsSettings: boolean;
  readonly color: boolean | undefined;
}

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  format: { type: 'string' },
  migrations: { type: 'string', multiple: true },
  statistics: { type: 'string' },
  connection: { type: 'string' },
  url: { type: 'string' },
  output: { type: 'string' },
  schema: { type: 'string', multiple: true },
  values: { type: 'string', multiple: true },
  'server-version': { type: 'string' },
  rule: { type: 'string', multiple: true },
  'require-reason': { type: 'boolean' },
  'no-settings': { type: 'boolean' },
  'min-severity': { type: 'string' },
  'fail-on': { type: 'string' },
  budget: { type: 'string' },
  weights: { type: 'string' },
  baseline: { type: 'string' },
  'write-baseline': { type: 'string' },
  'changed-since': { type: 'string' },
  proofs: { type: 'string' },
  'no-color': { type: 'boolean' },
} as const;

class WrongUsage extends Error {}

/** What the command line asks for, or the one sentence that says what is wrong with it. */
export function readArguments(args: readonly string[]): Command {
  try {
    return interpret(args);
  } catch (error) {
    if (error instanceof WrongUsage) return { kind: 'wrong-usage', sentence: error.message };
    throw error;
  }
}

function interpret(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  const [name, ...rest] = positionals;
  if (values.help === true || name === 'help') return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  const common: CommonOptions = {
    migrations: values.migrations ?? [],
    statistics: values.statistics,
    serverVersion: readServerVersion(values['server-version']),
    rules: readRules(values.rule ?? []),
    requireReason: values['require-reason'] === true,
    readsSettings: values['no-settings'] !== true,
    color: values['no-color'] === true ? false : undefined,
  };
  if (name === 'statistics') return readExport(values, rest);
  if (name === 'tune') return readTune(values, rest, common);
  if (name === 'check') return readCheck(values, rest, common);
  if (name === 'why') {
    const [file, ...more] = rest;
    if (file === undefined || more.length > 0) throw new WrongUsage('Name one file: indexwright why <file>.');
    return { kind: 'why', file, ...common };
  }
  throw new WrongUsage(
    name === undefined
      ? 'Name a command: check, why, tune or statistics. indexwright --help lists them.'
      : `Unknown command ${name}. There are check, why, tune and statistics.`,
  );
}

function readExport(
  values: ReturnType<typeof parse>['values'],
  rest: readonly string[],
): ExportStatisticsCommand {
  const { connection, url, output, schema, values: valuesOf } = values;
  if (rest.length !== 1 || rest[0] !== 'export') {
    throw new WrongUsage('The statistics are exported: indexwright statistics export.');
  }
  if (connection !== undefined && url !== undefined) {
    throw new WrongUsage('--connection and --url both say where the server is: name one.');
  }
  return {
    kind: 'export-statistics',
    connection,
    url,
    output: output ?? STATISTICS_FILE_NAME,
    schemas: schema ?? [],
    valuesOf: valuesOf ?? [],
  };
}

function readCheck(
  values: ReturnType<typeof parse>['values'],
  paths: readonly string[],
  common: CommonOptions,
): CheckCommand {
  const { baseline, 'write-baseline': writeBaseline, 'changed-since': changedSince } = values;
  if (writeBaseline !== undefined && (baseline ?? changedSince) !== undefined) {
    throw new WrongUsage(
      '--write-baseline writes all findings: it goes with neither --baseline nor --changed-since.',
    );
  }
  return {
    kind: 'check',
    paths: paths.length > 0 ? paths : ['.'],
    format: oneOf('--format', values.format, FORMATS, 'pretty'),
    minSeverity: oneOf('--min-severity', values['min-severity'], SEVERITIES, 'hint'),
    failOn: oneOf('--fail-on', values['fail-on'], [...SEVERITIES, 'never'], 'warning'),
    baseline,
    writeBaseline,
    changedSince,
    proofs: readProofs(values.proofs),
    ...common,
  };
}

/** Some seconds at most. */
const DEFAULT_PROOFS = 200;

function readProofs(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PROOFS;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new WrongUsage(`--proofs takes a number of findings, not ${text}.`);
}

function readTune(
  values: ReturnType<typeof parse>['values'],
  paths: readonly string[],
  common: CommonOptions,
): TuneCommand {
  return {
    kind: 'tune',
    paths: paths.length > 0 ? paths : ['.'],
    format: oneOf('--format', values.format, TUNE_FORMATS, 'text'),
    budgetBytes: readBudget(values.budget),
    weights: values.weights,
    ...common,
  };
}

function readBudget(text: string | undefined): number {
  if (text === undefined) return Infinity;
  const bytes = readSize(text);
  if (bytes !== undefined) return bytes;
  throw new WrongUsage(`--budget takes a size such as 500MB or 2GB, not ${text}.`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // Node's own sentence; what follows its first full stop is advice about `--`.
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new WrongUsage(`${sentence.replace(/\.$/, '')}.`);
  }
}

function readServerVersion(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const version = Number(text);
  if (Number.isInteger(version) && version >= OLDEST_SUPPORTED_VERSION && version <= NEWEST_KNOWN_VERSION) {
    return version;
  }
  throw new WrongUsage(
    `--server-version takes a major version from ${OLDEST_SUPPORTED_VERSION} to ${NEWEST_KNOWN_VERSION}, not ${text}.`,
  );
}

function readRules(texts: readonly string[]): CommonOptions['rules'] {
  const rules: Partial<Record<RuleId, Severity | 'off'>> = {};
  for (const text of texts) {
    const [id = '', severity = ''] = text.split('=');
    if (!isRuleId(id)) throw new WrongUsage(`Unknown rule ${id}. The rules are ${RULE_IDS.join(', ')}.`);
    if (severity !== 'off' && !isSeverity(severity)) {
      throw new WrongUsage(`--rule takes id=severity with one of ${[...SEVERITIES, 'off'].join(', ')}.`);
    }
    rules[id] = severity;
  }
  return rules;
}

function oneOf<T extends string>(
  option: string,
  text: string | undefined,
  choices: readonly T[],
  fallback: T,
): T {
  if (text === undefined) return fallback;
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined)
    throw new WrongUsage(`${option} takes one of ${choices.join(', ')}, not ${text}.`);
  return choice;
}
