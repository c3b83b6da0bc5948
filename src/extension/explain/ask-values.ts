import * as vscode from 'vscode';
import type { QueryParameter } from '../../analyzers/query/explainable-query';
import { checkValue, type TypedValue } from './check-value';

/** A parameter with what is known of it before somebody is asked. */
export interface AskedParameter {
  readonly parameter: QueryParameter;
  /** As the server infers it. */
  readonly type: string;
  /** What was typed for it before. */
  readonly last?: TypedValue;
  readonly offered: readonly OfferedValue[];
}

export interface OfferedValue {
  readonly text: string;
  /** Where it is from, in a sentence. */
  readonly origin: string;
}

interface ValueItem extends vscode.QuickPickItem {
  /** Absent: what is typed is no value of the type. */
  readonly value?: TypedValue;
}

/** One step for each parameter, with a way back. `undefined` when the person gives up. */
export async function askValues(
  asked: readonly AskedParameter[],
): Promise<ReadonlyMap<number, TypedValue> | undefined> {
  const values = new Map<number, TypedValue>();
  for (let step = 0; step < asked.length;) {
    const current = asked[step];
    if (current === undefined) break;
    const { parameter, last } = current;
    const answer = await askValue(
      { ...current, ...pastAnswer(values.get(parameter.number), last) },
      step,
      asked.length,
    );
    if (answer === undefined) return undefined;
    if (answer === 'back') step -= 1;
    else {
      values.set(parameter.number, answer.value);
      step += 1;
    }
  }
  return values;
}

function pastAnswer(
  now: TypedValue | undefined,
  before: TypedValue | undefined,
): Pick<AskedParameter, 'last'> | undefined {
  const last = now === undefined ? before : now;
  return last === undefined ? undefined : { last };
}

type Answer = { readonly value: TypedValue } | 'back' | undefined;

function askValue(asked: AskedParameter, step: number, count: number): Promise<Answer> {
  const { parameter, type } = asked;
  const pick = vscode.window.createQuickPick<ValueItem>();
  pick.title = vscode.l10n.t('Value of {0} ({1})', parameter.label, type);
  pick.step = step + 1;
  pick.totalSteps = count;
  pick.placeholder = placeholderFor(type);
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  if (step > 0) pick.buttons = [vscode.QuickInputButtons.Back];
  const refresh = (): void => {
    pick.items = itemsFor(asked, pick.value);
  };
  pick.onDidChangeValue(refresh);
  refresh();
  const answer = new Promise<Answer>((resolve) => {
    pick.onDidTriggerButton(() => resolve('back'));
    pick.onDidAccept(() => {
      // Who types fast is ahead of the list.
      const [item = typedItem(pick.value, type)] = pick.selectedItems;
      if (item.value !== undefined) resolve({ value: item.value });
    });
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
  return answer.finally(() => pick.dispose());
}

function placeholderFor(type: string): string {
  return type.endsWith('[]')
    ? vscode.l10n.t('Type an array in braces, such as {0}, or choose one', '{a,b}')
    : vscode.l10n.t('Type a value, without quotes, or choose one');
}

/** What is typed comes first, so that Enter takes it. */
function itemsFor({ type, last, offered }: AskedParameter, typed: string): readonly ValueItem[] {
  const known: ValueItem[] = [
    ...(last === undefined ? [] : [{ ...itemOf(last), description: vscode.l10n.t('as last time') }]),
    ...offered
      .filter(({ text }) => text !== last)
      .map(({ text, origin }) => ({ ...itemOf(text), description: origin })),
    ...(last === null ? [] : [itemOf(null)]),
  ];
  return typed === '' ? [...known, ...emptyText(type)] : [typedItem(typed, type), ...known];
}

function typedItem(typed: string, type: string): ValueItem {
  const problem = checkValue(typed, type, vscode.l10n);
  // Whatever is typed has to stay visible, though it matches nothing.
  return problem === undefined
    ? { ...itemOf(typed), description: vscode.l10n.t('as typed'), alwaysShow: true }
    : {
        label: asLabel(typed),
        description: problem,
        iconPath: new vscode.ThemeIcon('error'),
        alwaysShow: true,
      };
}

function itemOf(value: TypedValue): ValueItem {
  return { label: value === null ? 'NULL' : asLabel(value), value };
}

/** `$(name)` would be an icon. */
function asLabel(text: string): string {
  return text.replaceAll('$(', '\\$(');
}

function emptyText(type: string): readonly ValueItem[] {
  return checkValue('', type, vscode.l10n) === undefined
    ? [{ label: "''", description: vscode.l10n.t('the empty text'), value: '' }]
    : [];
}
