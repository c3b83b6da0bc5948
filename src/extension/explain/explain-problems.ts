import * as vscode from 'vscode';
import type { Report } from '../errors';

export interface ProblemAction {
  readonly title: string;
  readonly run: () => unknown;
}

/** Says what went wrong. A sentence that still stands before the person is not said again. */
export class ExplainProblems {
  readonly #standing = new Set<string>();

  constructor(private readonly report: Report) {}

  /** Resolves when the person has chosen one of the actions, or none. Never rejects. */
  async show(
    sentence: string,
    actions: readonly ProblemAction[],
    severity: 'error' | 'warning' | 'information' = 'error',
  ): Promise<void> {
    if (this.#standing.has(sentence)) return;
    this.#standing.add(sentence);
    try {
      const titles = actions.map(({ title }) => title);
      const choice = await SHOW[severity](sentence, ...titles);
      this.#standing.delete(sentence);
      await actions.find(({ title }) => title === choice)?.run();
    } catch (error) {
      this.report(error, 'explain');
    }
  }
}

type Show = (sentence: string, ...titles: string[]) => Thenable<string | undefined>;

const SHOW: Readonly<Record<'error' | 'warning' | 'information', Show>> = {
  error: (sentence, ...titles) => vscode.window.showErrorMessage(sentence, ...titles),
  warning: (sentence, ...titles) => vscode.window.showWarningMessage(sentence, ...titles),
  information: (sentence, ...titles) => vscode.window.showInformationMessage(sentence, ...titles),
};
