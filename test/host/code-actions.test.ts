import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  actionsFor,
  actionTitled,
  autoFix,
  closeEverything,
  findingsOf,
  inSample,
  open,
  perform,
  sampleFolder,
  until,
  untilFound,
  untilGone,
  wake,
} from './workbench';

const RULE = 'missing-stream-index';
const TABLE = 'CREATE TABLE audit_log (entry_id bigint PRIMARY KEY, stream_id text NOT NULL, body text);\n';
const QUERY = 'SELECT body FROM audit_log WHERE stream_id = ANY($1) ORDER BY entry_id LIMIT 10;\n';

async function listMigrations(): Promise<readonly string[]> {
  const entries = await vscode.workspace.fs.readDirectory(inSample('db/migrations'));
  return entries.map(([name]) => name).sort();
}

async function readFile(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

describe('Code actions', () => {
  before(wake);
  afterEach(closeEverything);

  it('are quick fixes, and prefer at most one of them', async () => {
    const { document } = await open(inSample('src/event-store.ts'));
    const finding = await untilFound(document.uri, RULE);
    const actions = await actionsFor(document.uri, finding);
    for (const { kind } of actions) assert.equal(kind?.value, 'quickfix');
    const preferred = actions.filter(({ isPreferred }) => isPreferred === true);
    assert.ok(preferred.length <= 1);
    const titles = actions.map(({ title }) => title);
    assert.ok(titles.some((title) => /^Create index on events \(stream_id.* — new migration$/.test(title)));
    assert.ok(titles.some((title) => title.endsWith('to the clipboard')));
    assert.ok(titles.includes(`Disable ${RULE} for this statement`));
    assert.ok(titles.includes(`Disable ${RULE} for this file`));
    assert.ok(titles.includes(`Disable ${RULE} in this workspace`));
    assert.ok(titles.includes(`Show documentation of ${RULE}`));
  });

  it('are offered nowhere else', async () => {
    const { document } = await open(inSample('src/event-store.ts'));
    await untilFound(document.uri, RULE);
    const top = new vscode.Range(0, 0, 0, 0);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      top,
    );
    assert.deepEqual(
      actions.filter(({ title }) => /index/i.test(title)),
      [],
    );
  });

  it('write a new migration next to the others, open it, and the finding goes', async () => {
    const before = await listMigrations();
    const editor = await open(inSample('src/event-store.ts'));
    const { document } = editor;
    const finding = await untilFound(document.uri, RULE);
    let created: readonly string[] = [];
    await autoFix(editor, finding, async () => {
      created = (await listMigrations()).filter((name) => !before.includes(name));
      return created.length > 0;
    });
    assert.equal(created.length, 1);
    const [name = ''] = created;
    assert.match(name, /^0006_create_.*\.sql$/);
    const uri = inSample(`db/migrations/${name}`);
    try {
      assert.match(await readFile(uri), /CREATE INDEX CONCURRENTLY \S+\s+ON \S*events \(stream_id/);
      await until('the new file opened', () => {
        return vscode.window.activeTextEditor?.document.uri.toString() === uri.toString();
      });
      await untilGone(document.uri, RULE);
    } finally {
      await closeEverything();
      await vscode.workspace.fs.delete(uri);
    }
    // The deleted file takes its index with it.
    await open(inSample('src/event-store.ts'));
    await untilFound(document.uri, RULE);
  });

  it('put the DDL into the document that creates the table', async () => {
    const { document } = await open({ language: 'sql', content: TABLE + QUERY });
    const finding = await untilFound(document.uri, RULE);
    await perform(await actionTitled(document.uri, finding, /Create index on audit_log .* in this file$/));
    assert.match(document.getText(), /CREATE TABLE audit_log[^;]*;[^;]*CREATE INDEX .*audit_log/s);
    await untilGone(document.uri, RULE);
  });

  it('copy the DDL with its reverse', async () => {
    const { document } = await open({ language: 'sql', content: TABLE + QUERY });
    const finding = await untilFound(document.uri, RULE);
    const text = document.getText();
    await perform(await actionTitled(document.uri, finding, /to the clipboard$/));
    const copied = await vscode.env.clipboard.readText();
    assert.match(copied, /CREATE INDEX/);
    assert.match(copied, /-- To undo:\n-- DROP INDEX/);
    assert.equal(document.getText(), text);
  });

  it('disable the rule for one statement of a TypeScript file, and for all of it', async () => {
    const { document } = await open(inSample('src/event-store.ts'));
    const finding = await untilFound(document.uri, RULE);
    await perform(await actionTitled(document.uri, finding, /^Disable .* for this statement$/));
    const comment = `// indexwright-disable-next-line ${RULE}`;
    assert.match(document.getText(), new RegExp(`\\n {2}${comment}\\n {2}const`));
    const standsAt = (...ranges: vscode.Range[]) =>
      findingsOf(document.uri, RULE).find(({ range }) => ranges.some((other) => range.isEqual(other)));
    await until('the finding gone', () => standsAt(finding.range, shifted(finding.range)) === undefined);
    await vscode.commands.executeCommand('undo');
    // Not just any finding: those of the text before the undo are shown for a moment, a line below.
    const again = await until('the finding back', () => standsAt(finding.range));
    await perform(await actionTitled(document.uri, again, /^Disable .* for this file$/));
    assert.ok(document.getText().startsWith(`// indexwright-disable-file ${RULE}\n`));
    await untilGone(document.uri, RULE);
  });

  it('disable the rule in an SQL document', async () => {
    const { document } = await open({ language: 'sql', content: TABLE + QUERY });
    const finding = await untilFound(document.uri, RULE);
    await perform(await actionTitled(document.uri, finding, /^Disable .* for this statement$/));
    assert.equal(document.getText(), `${TABLE}-- indexwright-disable-next-line ${RULE}\n${QUERY}`);
    await untilGone(document.uri, RULE);
  });

  it('disable the rule in the workspace, beside what is set already', async () => {
    const settings = () => vscode.workspace.getConfiguration('indexwright', sampleFolder().uri);
    const set = (value: unknown) =>
      settings().update('lint.rules', value, vscode.ConfigurationTarget.Workspace);
    await set({ 'redundant-index': 'hint' });
    try {
      const { document } = await open(inSample('queries/operations.sql'));
      const finding = await untilFound(document.uri, RULE);
      await perform(await actionTitled(document.uri, finding, /^Disable .* in this workspace$/));
      assert.deepEqual(settings().inspect('lint.rules')?.workspaceValue, {
        'redundant-index': 'hint',
        [RULE]: 'off',
      });
      await untilGone(document.uri, RULE);
    } finally {
      await set(undefined);
    }
  });

  it('show the page of the rule', async () => {
    const { document } = await open(inSample('queries/operations.sql'));
    const finding = await untilFound(document.uri, RULE);
    await perform(await actionTitled(document.uri, finding, /^Show documentation/));
    await until('the page', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .some(({ label }) => label.includes(`${RULE}.md`)),
    );
  });
});

/** The comment takes a line of its own above. */
function shifted(range: vscode.Range): vscode.Range {
  return new vscode.Range(range.start.translate(1), range.end.translate(1));
}
