import * as vscode from 'vscode';
import type { DocumentEdit, Finding, Fix } from '../../analyzers/finding';
import { writeMigration } from '../../analyzers/schema/migrations/write-migration';
import { folderOf } from '../documents';
import type { FolderSchema } from '../folder-schema';
import { localize } from '../localize';
import { COMMANDS, INTERNAL_COMMANDS } from '../manifest';
import { addMigration, type PositionsOf } from '../new-migration';
import { narrowestTarget } from '../settings';
import { provableFixes } from '../../analyzers/plans/evidence/proven-finding';
import type { ShownFinding, ShownProblem } from '../shown-findings';
import { relativePath } from '../workspace-files';
import { planFix, type FixPlan, type FixSurroundings } from './plan-fix';
import { suppressInFile, suppressStatement } from './suppression-edit';

/** The cures of a finding, each in every place it can go. */
export function fixActions(
  { finding, diagnostic }: ShownFinding,
  document: vscode.TextDocument,
  schema: FolderSchema,
): readonly vscode.CodeAction[] {
  const surroundings = surroundingsOf(document, schema);
  const positionsOf = schema.kind === 'read' ? schema.positionsOf : () => undefined;
  const plans = finding.fixes.flatMap((fix) => planFix(fix, surroundings).map((plan) => ({ fix, plan })));
  // The alternatives side by side first; the same again for the clipboard would stand between them.
  const sorted = [false, true].flatMap((copies) =>
    plans.filter(({ plan }) => (plan.kind === 'copy') === copies),
  );
  return attach(
    diagnostic,
    sorted.map(({ fix, plan }) => fixAction(fix, plan, document, positionsOf)),
  );
}

/** What can be done about a finding without curing it. */
export function otherActions(
  { finding, diagnostic }: ShownFinding,
  document: vscode.TextDocument,
  isPlanOf: (document: vscode.TextDocument, offset: number) => boolean,
): readonly vscode.CodeAction[] {
  const { start } = finding.span;
  return attach(diagnostic, [
    ...(isPlanOf(document, start) ? [showInPlan(finding, document)] : []),
    ...proofs(finding, document),
    ...suppressions(finding, document),
    documentationAction(finding.ruleId),
  ]);
}

/** Takes away a comment that disables nothing. */
export function removalActions(
  { problem: { removal }, diagnostic }: ShownProblem,
  document: vscode.TextDocument,
): readonly vscode.CodeAction[] {
  if (removal === undefined) return [];
  const action = new vscode.CodeAction(localize(removal.title), vscode.CodeActionKind.QuickFix);
  action.edit = editOf([removal.edit], document);
  return attach(diagnostic, [action]);
}

function attach(
  diagnostic: vscode.Diagnostic,
  actions: readonly vscode.CodeAction[],
): readonly vscode.CodeAction[] {
  for (const action of actions) action.diagnostics = [diagnostic];
  return actions;
}

function surroundingsOf(document: vscode.TextDocument, schema: FolderSchema): FixSurroundings {
  const folder = folderOf(document.uri);
  if (folder === undefined || schema.kind !== 'read') return { isMigration: false };
  const path = relativePath(folder, document.uri);
  return {
    isMigration: schema.paths.includes(path),
    migrationFor: (proposal) => writeMigration(proposal, schema.migrations, path, new Date()),
  };
}

function fixAction(
  fix: Fix,
  plan: FixPlan,
  document: vscode.TextDocument,
  positionsOf: PositionsOf,
): vscode.CodeAction {
  const action = new vscode.CodeAction(titleOf(fix, plan), vscode.CodeActionKind.QuickFix);
  const edit = editOf(plan.edits, document);
  action.isPreferred = plan.isPreferred;
  if (plan.kind === 'create-migration') {
    const uri = addMigration(edit, plan.migration, folderOf(document.uri)?.uri ?? document.uri, positionsOf);
    action.command = openCommand(uri);
  } else if (plan.kind === 'open-document') {
    action.command = command(INTERNAL_COMMANDS.openDdlDocument, plan.ddl);
  } else if (plan.kind === 'copy') {
    action.command = command(INTERNAL_COMMANDS.copyDdl, plan.ddl);
  }
  // Its size does not count files that it creates.
  if (edit.size > 0 || plan.kind === 'create-migration') action.edit = edit;
  return action;
}

function titleOf(fix: Fix, plan: FixPlan): string {
  const title = localize(fix.title);
  switch (plan.kind) {
    case 'edit':
      return title;
    case 'insert-here':
      return vscode.l10n.t('{0} — in this file', title);
    case 'create-migration':
      return vscode.l10n.t('{0} — new migration', title);
    case 'open-document':
      return vscode.l10n.t('{0} — in a new document', title);
    case 'copy':
      return vscode.l10n.t('{0} — to the clipboard', title);
  }
}

function suppressions(
  { ruleId, suppressionOffset }: Finding,
  document: vscode.TextDocument,
): readonly vscode.CodeAction[] {
  const place = { text: document.getText(), languageId: document.languageId };
  const inStatement = new vscode.CodeAction(
    vscode.l10n.t('Disable {0} for this statement', ruleId),
    vscode.CodeActionKind.QuickFix,
  );
  inStatement.edit = editOf([suppressStatement(place, suppressionOffset, ruleId)], document);
  const inFile = new vscode.CodeAction(
    vscode.l10n.t('Disable {0} for this file', ruleId),
    vscode.CodeActionKind.QuickFix,
  );
  inFile.edit = editOf([suppressInFile(place, ruleId)], document);
  const everywhere = new vscode.CodeAction(
    titleOfDisabling(ruleId, narrowestTarget(document.uri)),
    vscode.CodeActionKind.QuickFix,
  );
  everywhere.command = command(INTERNAL_COMMANDS.disableRule, ruleId, document.uri.toString());
  return [inStatement, inFile, everywhere];
}

function titleOfDisabling(ruleId: string, target: vscode.ConfigurationTarget): string {
  switch (target) {
    case vscode.ConfigurationTarget.WorkspaceFolder:
      return vscode.l10n.t('Disable {0} in this workspace folder', ruleId);
    case vscode.ConfigurationTarget.Workspace:
      return vscode.l10n.t('Disable {0} in this workspace', ruleId);
    case vscode.ConfigurationTarget.Global:
      return vscode.l10n.t('Disable {0} in the user settings', ruleId);
  }
}

/** The server of the connection says what the proposal is worth. */
function proofs(finding: Finding, { uri }: vscode.TextDocument): readonly vscode.CodeAction[] {
  if (!vscode.workspace.isTrusted || provableFixes(finding).length === 0) return [];
  const { ruleId, span } = finding;
  const title = vscode.l10n.t('Prove {0} with the planner', ruleId);
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = command(INTERNAL_COMMANDS.proveFinding, uri.toString(), ruleId, span.start);
  return [action];
}

/** Of a plan that stands beside the code. */
function showInPlan({ ruleId, span }: Finding, { uri }: vscode.TextDocument): vscode.CodeAction {
  const title = vscode.l10n.t('Show the place of {0} in the plan', ruleId);
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = command(INTERNAL_COMMANDS.showPlaceInPlan, uri.toString(), span.start);
  return action;
}

function documentationAction(ruleId: string): vscode.CodeAction {
  const title = vscode.l10n.t('Show documentation of {0}', ruleId);
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = command(COMMANDS.openRuleDocumentation, ruleId);
  return action;
}

function editOf(edits: readonly DocumentEdit[], document: vscode.TextDocument): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { span, newText } of edits) {
    const range = new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
    edit.replace(document.uri, range, newText);
  }
  return edit;
}

/**
 * One of VS Code's own: of others it forgets the arguments as soon as it asks for new actions, which it does when the new file has changed
 * what is found, and that can be before the command is run.
 */
function openCommand(uri: vscode.Uri): vscode.Command {
  const options: vscode.TextDocumentShowOptions = { preview: false };
  return { command: 'vscode.open', title: 'vscode.open', arguments: [uri, options] };
}

/** The title of a command is shown nowhere here, but it must be there. */
function command(id: string, ...args: readonly (string | number)[]): vscode.Command {
  return { command: id, title: id, arguments: [...args] };
}
