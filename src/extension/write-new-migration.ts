import * as vscode from 'vscode';
import type { DdlProposal } from '../analyzers/finding';
import { withUndo } from '../analyzers/schema/migrations/ddl-parts';
import { whyNoMigration, writeMigration } from '../analyzers/schema/migrations/write-migration';
import type { FolderSchema } from './folder-schema';
import { localize } from './localize';
import { INTERNAL_COMMANDS } from './manifest';
import { addMigration } from './new-migration';

/**
 * Writes a change as the next migration of a folder, and shows it; as a document of its own where the folder has no migrations to follow,
 * and on request where their tool cannot run it.
 */
export async function writeNewMigration(
  { uri }: vscode.WorkspaceFolder,
  schema: FolderSchema,
  proposal: DdlProposal,
): Promise<void> {
  const refused = schema.kind === 'read' ? whyNoMigration(proposal, schema.migrations, '') : undefined;
  if (refused) {
    const open = vscode.l10n.t('Open as SQL');
    const choice = await vscode.window.showWarningMessage(localize(refused), open);
    if (choice === open) await openAsSql(proposal);
    return;
  }
  const migration =
    schema.kind === 'read' ? writeMigration(proposal, schema.migrations, '', new Date()) : undefined;
  if (migration === undefined || schema.kind !== 'read') {
    await openAsSql(proposal);
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  const shown = addMigration(edit, migration, uri, schema.positionsOf);
  if (await vscode.workspace.applyEdit(edit)) {
    await vscode.window.showTextDocument(shown, { preview: false });
    return;
  }
  vscode.window.showErrorMessage(
    vscode.l10n.t('The migration {0} could not be written. Is there a file of that name?', migration.path),
  );
}

async function openAsSql({ up, down }: DdlProposal): Promise<void> {
  await vscode.commands.executeCommand(INTERNAL_COMMANDS.openDdlDocument, withUndo(up, down));
}
