import assert from 'node:assert/strict';
import { Client } from 'pg';
import * as vscode from 'vscode';
import { closeEverything, findingsOf, inSample, open, until, untilFound, withSetting } from './workbench';

const RULE = 'missing-stream-index';

/** The server that the runner has started with the sample's migrations, as the sample's settings find it. */
const DATABASE_URL = process.env['DATABASE_URL'] ?? '';

describe('A connection', () => {
  before(() => assert.match(DATABASE_URL, /^postgresql:/, 'the runner starts a server'));
  afterEach(async () => {
    await vscode.commands.executeCommand('indexwright.disconnect');
    await closeEverything();
  });

  it('is in the settings of the sample, and nothing is connected before a person asks for it', async () => {
    const { document } = await open(inSample('src/event-store.ts'));
    const finding = await untilFound(document.uri, RULE);
    assert.match(finding.message, /Judged from 5 migrations/);
    assert.deepEqual(await sessions(), []);
  });

  it('lets findings be checked against the database, and back again', async () => {
    const { document } = await open(inSample('src/event-store.ts'));
    await untilFound(document.uri, RULE);
    await vscode.commands.executeCommand('indexwright.connect');
    const checked = await untilSays(document.uri, /Checked against orders@127\.0\.0\.1:\d+/);
    assert.match(checked.message, /No index on events starts with stream_id/);
    assert.doesNotMatch(checked.message, /postgresql:|postgres@/);
    await vscode.commands.executeCommand('indexwright.disconnect');
    await untilSays(document.uri, /Judged from 5 migrations/);
  });

  it('uses two sessions at most, which name themselves, and leaves none behind', async () => {
    await vscode.commands.executeCommand('indexwright.connect');
    const open = await sessions();
    assert.ok(open.length >= 1 && open.length <= 2, String(open.length));
    // The view of indexes reads more, and then nothing is open any longer.
    await until('idle sessions', async () => {
      const now = await sessions();
      return now.length <= 2 && now.every(({ state }) => state === 'idle');
    });
    await vscode.commands.executeCommand('indexwright.disconnect');
    await until('no session', async () => (await sessions()).length === 0);
  });

  it('sees an index that was made in the database when it is read again', async () => {
    const { document } = await open(inSample('src/event-store.ts'));
    await vscode.commands.executeCommand('indexwright.connect');
    await untilSays(document.uri, /Checked against/);
    await run('CREATE INDEX made_by_hand ON events (stream_id, event_id)');
    try {
      await vscode.commands.executeCommand('indexwright.readDatabaseAgain');
      await until('the finding gone', () => findingsOf(document.uri, RULE).length === 0);
    } finally {
      await run('DROP INDEX made_by_hand');
    }
    await vscode.commands.executeCommand('indexwright.readDatabaseAgain');
    await untilSays(document.uri, /Checked against/);
  });

  it('that cannot be opened leaves the judgement of the migrations', async () => {
    const unreachable = [{ name: 'nowhere', host: '127.0.0.1', port: 1, database: 'none', user: 'nobody' }];
    await withSetting('connections', unreachable, async () => {
      const { document } = await open(inSample('src/event-store.ts'));
      // The message with the reason waits for a click, and the command with it.
      void vscode.commands.executeCommand('indexwright.connect');
      const finding = await untilFound(document.uri, RULE);
      assert.match(finding.message, /Judged from 5 migrations/);
    });
  });
});

async function untilSays(uri: vscode.Uri, basis: RegExp): Promise<vscode.Diagnostic> {
  return until(`${RULE} with ${String(basis)}`, () =>
    findingsOf(uri, RULE).find(({ message }) => basis.test(message)),
  );
}

/** As an administrator, beside the extension. */
async function run(statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: DATABASE_URL, application_name: 'a test' });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

function sessions(): Promise<readonly Record<string, unknown>[]> {
  return run("SELECT state FROM pg_stat_activity WHERE application_name = 'Indexwright'");
}
