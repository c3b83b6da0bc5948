import { parseArgs } from 'node:util';
import type { Severity } from '../analyzers/finding';
import { isRuleId, RULE_IDS, type RuleId } from '../analyzers/rules/rule-id';
import { NEWEST_KNOWN_VERSION, OLDEST_SUPPORTED_VERSION } from '../analyzers/schema/server-version';
import { STATISTICS_FILE_NAME } from '../analyzers/statistics-file/statistics-file';
import { readSize } from '../analyzers/workload/read-size';
import {
  type CheckCommand,
  type Command,
  type CommonOptions,
  type ExportStatisticsCommand,
  FORMATS,
  PLANS_FORMATS,
  type PlansCommand,
  TUNE_FORMATS,
  type TuneCommand,
} from './command';
import { isSeverity, SEVERITIES } from './severities';

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
  cards: { type: 'string' },
  check: { type: 'boolean' },
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
  if (name === 'plans') return readPlans(values, rest, common);
  if (name === 'check') return readCheck(values, rest, common);
  if (name === 'why') {
    const [file, ...more] = rest;
    if (file === undefined || more.length > 0) throw new WrongUsage('Name one file: indexwright why <file>.');
    return { kind: 'why', file, ...common };
  }
  throw new WrongUsage(
    name === undefined
      ? 'Name a command: check, why, tune, plans or statistics. indexwright --help lists them.'
      : `Unknown command ${name}. There are check, why, tune, plans and statistics.`,
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

function readPlans(
  values: ReturnType<typeof parse>['values'],
  paths: readonly string[],
  common: CommonOptions,
): PlansCommand {
  return {
    kind: 'plans',
    paths: paths.length > 0 ? paths : ['.'],
    format: oneOf('--format', values.format, PLANS_FORMATS, 'pretty'),
    folder: values.cards?.replace(/[\\/]+$/, '') ?? 'indexwright-plans',
    isCheck: values.check === true,
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
