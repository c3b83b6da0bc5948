import * as vscode from 'vscode';
import { chooseConnection } from './choose-connection';
import type { DatabaseReader } from './database-reader';
import type { PostgresRoom } from '../load-postgres';
import { showProblem } from './show-problem';
import type { WorkspaceConnections } from './workspace-connections';

const ROLE = 'indexwright';

/** Opens a script for an administrator. Nothing of it is sent. */
export async function writeRoleScript(
  connections: WorkspaceConnections,
  reader: DatabaseReader,
  loadPostgres: () => PostgresRoom,
  node: unknown,
): Promise<void> {
  const title = vscode.l10n.t('The database that the role is for');
  const connection = await chooseConnection(connections, node, title);
  if (connection === undefined) return;
  const { folder, setting } = connection;
  const resolved = await reader.resolve(folder, setting);
  if (resolved.kind === 'failed') return showProblem(resolved.problem, setting.name);
  const content = loadPostgres().leastPrivilegeScript({
    role: ROLE,
    database: resolved.target.database,
    schemas: setting.schemas?.filter((name) => !name.includes('*')) ?? ['public'],
  });
  const document = await vscode.workspace.openTextDocument({ language: 'sql', content });
  await vscode.window.showTextDocument(document, { preview: false });
}
