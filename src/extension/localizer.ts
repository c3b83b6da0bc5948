import type { Message } from '../analyzers/message';

/** What is used of `vscode.l10n`, so that functions which make sentences need no editor. */
export interface Localizer {
  t(message: string, ...args: (string | number)[]): string;
}

/** A sentence of the engine, in the language of whoever reads it. */
export function say(message: Message, l10n: Localizer): string {
  return l10n.t(message.template, ...message.args);
}
