import type * as vscode from 'vscode';
import { createServices } from './services';

export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(createServices(context));
}
