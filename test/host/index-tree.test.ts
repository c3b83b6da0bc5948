import assert from 'node:assert/strict';
import { Client } from 'pg';
import * as vscode from 'vscode';
import { withAnswers } from './answers';
import { closeEverything, inSample, open, sampleFolder, until } from './workbench';

/** As a row of the tree gives it to a command. */
function indexRow(index: string, table = 'events') {
  const folder = sampleFolder().uri.toString();
  const connectionId = `${folder}#orders`;
  return { object: { kind: 'index', connectionId, table: { schema: 'public', name: table }, index } };
}

async function connect(): Promise<Client> {
  const client = new Client({ connectionString: process.env['DATABASE_URL'] });
  await client.connect();
  return client;
}

describe('The tree of indexes', () => {
  let client: Client;

  before(async () => {
    client = await connect();
    await client.query('CREATE TABLE watched (id int PRIMARY KEY, kind text)');
    await client.query("INSERT INTO watched SELECT n, 'k' || n % 7 FROM generate_series(1, 50) n");
    await client.query('CREATE INDEX watched_kind ON watched (kind)');
    await open(inSample('src/event-store.ts'));
    await vscode.commands.executeCommand('indexwright.connect');
  });

  after(async () => {
    await vscode.commands.executeCommand('indexwright.clearIndexFilter');
    await vscode.commands.executeCommand('indexwright.disconnect');
    await client.query('DROP TABLE watched');
    await client.end();
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

  it('reads the database again when a build has ended that somebody else has run', async () => {
    const holder = await connect();
    const builder = await connect();
    const isKnown = async (name: string): Promise<boolean> => {
      await vscode.env.clipboard.writeText('');
      await vscode.commands.executeCommand('indexwright.copyIndexDefinition', indexRow(name, 'watched'));
      return (await vscode.env.clipboard.readText()) !== '';
    };
    try {
      await vscode.commands.executeCommand('indexwright.indexes.focus');
      await holder.query("BEGIN; INSERT INTO watched VALUES (1001, 'held')");
      const building = builder.query('REINDEX INDEX CONCURRENTLY watched_kind');
      await until('a build that waits', async () => {
        const { rows } = await client.query(
          "SELECT FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting for writers%'",
        );
        return rows.length > 0;
      });
      await vscode.commands.executeCommand('indexwright.refreshIndexes');
      await until('the index that is being built', () => isKnown('watched_kind_ccnew'));
      await holder.query('ROLLBACK');
      await building;
      await until('the tree without it', async () => !(await isKnown('watched_kind_ccnew')));
      assert.ok(await isKnown('watched_kind'));
    } finally {
      await holder.end();
      await builder.end();
    }
  });

  it('tells of an index that was left invalid, and repairs it', async () => {
    await vscode.commands.executeCommand('indexwright.disconnect');
    await client
      .query('CREATE UNIQUE INDEX CONCURRENTLY watched_once ON watched (kind)')
      .catch(() => undefined);
    await client.query('DELETE FROM watched WHERE id > 7');
    const answers = [
      [/ has an invalid index, watched_once\. /, 'Repair...'],
      [/^Rebuild the index watched_once/, 'Run'],
    ] as const;
    await withAnswers(answers, async (questions) => {
      await vscode.commands.executeCommand('indexwright.connect');
      const told = await until('the notice', () =>
        questions.find(({ buttons }) => buttons.includes('Repair...')),
      );
      assert.deepEqual(told.buttons, ['Repair...', 'Show Indexes']);
      await until('a valid index', async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        const { rows } = await client.query(
          "SELECT FROM pg_index WHERE indexrelid = 'watched_once'::regclass AND indisvalid",
        );
        return rows.length > 0;
      });
      await until('the end', () => questions.find(({ sentence }) => /watched_once .*: done/.test(sentence)));
    });
  });
});
