import * as vscode from 'vscode';
import { closeEverything, inSample, open, typeText, untilFound, untilGone, withSetting } from './workbench';

const RULE = 'missing-stream-index';
const INDEX = '\nCREATE INDEX events_stream_id_event_id_idx ON events (stream_id, event_id);\n';

describe('The schema', () => {
  afterEach(closeEverything);

  it('follows what is typed into a migration, saved or not', async () => {
    const { document: query } = await open(inSample('queries/operations.sql'));
    await untilFound(query.uri, RULE);
    const migration = await open(inSample('db/migrations/0001_event_store.sql'));
    await typeText(migration, migration.document.getText().length, INDEX);
    await untilGone(query.uri, RULE);
    await vscode.commands.executeCommand('undo');
    await untilFound(query.uri, RULE);
  });

  it('follows files that come and go on disk', async () => {
    const { document: query } = await open(inSample('queries/operations.sql'));
    await untilFound(query.uri, RULE);
    const uri = inSample('db/migrations/0007_by_another_program.sql');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(INDEX));
    try {
      await untilGone(query.uri, RULE);
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
    await untilFound(query.uri, RULE);
  });

  it('is read from the folder that the settings name', async () => {
    const { document: query } = await open(inSample('queries/operations.sql'));
    await untilFound(query.uri, RULE);
    const uri = inSample('elsewhere/0001_all.sql');
    const text = `CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text NOT NULL);${INDEX}`;
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    try {
      await withSetting('migrations.folder', 'elsewhere', () => untilGone(query.uri, RULE));
    } finally {
      await vscode.workspace.fs.delete(inSample('elsewhere'), { recursive: true });
    }
    await untilFound(query.uri, RULE);
  });

  it('follows a folder that is deleted whole', async () => {
    const { document: query } = await open(inSample('queries/operations.sql'));
    await untilFound(query.uri, RULE);
    const folder = inSample('elsewhere');
    const table = 'CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text NOT NULL);';
    await vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(folder, '0001_all.sql'),
      new TextEncoder().encode(`${table}${INDEX}`),
    );
    await withSetting('migrations.folder', 'elsewhere', async () => {
      await untilGone(query.uri, RULE);
      await vscode.workspace.fs.writeFile(
        vscode.Uri.joinPath(folder, '0001_all.sql'),
        new TextEncoder().encode(table),
      );
      await untilFound(query.uri, RULE);
      await vscode.workspace.fs.delete(folder, { recursive: true });
      await untilGone(query.uri, RULE);
    });
  });
});
