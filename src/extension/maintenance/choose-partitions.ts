import * as vscode from 'vscode';
import type { KnownTable } from '../../analyzers/maintenance/maintenance-question';
import {
  type PartitionWay,
  startOf,
  TIME_STEPS,
  timeColumns,
  type TimeStep,
} from '../../analyzers/maintenance/partition-way';

const FEWEST = 2;
const MOST = 256;
const USUAL_HASHES = 16;
const USUAL_STEPS: Readonly<Record<TimeStep, number>> = { day: 31, week: 13, month: 12, year: 5 };

export async function choosePartitionWay({ table, partitionWays }: KnownTable) {
  const labels: Readonly<Record<PartitionWay['kind'], readonly [label: string, description: string]>> = {
    hash: [vscode.l10n.t('By hash'), vscode.l10n.t('spreads the rows evenly, such as by stream or tenant')],
    range: [vscode.l10n.t('By time'), vscode.l10n.t('what is old can be detached and dropped')],
    list: [vscode.l10n.t('By value'), vscode.l10n.t('one partition for each of a few values')],
  };
  const items = partitionWays.map((kind) => {
    const [label, description] = labels[kind];
    return { way: kind, label, description };
  });
  const placeHolder = vscode.l10n.t('How the partitions of {0} are told apart', table.name);
  return (await vscode.window.showQuickPick(items, { placeHolder, ignoreFocusOut: true }))?.way;
}

export function columnsFor(kind: PartitionWay['kind'], { table }: KnownTable): readonly string[] {
  return kind === 'range' ? timeColumns(table) : table.columns.map(({ name }) => name);
}

/** @param now its day, week, month or year is the first that gets a partition of its own */
export async function askWay(
  kind: PartitionWay['kind'] | undefined,
  { table }: KnownTable,
  column: string,
  now: Date,
): Promise<PartitionWay | undefined> {
  switch (kind) {
    case undefined:
      return undefined;
    case 'hash': {
      const count = await askCount(vscode.l10n.t('How many partitions?'), USUAL_HASHES);
      return count === undefined ? undefined : { kind, count };
    }
    case 'range':
      return askTimes(now);
    case 'list': {
      const known = table.columns.find(({ name }) => name === column)?.statistics?.mostCommon ?? [];
      const values = await askValues(known.map(({ value }) => value));
      return values === undefined ? undefined : { kind, values };
    }
  }
}

async function askTimes(now: Date): Promise<PartitionWay | undefined> {
  const { l10n } = vscode;
  const labels: Readonly<Record<TimeStep, string>> = {
    day: l10n.t('A day'),
    week: l10n.t('A week'),
    month: l10n.t('A month'),
    year: l10n.t('A year'),
  };
  const items = TIME_STEPS.map((step) => ({ step, label: labels[step] }));
  const placeHolder = l10n.t('How long a time is in one partition');
  const step = (await vscode.window.showQuickPick(items, { placeHolder, ignoreFocusOut: true }))?.step;
  if (step === undefined) return undefined;
  const first = startOf(step, now).toISOString().slice(0, 10);
  const count = await askCount(l10n.t('How many partitions, from {0} on?', first), USUAL_STEPS[step]);
  return count === undefined ? undefined : { kind: 'range', step, first, count };
}

async function askCount(title: string, usual: number): Promise<number | undefined> {
  const typed = await vscode.window.showInputBox({
    title,
    value: String(usual),
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^\d+$/.test(text) && Number(text) >= FEWEST && Number(text) <= MOST
        ? undefined
        : vscode.l10n.t('A whole number from {0} to {1}.', FEWEST, MOST),
  });
  return typed === undefined ? undefined : Number(typed);
}

async function askValues(known: readonly string[]): Promise<readonly string[] | undefined> {
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Which values get a partition of their own?'),
    prompt: vscode.l10n.t('With commas between them. All others go to the default partition.'),
    value: known.filter((value) => !value.includes(',')).join(', '),
    ignoreFocusOut: true,
    validateInput: (text) => (valuesOf(text).length > 0 ? undefined : vscode.l10n.t('One value at least.')),
  });
  return typed === undefined ? undefined : valuesOf(typed);
}

function valuesOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '');
}
