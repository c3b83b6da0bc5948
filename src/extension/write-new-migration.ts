import * as vscode from 'vscode';
import type { DdlProposal } from '../analyzers/finding';
import { withUndo } from '../analyzers/schema/migrations/ddl-parts';
import { writeMigration } from '../analyzers/schema/migrations/write-migration';
import type { FolderSchema } from './folder-schema';
import { INTERNAL_COMMANDS } from './manifest';
import { addMigration } from './new-migration';

/** Writes a change as the next migration of a folder, and shows it; as a document of its own where the folder has no migrations to follow. */
export async function writeNewMigration(
  { uri }: vscode.WorkspaceFolder,
  schema: FolderSchema,
  proposal: DdlProposal,
): Promise<void> {
  const migration =
    schema.kind === 'read' ? writeMigration(proposal, schema.migrations, '', new Date()) : undefined;
  if (migration === undefined || schema.kind !== 'read') {
    await vscode.commands.executeCommand(
      INTERNAL_COMMANDS.openDdlDocument,
      withUndo(proposal.up, proposal.down),
    );
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  const shown = addMigration(edit, migration, uri, schema.positionsOf);
  if (await vscode.workspace.applyEdit(edit)) {
    await vscode.commands.executeCommand(INTERNAL_COMMANDS.openCreatedMigration, shown.toString());
    return;
  }
  vscode.window.showErrorMessage(
    vscode.l10n.t('The migration {0} could not be written. Is there a file of that name?', migration.path),
  );
}
