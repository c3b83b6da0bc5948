import * as vscode from 'vscode';
import type { InferredQuery } from '../../postgres/explain/inferred-query';
import { askValues, type OfferedValue } from './ask-values';
import type { TypedValue } from './check-value';
import { type NamedValues, typedValues } from './make-plans';

/** Asks for one value after the other, offering those of the tables. */
export function askForValues(
  { parameters }: InferredQuery,
  sampled: readonly NamedValues[],
  last: ReadonlyMap<number, TypedValue> | undefined,
): Promise<ReadonlyMap<number, TypedValue> | undefined> {
  const asked = parameters.flatMap((parameter) => {
    const { number, type } = parameter;
    if (type === undefined) return [];
    const before = last?.get(number);
    const offered = offeredFor(number, sampled);
    return [{ parameter, type: type.name, offered, ...(before !== undefined && { last: before }) }];
  });
  return askValues(asked);
}

/** Each text once, with why it is offered. */
function offeredFor(number: number, sampled: readonly NamedValues[]): readonly OfferedValue[] {
  const offered = new Map<string, OfferedValue>();
  for (const { label, texts } of sampled) {
    const text = texts.get(number);
    if (typeof text === 'string' && !offered.has(text)) offered.set(text, { text, origin: label });
  }
  return [...offered.values()];
}

interface ValuesItem extends vscode.QuickPickItem {
  readonly values: NamedValues | 'enter';
}

/** Which values a query is run with: one run, so one choice. */
export async function chooseValues(
  inferred: InferredQuery,
  sampled: readonly NamedValues[],
  last: ReadonlyMap<number, TypedValue> | undefined,
): Promise<NamedValues | 'enter' | undefined> {
  const offered = last === undefined ? sampled : [typedValues(last), ...sampled];
  const items = offered.map((values): ValuesItem => ({ ...describe(inferred, values), values }));
  const enter: ValuesItem = {
    label: vscode.l10n.t('Enter values...'),
    iconPath: new vscode.ThemeIcon('edit'),
    values: 'enter',
  };
  const choice = await vscode.window.showQuickPick([...items, enter], {
    title: vscode.l10n.t('Explain and Run'),
    placeHolder: vscode.l10n.t('With which values is the query run?'),
    matchOnDetail: true,
  });
  return choice?.values;
}

function describe({ parameters }: InferredQuery, { label, texts }: NamedValues): vscode.QuickPickItem {
  const used = parameters.filter(({ isUsed }) => isUsed);
  const detail = used.map(({ number, label: name }) => `${name} = ${texts.get(number) ?? 'NULL'}`).join(', ');
  return { label, detail: detail.replaceAll('$(', '\\$(') };
}
