import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeEverything,
  findingsOf,
  inSample,
  open,
  ourDiagnostics,
  until,
  untilFound,
  untilGone,
} from './workbench';

const RULE = 'missing-stream-index';

interface CheckResult {
  readonly files: number;
  readonly findings: number;
}

describe('Check Workspace', () => {
  const check = () => vscode.commands.executeCommand<CheckResult>('indexwright.checkWorkspace');

  afterEach(closeEverything);

  it('finds what is wrong in files that are not open', async () => {
    const closed = inSample('src/event-store.ts');
    await until('the document closed', () => ourDiagnostics(closed).length === 0);
    const { files, findings } = await check();
    assert.ok(files > 5);
    assert.ok(findings > 5);
    assert.equal(findingsOf(closed, RULE).length > 0, true);
  });

  it('keeps the findings of a file that is opened and closed again', async () => {
    await check();
    const { document } = await open(inSample('queries/operations.sql'));
    await untilFound(document.uri, RULE);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until('the document closed', () => document.isClosed);
    await untilFound(document.uri, RULE);
  });

  it('follows changes of closed files on disk', async () => {
    const uri = inSample('queries/checked.sql');
    const write = (text: string) => vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    await write('SELECT * FROM events WHERE stream_id = ANY($1) ORDER BY event_id LIMIT 10;\n');
    try {
      await check();
      await untilFound(uri, RULE);
      await write('SELECT 1;\n');
      await untilGone(uri, RULE);
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
  });

  it('forgets files that are deleted', async () => {
    const uri = inSample('queries/deleted.sql');
    const text = 'SELECT * FROM events WHERE stream_id = ANY($1) ORDER BY event_id LIMIT 10;\n';
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    await check();
    await untilFound(uri, RULE);
    await vscode.workspace.fs.delete(uri);
    await untilGone(uri, RULE);
  });
});

describe('Why Is There No Finding Here?', () => {
  afterEach(closeEverything);

  async function explainAt(uri: vscode.Uri, needle: string): Promise<string> {
    const editor = await open(uri);
    const position = editor.document.positionAt(editor.document.getText().indexOf(needle));
    editor.selection = new vscode.Selection(position, position);
    await vscode.commands.executeCommand('indexwright.whyNoFinding');
    // One page serves every question: the one to read is the one about this file and line.
    const place = `${vscode.workspace.asRelativePath(uri)}:${position.line + 1}`;
    return until('the explanation', () =>
      vscode.window.visibleTextEditors
        .map(({ document }) => document)
        .find((document) => document.uri.scheme === 'indexwright-why' && document.getText().includes(place))
        ?.getText(),
    );
  }

  it('names the rules that looked and why they are silent', async () => {
    const page = await explainAt(inSample('queries/operations.sql'), 'FROM saga_messages');
    assert.match(page, /^# Why is there no finding here\?/);
    assert.match(page, /queries\/operations\.sql:\d+/);
    assert.match(page, /Schema: 5 migrations in db\/migrations, \d+ tables\./);
    assert.match(page, /## missing-stream-index\n\nSilent\. [A-Z].*\. \([a-z-]+\)/);
  });

  it('says where something was found after all', async () => {
    const page = await explainAt(inSample('queries/operations.sql'), "WHERE stream_id IN ('order");
    assert.match(page, /## missing-stream-index\n\nFound something/);
  });

  it('says that there is no statement', async () => {
    const page = await explainAt(inSample('src/database.ts'), 'import');
    assert.match(page, /No SQL statement was found at src\/database\.ts:1\./);
  });

  it('keeps the focus in the editor, and uses one tab', async () => {
    await explainAt(inSample('queries/operations.sql'), 'FROM saga_messages');
    const first = vscode.window.activeTextEditor?.document.uri.toString();
    assert.equal(first, inSample('queries/operations.sql').toString());
    await vscode.commands.executeCommand('indexwright.whyNoFinding');
    const pages = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === 'indexwright-why');
    assert.equal(pages.length, 1);
  });
});

describe('Open Sample', () => {
  afterEach(closeEverything);

  it('opens the sample of the walkthrough, whose first finding is there at once', async () => {
    await vscode.commands.executeCommand('indexwright.openSample');
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document?.isUntitled === true && document.languageId === 'sql');
    const finding = await untilFound(document.uri, RULE);
    assert.equal(document.getText(finding.range), 'stream_id = ANY($1)');
  });
});

describe('Open Rule Documentation', () => {
  afterEach(closeEverything);

  it('shows the page of a rule as a preview', async () => {
    await vscode.commands.executeCommand('indexwright.openRuleDocumentation', RULE);
    const tab = await until('the page', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ label }) => label.includes(`${RULE}.md`)),
    );
    assert.ok(tab.input instanceof vscode.TabInputCustom);
    assert.equal(tab.input.uri.toString(), `indexwright-docs:/rules/${RULE}.md`);
  });

  it('has a page for every rule', async () => {
    const { RULE_IDS } = await import('../../src/analyzers/rules/rule-id');
    for (const id of RULE_IDS) {
      const uri = vscode.Uri.parse(`indexwright-docs:/rules/${id}.md`);
      const document = await vscode.workspace.openTextDocument(uri);
      assert.match(document.getText(), /^# /);
    }
  });
});
