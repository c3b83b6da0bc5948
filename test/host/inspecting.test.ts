import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, inSample, open, sampleFolder, until } from './workbench';

const DATABASE_URL = process.env['DATABASE_URL'] ?? '';

describe('What tells of indexes, tables and servers', () => {
  before(() => assert.match(DATABASE_URL, /^postgresql:/, 'the runner starts a server'));
  afterEach(async () => {
    await vscode.commands.executeCommand('indexwright.disconnect');
    await closeEverything();
  });

  it('lists the indexes of the query at the cursor beside it, without a connection', async () => {
    const editor = await open(inSample('src/event-store.ts'));
    const { document } = editor;
    const at = document.positionAt(document.getText().indexOf('WHERE stream_id = ANY'));
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand('indexwright.showQueryIndexes');
    const text = await pageWith('# The indexes of this query');
    assert.match(text, /^src\/event-store\.ts:\d+$/m);
    assert.match(text, /^## public\.events$/m);
    assert.match(text, /^- events_pkey UNIQUE \(event_id\)\n {2}Finds no rows, but reads them in the order/m);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), document.uri.toString());
  });

  it('shows a monitoring question’s answer with its SQL', async () => {
    await vscode.commands.executeCommand('indexwright.connect');
    const done = vscode.commands.executeCommand('indexwright.showMonitoring');
    const text = await until('the answer', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return pageNow('How often each index is used');
    });
    await done;
    assert.match(text, /^schemaname +relname +indexrelname +idx_scan \(scans\)/m);
    assert.match(text, /^public +events +events_pkey +[\d,]+/m);
    assert.match(text, /FROM pg_stat_user_indexes s\nJOIN pg_index i USING \(indexrelid\)/);
  });

  it('opens one page for a table, with what autovacuum waits for', async () => {
    await vscode.commands.executeCommand('indexwright.connect');
    const markdown = await openStatistics('events');
    assert.match(markdown, /^# public\.events$/m);
    assert.match(markdown, /^- Autovacuum will wait for [\d,]+ dead rows/m);
    assert.match(markdown, /^\| stream\\_id \| .* values/m);
    await until('the tab', () => statisticsTabs().length === 1);
    assert.match(await openStatistics('events'), /\| Rows inserted \| [\d,]+ \| [▁-█] \+0 \|/);
    assert.equal(statisticsTabs().length, 1);
  });
});

async function openStatistics(name: string): Promise<string> {
  const settings = vscode.workspace.getConfiguration('indexwright', sampleFolder().uri);
  const [connection] = settings.get<readonly { readonly name: string }[]>('connections', []);
  const connectionId = `${sampleFolder().uri.toString()}#${connection?.name ?? ''}`;
  const node = { object: { kind: 'table', connectionId, table: { schema: 'public', name } } };
  return vscode.commands.executeCommand<string>('indexwright.openTableStatistics', node);
}

function statisticsTabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) =>
        input instanceof vscode.TabInputWebview && input.viewType.endsWith('indexwright.tableStatistics'),
    );
}

function pageNow(content: string): string | undefined {
  return vscode.window.visibleTextEditors
    .map(({ document }) => document)
    .find((document) => document.uri.scheme === 'indexwright-page' && document.getText().includes(content))
    ?.getText();
}

function pageWith(content: string): Promise<string> {
  return until(`a page with ${content}`, () => pageNow(content));
}
