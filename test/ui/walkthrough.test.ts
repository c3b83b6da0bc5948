import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Editor } from './editor';
import { planPage } from './plan-page';
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
    await workbench.page.getByRole('button', { name: 'Open Sample' }).first().click();
    await workbench.page.locator('.squiggly-warning').first().waitFor();
  });

  it('explains a query at once, with no database', async function () {
    // The first time the planner makes itself an empty database.
    this.timeout(180_000);
    await editor.openFile('event-store.ts');
    const source = readFileSync(join(workbench.sample, 'src/event-store.ts'), 'utf8');
    await editor.goToText(source, 'stream_id = ANY($1)');
    await editor.scrollUp(8);
    const lens = workbench.page.locator('.codelens-decoration a', { hasText: 'Explain this query' }).first();
    // TypeScript's own server starts beside the analysis.
    await lens.waitFor({ timeout: 90_000 });
    await lens.click();
    // The sample's settings name a database, which is not there.
    await editor.pick('Plan without a Database');
    const plan = await planPage(workbench.page);
    await plan
      .getByRole('treeitem', { name: /events/ })
      .first()
      .waitFor({ timeout: 90_000 });
    assert.match(await plan.locator('main').innerText(), /each is assumed to have 1,000,000 rows/);
    await picture('plan-without-database');
  });

  it('has the planner prove a finding, and sees what it rests on', async () => {
    await workbench.page.locator('.tab', { hasText: 'event-store.ts' }).first().click();
    await editor.untilActive('event-store.ts');
    const titles = await editor.quickFixes();
    const title = titles.find((one) => one.startsWith('Prove missing-stream-index'));
    await editor.apply(titles, title ?? assert.fail(titles.join('\n')));
    await editor.pick('Rewrite with LATERAL, ids first');
    const said = workbench.page.locator('.notification-toast', {
      hasText: 'is assumed to have 1,000,000 rows',
    });
    await said.waitFor();
    assert.match(await said.innerText(), /cost/);
  });

  async function picture(name: string): Promise<void> {
    const folder = process.env['INDEXWRIGHT_IMAGES'];
    if (folder === undefined) return;
    await workbench.page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  }
});
