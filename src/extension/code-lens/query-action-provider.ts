import * as vscode from 'vscode';
import { COMMANDS } from '../manifest';
import type { QueryPlace } from './query-places';

/** Neither cures a diagnostic nor changes the code: a kind of its own, which the menu lists below both. */
const EXPLAIN = vscode.CodeActionKind.Empty.append('explain');

/**
 * What the lens over a query offers, in the menu at the cursor. Only for one who opens the menu, or where there is a light bulb already: a
 * light bulb on each line of each query would hide those that have something to say.
 */
export class QueryActionProvider implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = { providedCodeActionKinds: [EXPLAIN] };

  constructor(
    private readonly queryAt: (document: vscode.TextDocument, offset: number) => QueryPlace | undefined,
  ) {}

  provideCodeActions(
    document: vscode.TextDocument,
    { start }: vscode.Range,
    { triggerKind, diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    if (triggerKind === vscode.CodeActionTriggerKind.Automatic && diagnostics.length === 0) return [];
    if (this.queryAt(document, document.offsetAt(start)) === undefined) return [];
    const indexes = action(vscode.l10n.t('Show the indexes of this query'), COMMANDS.showQueryIndexes);
    if (!vscode.workspace.isTrusted) return [indexes];
    return [
      action(vscode.l10n.t('Explain this query'), COMMANDS.explainQuery),
      action(vscode.l10n.t('Explain and run this query...'), COMMANDS.explainAndRun),
      indexes,
    ];
  }
}

function action(title: string, command: string): vscode.CodeAction {
  const found = new vscode.CodeAction(title, EXPLAIN);
  found.command = { command, title };
  return found;
}
