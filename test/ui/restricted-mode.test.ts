import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { Editor } from './editor';
import { startWorkbench, type Workbench } from './start-workbench';
import { rowsOf, viewOf } from './views';

const SETTINGS = {
  // The folder is opened as one that nobody has trusted yet, without the question.
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

describe('A user in Restricted Mode', () => {
  let workbench: Workbench;
  let editor: Editor;

  before(async function () {
    this.timeout(120_000);
    workbench = await startWorkbench(SETTINGS, { isTrusted: false });
    editor = new Editor(workbench.page);
  });

  after(() => workbench.stop());

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await workbench.page.screenshot({
      path: resolve(__dirname, '../../out/results/ui-restricted-failed.png'),
    });
  });

  it('has queries judged by the migrations', async () => {
    await editor.openFile('event-store.ts');
    await workbench.page.locator('.squiggly-warning').first().waitFor();
  });

  it('reads in the view why no database is connected, and how that can be changed', async () => {
    await editor.runCommand('Indexwright: Focus on Connections View');
    const connections = viewOf(workbench.page, 'Connections');
    const view = connections.locator('.welcome-view-content', { hasText: 'In Restricted Mode' });
    await view.waitFor();
    assert.match(await view.innerText(), /no database is connected to/);
    assert.match(await view.innerText(), /Manage Workspace Trust/);
    // The settings of the sample name one.
    assert.equal(await rowsOf(workbench.page, 'Connections').count(), 0);
  });

  it('is told the same by a command', async () => {
    await editor.runCommand('Indexwright: Connect...');
    const toast = workbench.page.locator('.notification-toast', { hasText: 'In Restricted Mode' });
    await toast.waitFor();
    assert.match(await toast.innerText(), /Trust the workspace first/);
  });
});
