import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, inSample, open, typeText, until, untilFound, withSetting, wake } from './workbench';

const RULE = 'missing-stream-index';
const PAGE = 'SELECT * FROM events WHERE stream_id = ANY($1) ORDER BY event_id LIMIT 10;';

describe('The lenses over queries', () => {
  before(wake);
  afterEach(closeEverything);

  it('stand over each query of a script, with a word more where something was found', async () => {
    const { document } = await open(inSample('queries/operations.sql'));
    const titles = await untilTitles(document.uri, (found) => found.length > 5);
    assert.ok(titles.includes('Explain this query'));
    assert.ok(titles.includes('Explain this query · early stop likely'), titles.join());
    for (const lens of await lensesOf(document.uri)) {
      assert.match(document.lineAt(lens.range.start.line).text, /^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)/);
    }
  });

  it('stand over the queries of a program', async () => {
    const { document } = await open(inSample('src/event-store.ts'));
    await untilTitles(document.uri, (found) => found.includes('Explain this query · early stop likely'));
    const [first] = await lensesOf(document.uri);
    assert.match(document.lineAt(first?.range.start.line ?? 0).text, /`SELECT event_id/);
  });

  it('stand over no DDL', async () => {
    const content =
      'CREATE TABLE a (id int);\nCREATE INDEX ON a (id);\nSET work_mem = 1000;\nSELECT * FROM a;\n';
    const { document } = await open({ language: 'sql', content });
    await untilTitles(document.uri, ({ length }) => length > 0);
    const lines = (await lensesOf(document.uri)).map(({ range }) => range.start.line);
    assert.deepEqual(lines, [3]);
  });

  it('are only those with a finding, or none, as the settings say', async () => {
    const { document } = await open(inSample('queries/operations.sql'));
    const all = await untilTitles(document.uri, (found) => found.length > 5);
    await withSetting('codeLens', 'findings', async () => {
      const found = await untilTitles(document.uri, ({ length }) => length < all.length);
      assert.ok(found.length > 0 && found.every((title) => title.includes(' · ')), found.join());
    });
    await withSetting('codeLens', 'off', async () => {
      await untilTitles(document.uri, ({ length }) => length === 0);
    });
    await untilTitles(document.uri, ({ length }) => length === all.length);
  });

  it('are only the one over the query that the cursor rests in, where the setting says so', async () => {
    await withSetting('codeLens', 'cursor', async () => {
      const editor = await open(inSample('queries/operations.sql'));
      for (const needle of ['FROM outbox', 'FROM saga_messages']) {
        const position = editor.document.positionAt(editor.document.getText().indexOf(needle));
        editor.selection = new vscode.Selection(position, position);
        await until(`the lens over ${needle}`, async () => {
          const [lens, ...others] = await lensesOf(editor.document.uri);
          const line = lens?.range.start.line ?? Infinity;
          return others.length === 0 && line <= position.line && position.line - line < 5;
        });
      }
    });
  });

  it('follow the text, and come to a new query when nobody types any more', async () => {
    const editor = await open({ language: 'sql', content: PAGE });
    const { document } = editor;
    await untilTitles(document.uri, ({ length }) => length === 1);
    await typeText(editor, 0, '-- the first line\n');
    const [lens] = await lensesOf(document.uri);
    assert.equal(lens?.range.start.line, 1);
    await typeText(editor, document.getText().length, `\n${PAGE}`);
    await untilTitles(document.uri, ({ length }) => length === 2);
  });

  it('stay over a query that cannot be read in the middle of a change', async () => {
    const editor = await open({ language: 'sql', content: PAGE });
    const { document } = editor;
    await untilFound(document.uri, RULE);
    await untilTitles(document.uri, ({ length }) => length === 1);
    await typeText(editor, PAGE.indexOf('LIMIT'), 'LIMIT ');
    await until('judged anew', () => vscode.languages.getDiagnostics(document.uri).length === 0);
    assert.equal((await lensesOf(document.uri)).length, 1);
  });

  it('have an entry in the menu at the cursor, and none between the queries', async () => {
    const { document } = await open(inSample('queries/operations.sql'));
    await untilTitles(document.uri, (found) => found.length > 5);
    const at = document.positionAt(document.getText().indexOf('FROM saga_messages'));
    assert.deepEqual(await actionsAt(document.uri, at), [
      'Explain this query',
      'Explain and run this query...',
      'Show the indexes of this query',
    ]);
    assert.deepEqual(await actionsAt(document.uri, new vscode.Position(0, 0)), []);
  });
});

async function lensesOf(uri: vscode.Uri): Promise<readonly vscode.CodeLens[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
    1000,
  );
  return lenses.filter(({ command }) => command?.command === 'indexwright.explainLens');
}

async function untilTitles(
  uri: vscode.Uri,
  isSo: (titles: readonly string[]) => boolean,
): Promise<readonly string[]> {
  return until(`lenses of ${uri.toString()}`, async () => {
    const titles = (await lensesOf(uri)).map(({ command }) => command?.title ?? '');
    return isSo(titles) && titles;
  });
}

async function actionsAt(uri: vscode.Uri, position: vscode.Position): Promise<readonly string[]> {
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    new vscode.Range(position, position),
    'explain',
  );
  return actions.map(({ title }) => title);
}
