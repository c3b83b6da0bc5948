import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { Editor } from './editor';
import { startWorkbench, type Workbench } from './start-workbench';

describe('A user who opens the walkthrough', () => {
  let workbench: Workbench;
  let editor: Editor;

  before(async function () {
    this.timeout(120_000);
    workbench = await startWorkbench({ 'workbench.reduceMotion': 'on' });
    editor = new Editor(workbench.page);
  });

  after(() => workbench.stop());

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await workbench.page.screenshot({
      path: resolve(__dirname, '../../out/results/ui-walkthrough-failed.png'),
    });
  });

  it('sees five steps, and a first finding one click later', async () => {
    await editor.openFile('tsconfig.json');
    await editor.runCommand('Indexwright: Open Walkthrough');
    const steps = workbench.page.locator('.getting-started-step');
    await steps.first().waitFor();
    assert.equal(await steps.count(), 5);
    const folder = process.env['INDEXWRIGHT_IMAGES'];
    if (folder !== undefined)
      await workbench.page.screenshot({ path: join(folder, 'walkthrough.png'), animations: 'disabled' });
    await workbench.page.getByRole('button', { name: 'Open Sample' }).first().click();
    await workbench.page.locator('.squiggly-warning').first().waitFor();
  });
});
