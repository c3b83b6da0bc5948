import assert from 'node:assert/strict';
import { Client } from 'pg';
import * as vscode from 'vscode';
import { type Question, withAnswers } from './answers';
import { closeEverything, until } from './workbench';

const DATABASE_URL = process.env['DATABASE_URL'] ?? '';

describe('Maintenance of a database', () => {
  let client: Client;

  before(async () => {
    assert.match(DATABASE_URL, /^postgresql:/, 'the runner starts a server');
    client = new Client({ connectionString: DATABASE_URL, application_name: 'a test' });
    await client.connect();
    await client.query('CREATE TABLE kept (id int PRIMARY KEY, kind text)');
    await client.query("INSERT INTO kept SELECT n, 'k' || n % 7 FROM generate_series(1, 500) n");
    await client.query('CREATE INDEX kept_kind ON kept (kind)');
    await vscode.commands.executeCommand('indexwright.connect');
  });

  after(async () => {
    await vscode.commands.executeCommand('indexwright.disconnect');
    await client.query('DROP TABLE kept');
    await client.end();
  });

  afterEach(closeEverything);

  it('rebuilds an index once that is agreed to, and keeps a record of it', async () => {
    const before = await oidOf('kept_kind');
    await withAnswers(
      [[/^Rebuild the index kept_kind of public\.kept, on .*\?$/, 'Run']],
      async (questions) => {
        await runOn('reindexIndex', index('kept_kind'));
        const [question] = questions;
        assert.match(question?.detail ?? '', /^REINDEX INDEX CONCURRENTLY public\.kept_kind;/);
        assert.match(
          question?.detail ?? '',
          /SHARE UPDATE EXCLUSIVE on public\.kept\. Reads and writes go on/,
        );
        assert.deepEqual(question?.buttons, ['Run', 'Open as SQL', 'Copy']);
        await untilTold(questions, /: done in \d+ s\. kept_kind was built anew and is valid\.$/);
      },
    );
    assert.notEqual(await oidOf('kept_kind'), before);
    await vscode.commands.executeCommand('indexwright.showMaintenanceHistory');
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, /^# Maintenance history\n\n## Rebuild the index kept\\_kind of public\.kept\n/);
    assert.match(text, /```sql\n-- done after \d+ s\nREINDEX INDEX CONCURRENTLY public\.kept_kind;\n```/);
  });

  it('runs nothing when the question is closed', async () => {
    const before = await oidOf('kept_kind');
    await withAnswers([], () => runOn('reindexIndex', index('kept_kind')));
    assert.equal(await oidOf('kept_kind'), before);
  });

  /** A row of the tree. */
  function index(name: string): unknown {
    const table = { schema: 'public', name: 'kept' };
    return { object: { kind: 'index', connectionId: connectionId(), table, index: name } };
  }

  async function oidOf(name: string): Promise<unknown> {
    const { rows } = await client.query<{ oid: string }>('SELECT to_regclass($1)::oid AS oid', [name]);
    return rows[0]?.oid;
  }
});

function connectionId(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  const settings = vscode.workspace.getConfiguration('indexwright', folder?.uri);
  const [first] = settings.get<readonly { readonly name: string }[]>('connections', []);
  return `${folder?.uri.toString()}#${first?.name}`;
}

async function runOn(command: string, node: unknown): Promise<void> {
  await vscode.commands.executeCommand(`indexwright.${command}`, node);
}

async function untilTold(questions: readonly Question[], sentence: RegExp): Promise<Question> {
  return until(`a message ${String(sentence)}`, () =>
    questions.find((question) => sentence.test(question.sentence)),
  );
}
