import * as vscode from 'vscode';
import type { Message } from '../analyzers/message';

/** A sentence of the engine in the user's language. */
export function localize(message: Message): string {
  return vscode.l10n.t(message.template, ...message.args);
}
