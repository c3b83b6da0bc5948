import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isRuleId, type RuleId } from '../analyzers/rules/rule-id';
import { version } from '../../package.json';
import type { CheckCommand } from './command';
import { type AppliedBaseline, applyBaseline, type BaselineEntry, makeBaseline } from './baseline';
import { readBaseline, writeBaseline } from './baseline-file';
import { type Changes, findChanges } from './changed-lines';
import type { Judged } from './check';
import { displayPath } from './display-path';
import { onlyChanged } from './only-changed';
import { describeProofs } from './proof-summary';
import { printGithub } from './print-github';
import { printJson } from './print-json';
import { printPretty } from './print-pretty';
import { printSarif } from './print-sarif';
import { atLeast, type CheckReport, count, type FileReport, type LinesOf } from './report';
import type { Style } from './style';

export interface Outcome {
  readonly output: string;
  /** What was shown: it decides whether the check fails. */
  readonly report: CheckReport;
  /** Sentences for the standard error stream. */
  readonly remarks: readonly string[];
}

/** What a check is made of: files are judged while `use` has the workers, and fixes of findings are planned where that is wanted. */
export interface CheckSteps {
  readonly judge: (use: (judged: Judged) => Promise<Outcome>) => Promise<Outcome>;
  readonly prove: (report: CheckReport, judged: Judged) => Promise<CheckReport>;
}

/** Judges, takes out what the options leave out, and prints the rest. Throws Trouble. */
export async function runCheck(
  command: CheckCommand,
  { judge, prove }: CheckSteps,
  workingDirectory: string,
  style: Style,
): Promise<Outcome> {
  // What is wrong with the options is said before the files are read.
  const { baseline: baselineFile, writeBaseline: newFile, changedSince, minSeverity } = command;
  const baseline =
    baselineFile === undefined ? undefined : await openBaseline(baselineFile, workingDirectory);
  const changes = changedSince === undefined ? undefined : await findChanges(changedSince, workingDirectory);
  return judge(async (judged) => {
    const { report: whole, linesOf } = judged;
    if (newFile !== undefined) return saveBaseline(newFile, whole, workingDirectory);
    const rest = baseline?.apply(whole, command);
    const shown = narrow(rest?.report ?? whole, command, changes, workingDirectory);
    // Only what is shown costs the planner time; what it finds weighs less, never more.
    const report = atLeast(await prove(shown, judged), minSeverity);
    return {
      output: print(command, report, linesOf, rest?.applied, style),
      report,
      remarks: [
        ...describeFixed(rest?.applied, baselineFile),
        ...(report.proofs ? describeProofs(report.proofs) : []),
      ],
    };
  });
}

/** What is not shown does not fail either: nobody could tell why. */
function narrow(
  report: CheckReport,
  { minSeverity }: CheckCommand,
  changes: Changes | undefined,
  workingDirectory: string,
): CheckReport {
  const shown = atLeast(report, minSeverity);
  return changes === undefined ? shown : onlyChanged(shown, changes, workingDirectory);
}

async function openBaseline(written: string, workingDirectory: string) {
  const path = resolve(workingDirectory, written);
  const baseline = await readBaseline(path, written);
  const pathOf = baselinePaths(path, workingDirectory);
  return {
    apply(report: CheckReport, { rules }: CheckCommand) {
      const judged = new Set(report.files.map((file) => pathOf(file.path)));
      const turnedOff = new Set(
        report.files.flatMap((file) => rulesOff(file).map((id) => `${pathOf(file.path)} ${id}`)),
      );
      const wasLookedFor = ({ rule, path: file }: BaselineEntry): boolean => {
        if ((isRuleId(rule) && rules[rule] === 'off') || turnedOff.has(`${file} ${rule}`)) return false;
        return judged.has(file) || !existsSync(resolve(dirname(path), file));
      };
      return applyBaseline(report, baseline, pathOf, wasLookedFor);
    },
  };
}

/** By the settings of the file's folder: what they kept from looking found nothing. */
function rulesOff({ analysis }: FileReport): readonly RuleId[] {
  const verdicts = analysis.statements.flatMap((statement) => statement.verdicts);
  return verdicts.flatMap(({ ruleId, reason }) => (reason?.code === 'rule-off' ? [ruleId] : []));
}

function baselinePaths(baselinePath: string, workingDirectory: string): (path: string) => string {
  return (path) => displayPath(resolve(workingDirectory, path), dirname(baselinePath));
}

async function saveBaseline(
  written: string,
  report: CheckReport,
  workingDirectory: string,
): Promise<Outcome> {
  if (report.notes.some(({ fatal }) => fatal)) {
    const refusal = `The baseline ${written} was not written, because not every file could be judged.`;
    return { output: '', report, remarks: [refusal] };
  }
  const path = resolve(workingDirectory, written);
  const baseline = makeBaseline(report, baselinePaths(path, workingDirectory));
  await writeBaseline(path, written, baseline);
  const total = baseline.entries.reduce((sum, entry) => sum + entry.count, 0);
  const accepted = { ...report, files: [] };
  return { output: `${written} holds ${count(total, 'finding')}.\n`, report: accepted, remarks: [] };
}

function print(
  command: CheckCommand,
  report: CheckReport,
  linesOf: LinesOf,
  baseline: AppliedBaseline | undefined,
  style: Style,
): string {
  switch (command.format) {
    case 'json':
      return printJson(report, version, linesOf, baseline);
    case 'sarif':
      return printSarif(report, version, linesOf);
    case 'github':
      return printGithub(report);
    case 'pretty':
      return printPretty(report, linesOf, style);
  }
}

function describeFixed(applied: AppliedBaseline | undefined, written = ''): readonly string[] {
  if (applied === undefined || applied.fixed.length === 0) return [];
  return [
    ...applied.fixed.map(
      ({ path, rule, statement, count: number }) =>
        `${path}: ${number === 1 ? rule : `${number} times ${rule}`} is fixed: ${statement}`,
    ),
    `${written} can shrink: --write-baseline ${written} writes it again.`,
  ];
}
