import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { formatMessage } from '../../analyzers/message';
import type { StatisticsFile } from '../../analyzers/statistics-file/statistics-file';
import type { PlansCommand } from '../command';
import { type CheckInput, placeOfCheck } from '../check';
import { displayPath } from '../display-path';
import { findQueries } from '../find-queries';
import { printCommand } from '../github-command';
import type { FileNote } from '../report';
import { loadPostgres, openPlanner } from '../start-planner';
import { printable, type Style } from '../style';
import { Trouble } from '../trouble';
import { readCards, removeCard, writeCard } from './card-folder';
import { type CardChange, type ComparedFolder, compareFolder } from './compare-folder';
import { describeChange, describeDifferences } from './describe-change';
import { type LeftOut, makeCards } from './make-cards';
import { type CardRun, printChanges, summaryOf } from './print-changes';
import { printChangesJson } from './print-changes-json';

export interface PlansOutcome {
  readonly output: string;
  /** Cards are not as the queries are planned now, and were only to be looked at. */
  readonly isOutdated: boolean;
  readonly notes: readonly FileNote[];
  /** Sentences for the standard error stream. */
  readonly remarks: readonly string[];
}

/** Plans every query, and writes its card or compares it with the one that there is. Throws Trouble. */
export async function runPlans(
  { format, folder, isCheck }: PlansCommand,
  input: CheckInput,
  statistics: StatisticsFile | undefined,
  style: Style,
): Promise<PlansOutcome> {
  const path = resolve(input.workingDirectory, folder);
  const { compared, leftOut, notes, basis } = await compare(path, input, statistics);
  if (!isCheck) await write(path, compared.changes);
  const run = { folder, isCheck };
  return {
    output: print(format, compared, leftOut, run, style),
    isOutdated: isCheck && compared.changes.length > 0,
    notes,
    remarks: [...basis, ...leftOut.map(({ query, reason }) => `${query.place} has no card. ${reason}`)],
  };
}

async function compare(folder: string, input: CheckInput, statistics: StatisticsFile | undefined) {
  const { workingDirectory } = input;
  const base = dirname(folder);
  const known = await readCards(folder);
  const opened = await placeOfCheck(input);
  const { pool, notes } = opened;
  const { client } = pool;
  try {
    const { key, queries, assumedRows, files } = await findQueries(opened, input);
    const question = { kind: 'list-schema-statements', key } as const;
    const { statements } = await client.ask(question, 'schema-statements', undefined);
    if (statements.length === 0) {
      throw new Trouble('No migrations were found: name their folder with --migrations.');
    }
    const postgres = loadPostgres();
    const planner = openPlanner(postgres, statements, statistics, assumedRows);
    try {
      // Which differences there are between versions is in the manual: it would stand in every log.
      const facts = { ...(await planner.facts()), differences: [] };
      const basis = postgres.describePlanner(facts, statistics, assumedRows).map(formatMessage);
      const reader = new postgres.EmbeddedReader(planner);
      const { cards, leftOut } = await makeCards(queries, {
        ...{ client, postgres, reader, known },
        fileOf: (file) => displayPath(resolve(workingDirectory, file), base),
      });
      const read = new Set(files.map((file) => resolve(workingDirectory, file)));
      const wasLookedFor = (file: string): boolean =>
        read.has(resolve(base, file)) || !existsSync(resolve(base, file));
      return { compared: compareFolder(cards, leftOut, known, wasLookedFor), leftOut, notes, basis };
    } catch (error) {
      if (error instanceof postgres.PlannerUnavailable) throw new Trouble(formatMessage(error.sentence));
      throw error;
    } finally {
      await planner.dispose();
    }
  } finally {
    pool.dispose();
  }
}

async function write(folder: string, changes: readonly CardChange[]): Promise<void> {
  for (const { kind, path, formerPath, after } of changes) {
    if (after !== undefined) await writeCard(folder, path, after);
    if (kind === 'gone') await removeCard(folder, path);
    if (formerPath !== undefined) await removeCard(folder, formerPath);
  }
}

function print(
  format: PlansCommand['format'],
  compared: ComparedFolder,
  leftOut: readonly LeftOut[],
  run: CardRun,
  style: Style,
): string {
  switch (format) {
    case 'json':
      return printChangesJson(compared, leftOut, run);
    case 'github':
      return printGithub(compared, run);
    case 'pretty':
      return printChanges(compared, run, style);
  }
}

/** A line for each change, which GitHub Actions shows in the pull request. */
function printGithub({ changes, unchanged }: ComparedFolder, run: CardRun): string {
  const lines = changes.map((change) => {
    const { file, line, path } = change;
    const properties =
      line === undefined ? { file: `${run.folder}/${path}` } : { file: printable(file), line };
    const sentences = [describeChange(change), ...describeDifferences(change)].map(printable);
    return printCommand('warning', { ...properties, title: 'plan' }, sentences.join('\n'));
  });
  return [...lines, summaryOf(changes, unchanged, run), ''].join('\n');
}
