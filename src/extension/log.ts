import * as vscode from 'vscode';
import { EXTENSION_NAME } from './manifest';

export type Log = vscode.LogOutputChannel;

/** The one channel. Its level is set with VS Code's own "Set Log Level". */
export function createLog(): Log {
  return vscode.window.createOutputChannel(EXTENSION_NAME, { log: true });
}
