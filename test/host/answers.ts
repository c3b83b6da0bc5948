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
