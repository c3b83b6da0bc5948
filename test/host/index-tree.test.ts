import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, inSample, open, sampleFolder, until } from './workbench';

/** As a row of the tree gives it to a command. */
function indexRow(index: string, table = 'events') {
  const folder = sampleFolder().uri.toString();
  const connectionId = `${folder}#orders`;
  return { object: { kind: 'index', connectionId, table: { schema: 'public', name: table }, index } };
}

describe('The tree of indexes', () => {
  before(async () => {
    await open(inSample('src/event-store.ts'));
    await vscode.commands.executeCommand('indexwright.connect');
  });

  after(async () => {
    await vscode.commands.executeCommand('indexwright.clearIndexFilter');
    await vscode.commands.executeCommand('indexwright.disconnect');
    await closeEverything();
  });

  it('gives the definition of an index to the clipboard', async () => {
    const copied = await until('a definition', async () => {
      await vscode.env.clipboard.writeText('');
      await vscode.commands.executeCommand('indexwright.copyIndexDefinition', indexRow('events_pkey'));
      return vscode.env.clipboard.readText();
    });
    assert.match(copied, /^CREATE UNIQUE INDEX events_pkey\s+ON public\.events \(event_id\);\n$/);
  });

  it('is shown, and read again when a person asks for it', async () => {
    await vscode.commands.executeCommand('indexwright.indexes.focus');
    await vscode.commands.executeCommand('indexwright.refreshIndexes');
    await vscode.commands.executeCommand('indexwright.copyIndexDefinition', indexRow('events_pkey'));
    assert.match(await vscode.env.clipboard.readText(), /events_pkey/);
  });
});
