import { join } from 'node:path';
import { DEFAULT_SETTINGS, type AnalysisSettings } from '../analyzers/settings';
import { version } from '../../package.json';
import { AnalysisPool } from './analysis-pool';
import { readArguments } from './arguments';
import type { StatisticsFile } from '../analyzers/statistics-file/statistics-file';
import { check as judgeFiles, type CheckInput } from './check';
import type { CheckCommand, Command, CommonOptions, PlansCommand, TuneCommand } from './command';
import { exportStatistics } from './export-statistics';
import { HELP_TEXT } from './help-text';
import { proveFindings } from './prove-findings';
import { runPlans } from './plan-cards/run-plans';
import { printWhy } from './print-why';
import { readStatistics } from './read-statistics';
import { type FileNote, holdsAtLeast } from './report';
import { type CheckSteps, runCheck } from './run-check';
import type { SettingValues } from './setting-values';
import { tune, type Tuned } from './tune';
import { printTuningMarkdown } from '../analyzers/workload/print-tuning';
import { ENGLISH, printTuningJson, printTuningText } from './print-tuning';
import { readWeights } from './read-weights';
import { createStyle, printable, type Style, wantsColor } from './style';

const CLEAN = 0;
const FINDINGS = 1;
const TROUBLE = 2;

/** Longer than in the editor: a build machine may be busy, and nobody types meanwhile. */
const TIMEOUT_MS = 60_000;

type WhyCommand = Extract<Command, { kind: 'why' }>;

async function main(args: readonly string[]): Promise<number> {
  const command = readArguments(args);
  switch (command.kind) {
    case 'help':
      process.stdout.write(HELP_TEXT);
      return CLEAN;
    case 'version':
      process.stdout.write(`${version}\n`);
      return CLEAN;
    case 'wrong-usage':
      complain(command.sentence);
      return TROUBLE;
    case 'check':
      return check(command);
    case 'why':
      return runWhy(command);
    case 'tune':
      return runTune(command);
    case 'plans':
      return plans(command);
    case 'export-statistics':
      process.stdout.write(await exportStatistics(command, process.cwd()));
      return CLEAN;
  }
}

async function check(command: CheckCommand): Promise<number> {
  const statistics = await statisticsOf(command);
  const input = inputOf(command.paths, command, statistics);
  const { proofs: budget } = command;
  const steps: CheckSteps = {
    judge: (use) => judgeFiles(input, use),
    prove: async (report, judged) =>
      statistics === undefined || budget === 0
        ? report
        : proveFindings(report, judged, { statistics, budget }),
  };
  const { output, report, remarks } = await runCheck(command, steps, process.cwd(), styleFor(command));
  process.stdout.write(output);
  for (const remark of remarks) complain(printable(remark));
  if (complainAbout(report.notes)) return TROUBLE;
  const { failOn } = command;
  return failOn !== 'never' && holdsAtLeast(report, failOn) ? FINDINGS : CLEAN;
}

async function runWhy(command: WhyCommand): Promise<number> {
  const input = inputOf([command.file], command, await statisticsOf(command));
  const { report } = await judgeFiles(input, (judged) => judged);
  const [file] = report.files;
  const [schema] = report.schemas;
  if (file !== undefined && schema !== undefined) {
    process.stdout.write(printWhy(file, schema, styleFor(command)));
  }
  return complainAbout(report.notes) ? TROUBLE : CLEAN;
}

async function runTune(command: TuneCommand): Promise<number> {
  const statistics = await statisticsOf(command);
  const input = inputOf(command.paths, command, statistics);
  const { budgetBytes, weights } = command;
  const runs = weights === undefined ? undefined : await readWeights(weights, process.cwd());
  const { report, notes } = await tune({ input, statistics, budgetBytes, runs });
  process.stdout.write(TUNING_PRINTERS[command.format](report));
  return complainAbout(notes) ? TROUBLE : CLEAN;
}

async function plans(command: PlansCommand): Promise<number> {
  const statistics = await statisticsOf(command);
  const input = inputOf(command.paths, command, statistics);
  const { output, isOutdated, notes, remarks } = await runPlans(
    command,
    input,
    statistics,
    styleFor(command),
  );
  process.stdout.write(output);
  for (const remark of remarks) complain(printable(remark));
  if (complainAbout(notes)) return TROUBLE;
  return isOutdated ? FINDINGS : CLEAN;
}

const TUNING_PRINTERS: Record<TuneCommand['format'], (report: Tuned['report']) => string> = {
  text: printTuningText,
  markdown: (report) => printTuningMarkdown(report, ENGLISH),
  json: printTuningJson,
};

async function statisticsOf({ statistics }: CommonOptions): Promise<StatisticsFile | undefined> {
  return statistics === undefined ? undefined : readStatistics(statistics, process.cwd());
}

function inputOf(
  paths: readonly string[],
  options: CommonOptions,
  statistics: StatisticsFile | undefined,
): CheckInput {
  const workerFile = join(__dirname, 'analysis-worker.js');
  return {
    paths,
    migrations: options.migrations,
    statistics,
    settingsOf: (values) => withOptions(values, options),
    readsSettings: options.readsSettings,
    workingDirectory: process.cwd(),
    openPool: (files) => new AnalysisPool({ workerFile, timeoutMs: TIMEOUT_MS }, files),
  };
}

/** What is written on the command line wins over what a folder says. */
function withOptions(
  { analysis }: SettingValues,
  { rules, requireReason, serverVersion }: CommonOptions,
): AnalysisSettings {
  return {
    ...DEFAULT_SETTINGS,
    ...analysis,
    rules: { ...analysis.rules, ...rules },
    ...(requireReason && { requireSuppressionReason: true }),
    ...(serverVersion !== undefined && { serverVersion }),
    today: new Date().toISOString().slice(0, 10),
  };
}

function styleFor(options: CommonOptions): Style {
  return createStyle(wantsColor(options.color, process.env, process.stdout.isTTY));
}

/** Whether the answer is incomplete. */
function complainAbout(notes: readonly FileNote[]): boolean {
  for (const { path, reason } of notes) complain(`${printable(path)} ${reason}.`);
  return notes.some(({ fatal }) => fatal);
}

function complain(sentence: string): void {
  process.stderr.write(`indexwright: ${sentence}\n`);
}

// `indexwright check | head` closes the pipe early; that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    complain(error instanceof Error ? error.message : String(error));
    process.exitCode = TROUBLE;
  },
);
