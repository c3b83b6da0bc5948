import * as vscode from 'vscode';
import { RULE_IDS } from '../../analyzers/rules/rule-id';
import { DOCUMENT_SCHEMES } from '../manifest';
import { ruleDocumentation } from '../rule-documentation';

/** The pages of docs/rules as they are in the package, under a scheme of their own, so that nobody edits the installed files. */
export class RulePages implements vscode.TextDocumentContentProvider {
  static readonly scheme = DOCUMENT_SCHEMES.documentation;

  constructor(private readonly extensionUri: vscode.Uri) {}

  async provideTextDocumentContent({ path }: vscode.Uri): Promise<string> {
    const page = vscode.Uri.joinPath(this.extensionUri, 'docs', path);
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(page));
  }
}

/** Without a rule (from the Command Palette) the user chooses one. */
export async function openRuleDocumentation(ruleId?: string): Promise<void> {
  const chosen = ruleId ?? (await chooseRule());
  if (chosen === undefined) return;
  await vscode.commands.executeCommand('vscode.open', ruleDocumentation(chosen));
}

async function chooseRule(): Promise<string | undefined> {
  return vscode.window.showQuickPick(RULE_IDS, { placeHolder: vscode.l10n.t('Rule to read about') });
}
