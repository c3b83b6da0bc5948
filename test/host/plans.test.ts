import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, inSample, open, until } from './workbench';

const PLAN = `Limit  (cost=0.29..11.60 rows=100 width=250)
  ->  Index Scan using events_pkey on events  (cost=0.29..648.10 rows=5731 width=250)
        Filter: (stream_id = 'order-000200'::text)
`;
const DOCUMENT = [
  {
    Plan: {
      'Node Type': 'Seq Scan',
      'Relation Name': 'events',
      Alias: 'events',
      'Startup Cost': 0,
      'Total Cost': 1540.5,
      'Plan Rows': 58000,
      'Plan Width': 250,
      Filter: "(stream_id = 'order-000200'::text)",
    },
  },
];

function planTab(): vscode.Tab | undefined {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .find(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('indexwright.plan'),
    );
}

async function openPasted(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  await vscode.commands.executeCommand('indexwright.openPlan');
}

describe('Plans', () => {
  afterEach(closeEverything);

  it('opens what was copied beside the code, which keeps the focus', async () => {
    const { document } = await open(inSample('queries/operations.sql'));
    await openPasted(JSON.stringify(DOCUMENT));
    const tab = await until('the plan', planTab);
    assert.equal(tab.label, 'Plan: pasted plan');
    assert.equal(vscode.window.activeTextEditor?.document, document);
  });

  it('prefers what is selected', async () => {
    const editor = await open({ language: 'plaintext', content: PLAN });
    await vscode.env.clipboard.writeText('no plan');
    editor.selection = new vscode.Selection(0, 0, editor.document.lineCount, 0);
    await vscode.commands.executeCommand('indexwright.openPlan');
    await until('the plan', planTab);
  });

  it('keeps one panel for all plans', async () => {
    await openPasted(JSON.stringify(DOCUMENT));
    await until('the plan', planTab);
    const uri = inSample('plan.json');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(JSON.stringify(DOCUMENT)));
    try {
      await vscode.commands.executeCommand('indexwright.openPlanFile', uri);
      await until('the other plan', () => planTab()?.label === 'Plan: plan.json');
      const panels = vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(({ input }) => input instanceof vscode.TabInputWebview);
      assert.equal(panels.length, 1);
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
  });

  it('shows the same plan as a text', async () => {
    await openPasted(JSON.stringify(DOCUMENT));
    await vscode.commands.executeCommand('indexwright.openPlanAsText');
    // The page of an earlier plan, which VS Code may still have, is made anew.
    const editor = await until('the text', () =>
      vscode.window.visibleTextEditors.find(
        ({ document }) =>
          document.uri.scheme === 'indexwright-plan' && document.getText().includes('Seq Scan on events'),
      ),
    );
    assert.match(editor.document.getText(), /Filter: \(stream_id = 'order-000200'::text\)/);
  });

  it('copies the plan as text and as Markdown', async () => {
    await openPasted(JSON.stringify(DOCUMENT));
    await vscode.commands.executeCommand('indexwright.copyPlanAsText');
    assert.match(await vscode.env.clipboard.readText(), /^.*Seq Scan on events/m);
    await vscode.commands.executeCommand('indexwright.copyPlanAsMarkdown');
    assert.match(await vscode.env.clipboard.readText(), /```/);
  });
});
