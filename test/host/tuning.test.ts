import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { withTyping } from './answers';
import { closeEverything, inSample, sampleFolder, until, wake } from './workbench';

const MIGRATION = 'db/migrations/0006_tune_indexes.sql';

describe('Tune Indexes for this Workspace', function () {
  // The first time the planner makes itself an empty database, and hundreds of questions follow.
  this.timeout(240_000);
  before(wake);
  afterEach(async () => {
    await vscode.commands.executeCommand('indexwright.disconnect');
    await closeEverything();
  });

  async function tune(budget: string): Promise<string> {
    let report: string | undefined;
    await withTyping([[/^Tune Indexes for/, budget]], [], async () => {
      report = await vscode.commands.executeCommand<string>('indexwright.tuneIndexes');
    });
    assert.ok(report !== undefined);
    return report;
  }
  const folderKey = (): string => sampleFolder().uri.toString();

  it('shows one report for the folder, on its migrations alone, and writes its change as the next migration', async () => {
    const report = await tune('500MB');
    assert.match(report, /^# Indexes for this workspace$/m);
    assert.match(report, /^\| `\w+` \| `events \(stream_id, event_version\)` \| about [\d.]+ MB \|/m);
    assert.match(report, /each is assumed to have 1,000,000 rows/);
    assert.match(report, /^Each query counts once/m);
    await until('the page', () => tuningTabs().length === 1);

    const [, link = ''] = /^\| \[src\/event-store\.ts:\d+\]\(command:([^)]+)\)/m.exec(report) ?? [];
    const [command = '', args = ''] = link.split('?');
    const [uri, line] = JSON.parse(decodeURIComponent(args)) as [string, number];
    await vscode.commands.executeCommand(command, uri, line);
    const { document, selection } = vscode.window.activeTextEditor ?? assert.fail('no editor');
    assert.equal(document.uri.toString(), inSample('src/event-store.ts').toString());
    assert.equal(selection.active.line + 1, line);

    await vscode.commands.executeCommand('indexwright.copyTuningReport', folderKey());
    const copied = await vscode.env.clipboard.readText();
    assert.match(copied, /^\| `src\/event-store\.ts:\d+` \|/m);
    assert.doesNotMatch(copied, /command:/);
    await vscode.commands.executeCommand('indexwright.copyTuningSql', folderKey());
    assert.match(await vscode.env.clipboard.readText(), /-- To undo:\n-- CREATE INDEX CONCURRENTLY/);

    try {
      await vscode.commands.executeCommand('indexwright.insertTuning', folderKey());
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(inSample(MIGRATION)));
      assert.match(text, /CREATE INDEX CONCURRENTLY \w+\s+ON public\.events \(stream_id, event_version\)/);
      assert.match(text, /DROP INDEX CONCURRENTLY public\.idx_outbox_topic;/);
      assert.equal(vscode.window.activeTextEditor?.document.uri.path, inSample(MIGRATION).path);
    } finally {
      await closeEverything();
      await vscode.workspace.fs.delete(inSample(MIGRATION));
    }
  });

  it('plans by the sizes of the database that is connected, and says that it does not count queries', async () => {
    await vscode.commands.executeCommand('indexwright.connect');
    const report = await tune('');
    assert.match(report, /on the migrations and the statistics of \S+, read \d+ \w+ \d+\.$/m);
    assert.match(report, /^The database has no extension pg\\_stat\\_statements/m);
    assert.doesNotMatch(report, /is assumed to have/);
  });
});

function tuningTabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('indexwright.tuning'),
    );
}
