import * as vscode from 'vscode';

type Ask = (sentence: string, ...rest: readonly unknown[]) => Thenable<string | undefined>;

/** What was shown to a person, and what it was answered with. */
export interface Question {
  readonly sentence: string;
  /** Below the question of a dialog. */
  readonly detail: string;
  readonly buttons: readonly string[];
}

const SHOWS = ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'] as const;

/**
 * A person who answers: VS Code shows no dialog while it runs tests, so that what the extension asks for is answered here. Whatever has no answer
 * in `answers` is closed.
 */
export async function withAnswers(
  answers: readonly (readonly [question: RegExp, button: string])[],
  run: (questions: readonly Question[]) => Promise<void>,
): Promise<void> {
  const questions: Question[] = [];
  const window = vscode.window as unknown as Record<(typeof SHOWS)[number], Ask>;
  const before = SHOWS.map((name) => window[name]);
  for (const name of SHOWS) {
    window[name] = (sentence, ...rest) => {
      const question = { sentence, detail: detailOf(rest), buttons: rest.filter(isText) };
      questions.push(question);
      const { buttons } = question;
      const answer = answers.find(([pattern, button]) => pattern.test(sentence) && buttons.includes(button));
      return Promise.resolve(answer?.[1]);
    };
  }
  try {
    await run(questions);
  } finally {
    for (const [place, name] of SHOWS.entries()) {
      const original = before[place];
      if (original) window[name] = original;
    }
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function detailOf([options]: readonly unknown[]): string {
  const isDialog = typeof options === 'object' && options !== null && 'detail' in options;
  return isDialog ? String(options.detail) : '';
}

type Typed = readonly (readonly [title: RegExp, text: string])[];
type Picked = readonly (readonly [placeHolder: RegExp, labels: readonly string[]])[];

/** A person who types and ticks: what matches is answered so, everything else is asked in the window. What is typed is checked as in an input. */
export async function withTyping(typed: Typed, picked: Picked, run: () => Promise<void>): Promise<void> {
  const window = vscode.window as unknown as Record<'showInputBox' | 'showQuickPick', unknown>;
  const { showInputBox, showQuickPick } = vscode.window;
  window.showInputBox = async (options: vscode.InputBoxOptions) => {
    const [, text] = typed.find(([title]) => title.test(options.title ?? '')) ?? [];
    if (text === undefined) return showInputBox(options);
    const problem = await options.validateInput?.(text);
    if (problem !== undefined && problem !== null) throw new Error(JSON.stringify(problem));
    return text;
  };
  window.showQuickPick = async (items: readonly vscode.QuickPickItem[], options: vscode.QuickPickOptions) => {
    const [, labels] = picked.find(([pattern]) => pattern.test(options.placeHolder ?? '')) ?? [];
    if (labels === undefined) return showQuickPick(items, options);
    const chosen = items.filter(({ label }) => labels.includes(label));
    return options.canPickMany === true ? chosen : chosen[0];
  };
  try {
    await run();
  } finally {
    Object.assign(window, { showInputBox, showQuickPick });
  }
}
