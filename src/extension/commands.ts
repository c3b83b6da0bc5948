import * as vscode from 'vscode';
import type { Report } from './errors';
import { DisposableStore, type Disposable } from './lifecycle';
import type { CommandArguments, CommandId } from './manifest';

/** A command without a handler does not compile. */
export type CommandHandlers = { readonly [Id in CommandId]: (...args: CommandArguments[Id]) => unknown };

export function registerCommands(handlers: CommandHandlers, report: Report): Disposable {
  const store = new DisposableStore();
  for (const [id, handler] of Object.entries(handlers) as [CommandId, (...args: unknown[]) => unknown][]) {
    const run = async (...args: unknown[]) => {
      try {
        return await handler(...args);
      } catch (error) {
        report(error, id);
        return undefined;
      }
    };
    store.add(vscode.commands.registerCommand(id, run));
  }
  return store;
}
